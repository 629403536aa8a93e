// Stations on a map. It is made of the list that stands beside it, which says the same to everybody.

import "leaflet/dist/leaflet.css";
import "./map.css";

import {
  control,
  divIcon,
  layerGroup,
  map,
  marker,
  tileLayer,
  type Map as Shown,
  type Marker,
  type Point,
} from "leaflet";

/** Closer than this a map of one station alone is not opened. */
const CLOSE = 15;
/** With more stations than this nobody could read their names anyway. */
const MOST_NAMES = 60;
/** How wide a pin is, and how far two are apart at least. */
const SIZE_PX = 32;
const APART_PX = 44;
/** So many stations are to be seen around one that was asked for. */
const AROUND = 6;

interface Place {
  row: HTMLElement;
  at: [number, number];
  name: string;
  count: string;
}

function places(around: HTMLElement): Place[] {
  return [...around.querySelectorAll<HTMLElement>("[data-lat]")].map((row) => {
    const { lat, lon, count } = row.dataset;
    const named = row.querySelector("a, th") ?? row;
    return { row, at: [Number(lat), Number(lon)], name: named.textContent.trim(), count: count ?? "" };
  });
}

/** What stands in the list of some stations, and leads on from there. */
function popup(group: Place[]): HTMLElement {
  const card = document.createElement("div");
  for (const { row, name } of group) {
    const link = row.querySelector("a");
    const title = link ? (link.cloneNode(true) as HTMLElement) : document.createElement("strong");
    if (!link) title.textContent = name;
    const line = document.createElement("p");
    const more = [...row.querySelectorAll(".tag, .hint")].map((part) => part.cloneNode(true));
    line.append(title, ...more.flatMap((part) => [" ", part]));
    card.append(line);
  }
  return card;
}

/** Stations that would lie on each other have one pin, until they are looked at from closer by. */
function groups(shown: Shown, all: Place[]): Place[][] {
  const found: { anchor: Point; group: Place[] }[] = [];
  for (const place of all) {
    const anchor = shown.latLngToLayerPoint(place.at);
    const near = found.find((one) => one.anchor.distanceTo(anchor) < APART_PX);
    if (near) near.group.push(place);
    else found.push({ anchor, group: [place] });
  }
  return found.map(({ group }) => group);
}

function pin(group: [Place, ...Place[]], close: string): Marker {
  const [{ at }] = group;
  const count = group.reduce((sum, one) => sum + Number(one.count), 0);
  const kind = group.map((one) => one.row.dataset["state"]).find(Boolean) ?? (count === 0 ? "none" : "some");
  const className = `pin ${kind}${group.length > 1 ? " several" : ""}`;
  const icon = divIcon({ className, html: `<span>${count}</span>`, iconSize: [SIZE_PX, SIZE_PX] });
  const made = marker(at, { icon, keyboard: true, riseOnHover: true });
  made.bindPopup(popup(group), { minWidth: 180, maxHeight: 240 });
  const said = group.map((one) => `${one.name}: ${one.row.querySelector(".tag")?.textContent.trim() ?? one.count}`);
  made.on("add", () => made.getElement()?.setAttribute("aria-label", said.join("; ")));
  made.on("popupopen", ({ popup }) => {
    popup.getElement()?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", close);
    popup.getElement()?.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") made.closePopup();
    });
    popup.getElement()?.querySelector<HTMLElement>("a:not(.leaflet-popup-close-button)")?.focus();
  });
  // Whoever closes it is back at the station.
  made.on("popupclose", () => made.getElement()?.focus({ preventScroll: true }));
  return made;
}

/** Names that would lie on others or on a station are left out; closer by there is room for them. */
function unclutter(pins: Marker[]): void {
  const taken = pins.flatMap((one) => one.getElement()?.getBoundingClientRect() ?? []);
  for (const one of pins) {
    const name = one.getTooltip()?.getElement();
    if (!name) continue;
    const box = name.getBoundingClientRect();
    const meets = taken.some(
      (other) =>
        box.left < other.right && other.left < box.right && box.top < other.bottom - 2 && other.top < box.bottom,
    );
    name.style.visibility = meets ? "hidden" : "visible";
    if (!meets) taken.push(box);
  }
}

/** What is to be seen first: all of it, or what is around the station that was asked for. */
function first(all: Place[]): Place[] {
  const chosen = all.find(({ row }) => row.ariaCurrent === "true");
  if (!chosen) return all;
  const narrow = Math.cos((chosen.at[0] * Math.PI) / 180);
  const far = ({ at }: Place): number => Math.hypot(at[0] - chosen.at[0], (at[1] - chosen.at[1]) * narrow);
  return [...all].sort((one, other) => far(one) - far(other)).slice(0, AROUND);
}

function draw(place: HTMLElement): void {
  const around = place.closest<HTMLElement>(".mapped");
  const all = around ? places(around).filter(({ at }) => at.every(Number.isFinite)) : [];
  if (!around || all.length === 0) return;
  const { tiles, credit, in: closer = "", out: farther = "", close = "" } = place.dataset;
  place.hidden = false;
  around.classList.add("with-map");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = { zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still };
  const shown = map(place, { zoomControl: false, attributionControl: false, ...motion });
  control.zoom({ zoomInTitle: closer, zoomOutTitle: farther }).addTo(shown);
  control.scale({ imperial: false }).addTo(shown);
  if (tiles) {
    // Servers of tiles want to know which site asks, and are told no more than that.
    tileLayer(tiles, { referrerPolicy: "origin", maxZoom: 19 }).addTo(shown);
    if (credit) control.attribution({ prefix: false }).addAttribution(escaped(credit)).addTo(shown);
  }
  shown.fitBounds(first(all).map(({ at }) => at), { padding: [40, 40], maxZoom: CLOSE, animate: false });
  const pins = layerGroup().addTo(shown);
  const named = !tiles && all.length <= MOST_NAMES;
  const pinned = (): void => {
    pins.clearLayers();
    const made = groups(shown, all).map((group) => {
      const one = pin(group as [Place, ...Place[]], close).addTo(pins);
      const name = group.length === 1 && named ? group[0]?.name : undefined;
      if (name !== undefined) {
        one.bindTooltip(name, { permanent: true, direction: "bottom", offset: [0, 14], className: "pin-name" });
      }
      return one;
    });
    unclutter(made);
  };
  shown.on("zoomend", pinned);
  pinned();
}

function escaped(text: string): string {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

for (const place of document.querySelectorAll<HTMLElement>(".station-map")) draw(place);
