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
