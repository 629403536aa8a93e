// The timeline of the fleet: the vehicles that did not fit on the page are brought in while it is looked at, and a booking
// is dragged to another vehicle. The page that opens then asks the rules; choosing a booking does the same.

/** So many vehicles are put in between two pictures. */
const AT_A_TIME = 25;

const picture = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));

/** Brings in the vehicles of the pages to come, a few at a time, so that nothing stands still meanwhile. */
async function bringIn(runs: HTMLElement): Promise<void> {
  const [status, further] = ["timeline-status", "further"].map((id) => document.getElementById(id));
  let next = runs.dataset["more"] ?? "";
  if (next && status) status.textContent = runs.dataset["loading"] ?? "";
  while (next) {
    const answer = await fetch(next);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const more = page.querySelector<HTMLElement>(".runs");
    if (!more) return;
    const all = [...more.children];
    while (all.length > 0) {
      await picture();
      runs.append(...all.splice(0, AT_A_TIME).map((run) => document.adoptNode(run)));
    }
    next = more.dataset["more"] ?? "";
  }
  further?.remove();
  if (status) status.textContent = "";
}

interface Held {
  link: SVGAElement;
  own: HTMLElement;
  target: HTMLElement | null;
}

function dragging(runs: HTMLElement): void {
  let held: Held | null = null;
  let dropped = false;
  const runAt = ({ clientX, clientY }: PointerEvent): HTMLElement | null =>
    document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>(".run") ?? null;
  const letGo = (): void => {
    held?.target?.classList.remove("target");
    held?.link.classList.remove("lifted");
    held = null;
  };
  runs.addEventListener("dragstart", (event) => event.preventDefault());
  runs.addEventListener("pointerdown", (event) => {
    const link = (event.target as Element).closest<SVGAElement>("svg a");
    const own = link?.closest<HTMLElement>(".run");
    if (event.button === 0 && link && own) held = { link, own, target: null };
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const over = runAt(event);
    if (over === held.target) return;
    held.target?.classList.remove("target");
    held.target = over !== held.own ? over : null;
    held.target?.classList.add("target");
    held.link.classList.toggle("lifted", held.target !== null);
  });
  addEventListener("pointerup", () => {
    const target = held?.target?.dataset["vehicle"];
    if (held && target !== undefined) {
      dropped = true;
      const to = new URL(held.link.href.baseVal, location.href);
      to.searchParams.set("vehicle", target);
      location.assign(to);
    }
    letGo();
  });
  addEventListener("pointercancel", letGo);
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") letGo();
  });
  // Having dragged is not choosing.
  runs.addEventListener("click", (event) => {
    if (dropped) event.preventDefault();
    dropped = false;
  });
}

const runs = document.querySelector<HTMLElement>(".runs");
if (runs) {
  dragging(runs);
  void bringIn(runs);
}

export {};
