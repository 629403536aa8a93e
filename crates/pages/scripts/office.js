// Keeps today's board up to date. Without this the page is loaded again by hand.
"use strict";
{
  const board = document.getElementById("board");
  const live = document.querySelector(".live");
  const take = (parts) => {
    const fresh = document.createElement("template");
    fresh.innerHTML = parts;
    const held = document.activeElement && board.contains(document.activeElement)
      ? document.activeElement.getAttribute("href") : null;
    for (const part of fresh.content.querySelectorAll("[id^=b-]")) {
      const shown = document.getElementById(part.id);
      // Only what changed is put in its place: nothing else moves under a finger.
      if (shown && !part.querySelector("[id^=b-]") && shown.outerHTML !== part.outerHTML) {
        shown.replaceWith(part.cloneNode(true));
      }
    }
    if (held !== null && !board.contains(document.activeElement)) {
      board.querySelector(`[href="${CSS.escape(held)}"]`)?.focus();
    }
  };
  if (board && window.EventSource) {
    const events = new EventSource(board.dataset.events);
    events.addEventListener("open", () => { live.textContent = live.dataset.on; });
    events.addEventListener("board", (event) => take(event.data));
    events.addEventListener("error", () => {
      live.textContent = live.dataset.off;
      // The session has ended, or there are too many windows: the page itself says which.
      if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 60000);
    });
  }
}
// A booking is dragged to another vehicle; the page that opens asks the rules. A click does the same.
{
  let from = null;
  const lane = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-vehicle]");
  for (const bar of document.querySelectorAll(".timeline svg a")) {
    bar.addEventListener("dragstart", (event) => event.preventDefault());
    bar.addEventListener("pointerdown", (event) => {
      if (event.button === 0) from = { bar, lane: bar.closest("[data-vehicle]"), target: null };
    });
    bar.addEventListener("click", (event) => {
      if (bar.dataset.dragged) event.preventDefault();
      delete bar.dataset.dragged;
    });
  }
  addEventListener("pointermove", (event) => {
    if (!from) return;
    from.target?.classList.remove("target");
    const over = lane(event);
    from.target = over && over !== from.lane ? over : null;
    from.target?.classList.add("target");
  });
  addEventListener("pointerup", () => {
    if (from?.target) {
      from.bar.dataset.dragged = "yes";
      const to = new URL(from.bar.href.baseVal, location.href);
      to.searchParams.set("vehicle", from.target.dataset.vehicle);
      location.assign(to);
    }
    from = null;
  });
}
