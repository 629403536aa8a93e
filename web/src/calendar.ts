// The week of a vehicle: one's own bookings, what is taken, what is charging. Dragging across a free time fills in the
// form below it, which leads to the price; the server alone decides whether it can be had.

import "@event-calendar/core/index.css";
import "./calendar.css";

import { createCalendar, Interaction, TimeGrid, type Calendar } from "@event-calendar/core";

interface Taken {
  from: string;
  until: string | null;
  kind: string;
  title: string;
  href: string | null;
}

/** Wider than this a week has room. */
const ROOM_PX = 700;

function events(all: Taken[], end: string): Calendar.EventInput[] {
  return all.map(({ from, until, kind, title, href }) => ({
    start: from,
    end: until ?? end,
    title,
    classNames: [kind],
    editable: false,
    extendedProps: { href },
  }));
}

/** A booking of one's own leads to its page. */
function content({ event, timeText }: Calendar.EventContentInfo): Calendar.Content {
  const href: unknown = event.extendedProps["href"];
  const words = `${String(event.title)} ${timeText}`;
  const shown = document.createElement(typeof href === "string" ? "a" : "span");
  if (typeof href === "string") shown.setAttribute("href", href);
  shown.textContent = words;
  shown.title = words;
  return { domNodes: [shown] };
}

/** The package calls the whole a table, which has neither rows nor cells that could be read as such: it is read as what
 * stands in it. What is scrolled can be reached by keys. */
function plain(inner: HTMLElement): void {
  const tables = ["table", "rowgroup", "row", "columnheader", "cell"].map((role) => `[role=${role}]`);
  for (const part of inner.querySelectorAll(tables.join())) {
    for (const name of ["role", "aria-colindex", "aria-colspan"]) part.removeAttribute(name);
  }
  const scrolled = inner.querySelector(".ec-main");
  const said = { tabindex: "0", role: "group", "aria-labelledby": "week" };
  for (const [name, value] of Object.entries(said)) scrolled?.setAttribute(name, value);
}

function draw(place: HTMLElement, form: HTMLFormElement): void {
  const from = form.querySelector<HTMLInputElement>("[name=start]");
  const until = form.querySelector<HTMLInputElement>("[name=end]");
  const inner = place.querySelector<HTMLElement>(".week-in");
  const { calendar, before = "", after = "", wish = "" } = place.dataset;
  if (!from || !until || !inner || !calendar) return;
  place.hidden = false;
  const wide = place.clientWidth > ROOM_PX;
  const day = from.value.slice(0, 10);
  const source = async ({ startStr, endStr }: Calendar.FetchInfo): Promise<Calendar.EventInput[]> => {
    const [first, last] = [startStr.slice(0, 16), endStr.slice(0, 16)];
    const asked = new URLSearchParams({ from: first, until: last });
    const answer = await fetch(`${calendar}?${asked}`, { headers: { accept: "application/json" } });
    const is = answer.headers.get("content-type")?.includes("json");
    const taken = answer.ok && is ? events((await answer.json()) as Taken[], last) : [];
    const chosen = { start: from.value, end: until.value, title: wish, backgroundColor: "var(--brand-wash)", classNames: ["wish"], display: "background" as const };
    return from.value < until.value ? [...taken, chosen] : taken;
  };
  createCalendar(inner, [TimeGrid, Interaction], {
    view: "timeGridWeek",
    ...(wide ? {} : { duration: { days: 3 } }),
    ...(/^\d{4}-\d\d-\d\d$/.test(day) ? { date: day } : {}),
    eventSources: [{ events: source }],
    locale: document.documentElement.lang,
    firstDay: 1,
    allDaySlot: false,
    slotDuration: "01:00",
    snapDuration: "00:15",
    slotHeight: 28,
    height: "30rem",
    scrollTime: `${from.value.slice(11, 13) || "08"}:00:00`,
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    eventTimeFormat: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    dayHeaderFormat: { weekday: "short", day: "numeric", month: "numeric" },
    titleFormat: { day: "numeric", month: "long", year: "numeric" },
    headerToolbar: { start: "title", center: "", end: "prev,next" },
    buttonText: { prev: before, next: after, today: "", close: "" } as never,
    eventContent: content,
    selectable: true,
    selectBackgroundColor: "var(--brand-wash)",
    select: ({ startStr, endStr }) => {
      [from.value, until.value] = [startStr.slice(0, 16), endStr.slice(0, 16)];
      form.requestSubmit();
    },
  });
  plain(inner);
  new MutationObserver(() => plain(inner)).observe(inner, { childList: true, subtree: true });
}

const form = document.querySelector<HTMLFormElement>("#other-time");
for (const place of document.querySelectorAll<HTMLElement>("[data-calendar]")) {
  if (form) draw(place, form);
}
