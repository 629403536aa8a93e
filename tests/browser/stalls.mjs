// Measures whether the timeline of 500 vehicles over a week stands still while it is drawn and scrolled: the browser's
// own list of tasks that took more than 50 ms. None may take more than 100.
//
//     node tests/browser/stalls.mjs PROGRAM
//
// The rows are those of the page as the server draws it, as often as there are vehicles, each with twenty bookings.

import { resolve } from "node:path";

import { openBrowser } from "./browser.mjs";
import { Demos, PASSWORD } from "./demo.mjs";
import { visit } from "./journeys.mjs";
import { DESK } from "./visit.mjs";

const VEHICLES = 500;
const A_PAGE = 50;
const BOOKINGS = 20;
const WEEK = 7 * 1440;
const WORST_MS = 100;

/** A vehicle of the timeline with its bookings. */
function run(number) {
  const step = WEEK / BOOKINGS;
  const bars = Array.from({ length: BOOKINGS }, (_, at) => {
    const x = Math.round(at * step + (number % 7) * 20);
    return `<a href="#${number}-${at}" aria-label="Taken"><title>Taken</title><rect class="taken" x="${x}" y="3" width="180" height="38"/></a>`;
  });
  const lines = [1, 2, 3, 4, 5, 6].map((day) => `<path class="line" d="M${day * 1440} 0V44"/>`);
  const svg = `<svg class="day" viewBox="0 0 ${WEEK} 44" preserveAspectRatio="none" role="group" aria-label="V${number}">`;
  const who = `<span class="who"><strong>V${number}</strong> <span class="step">AB ${number} · S1</span></span>`;
  return `<li class="run" data-vehicle="V${number}">${who}${svg}<rect class="ground" width="${WEEK}" height="44"/>${lines.join("")}${bars.join("")}</svg></li>`;
}

/** The page as it came, with other vehicles. */
function page(html, url) {
  const first = Number(url.searchParams.get("after") ?? 0);
  const rows = Array.from({ length: A_PAGE }, (_, at) => run(first + at + 1)).join("");
  url.searchParams.set("after", first + A_PAGE);
  const more = first + A_PAGE < VEHICLES ? url.href : "";
  return html
    .replace(/data-more="[^"]*"/, `data-more="${more.replaceAll("&", "&amp;")}"`)
    .replace(/(<ol class="runs"[^>]*>)[\s\S]*<\/ol>/, (_, begin) => `${begin}${rows}</ol>`);
}

async function measure(made, path) {
  const { page: shown } = made;
  await shown.addInitScript(() => {
    globalThis.stalls = [];
    const seen = (list) => globalThis.stalls.push(...list.getEntries().map(({ duration }) => duration));
    new PerformanceObserver(seen).observe({ type: "longtask", buffered: true });
  });
  await shown.route(/\/timeline\?/, async (route) => {
    const url = new URL(route.request().url());
    const asked = await fetch(new URL(path, made.demo.root), { headers: { cookie: await cookies(made) } });
    await route.fulfill({ contentType: "text/html; charset=utf-8", body: page(await asked.text(), url) });
  });
  const began = Date.now();
  await shown.goto(path);
  await shown.waitForFunction((all) => document.querySelectorAll(".run").length === all, VEHICLES);
  const drawn = Date.now() - began;
  const drawing = await shown.evaluate(() => globalThis.stalls.splice(0));
  const box = await shown.locator(".timeline").boundingBox();
  await shown.mouse.move(box.x + box.width / 2, box.y + 200);
  for (let step = 0; step < 120; step += 1) {
    await shown.mouse.wheel(step % 10 === 0 ? 60 : 0, step < 80 ? 400 : -700);
    await shown.waitForTimeout(16);
  }
  await shown.waitForTimeout(300);
  const scrolling = await shown.evaluate(() => globalThis.stalls.splice(0));
  return { drawn, drawing, scrolling };
}

async function cookies({ context }) {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}

async function main() {
  const [program] = process.argv.slice(2);
  if (!program) throw new Error("which program? node tests/browser/stalls.mjs PROGRAM");
  const [demos, browser] = [await Demos.build(resolve(program)), await openBrowser()];
  const demo = await demos.serve();
  try {
    const made = await visit({ browser, demo, visits: [] }, { window: DESK, quick: true });
    await made.to("desk/log-in");
    await made.type("login", "manager-evai");
    await made.type("password", PASSWORD);
    await made.press("main button[type=submit]");
    const { drawn, drawing, scrolling } = await measure(made, "/desk/evai/timeline?days=7");
    const said = (all) => (all.length ? `${all.length} over 50 ms, the longest ${Math.max(...all)} ms` : "none over 50 ms");
    console.log(`${VEHICLES} vehicles with ${BOOKINGS} bookings each, all there after ${drawn} ms`);
    console.log(`tasks while drawing: ${said(drawing)}`);
    console.log(`tasks while scrolling: ${said(scrolling)}`);
    return Math.max(0, ...drawing, ...scrolling) > WORST_MS ? 1 : 0;
  } finally {
    await demo.stop();
    await browser.close();
    await demos.clear();
  }
}

process.exitCode = await main();
