// The livelier parts of pages: the map of the stations, the calendar of a vehicle, the timeline of the fleet.

import { atPrice, booked, logged, visit } from "./journeys.mjs";
import { PASSWORD } from "./demo.mjs";
import { DESK, PHONE, must } from "./visit.mjs";

/** The map says what the list says, by keys as well; a station leads to its vehicles. */
async function stationMap(stage, how) {
  const made = await logged(stage, how);
  await made.to("find");
  const { page } = made;
  const listed = await page.locator(".stops li").count();
  must(listed > 0, "stations are listed");
  await page.locator(".station-map .pin").first().waitFor();
  const sum = (all) => all.reduce((sum, one) => sum + Number(one), 0);
  const free = sum(await page.locator(".stops li").evaluateAll((all) => all.map((one) => one.dataset.count)));
  must(sum(await page.locator(".station-map .pin").allInnerTexts()) === free, "the map counts what the list counts");
  await made.look();
  const pin = page.locator(".station-map .pin").first();
  await pin.focus();
  await page.keyboard.press("Enter");
  const link = page.locator(".leaflet-popup a[href*='/find?station=']").first();
  await link.waitFor();
  must(await link.evaluate((element) => element === document.activeElement), "the station is in focus");
  await page.keyboard.press("Escape");
  await page.locator(".leaflet-popup").waitFor({ state: "detached" });
  must(await pin.evaluate((element) => element === document.activeElement), "closed, the pin is in focus again");
  await page.keyboard.press("Enter");
  await link.waitFor();
  await made.next(() => page.keyboard.press("Enter"));
  await made.shows("#found");
}

/** Where scripts are off the list is there, and no map. */
async function stationsWithoutScripts(stage, how) {
  const made = await logged(stage, { ...how, scripts: false });
  await made.to("find");
  must((await made.page.locator(".stops li").count()) > 0, "stations are listed");
  must(!(await made.page.locator(".station-map").isVisible()), "a map that nobody draws is not shown");
}

/** J3.1: own bookings are named in the calendar, others' are only taken; dragging leads to the price. */
async function vehicleWeek(stage, how) {
  const made = await logged(stage, how);
  const { page } = made;
  await booked(stage, made, 2);
  const vehicle = await page.locator("dl.facts dd").nth(1).innerText();
  await atPrice(stage, made, 3);
  const own = new URL(page.url());
  own.searchParams.set("vehicle", vehicle.split(" ")[0]);
  await page.goto(own.href);
  await page.locator(".week-in .ec-event.own").first().waitFor();
  const href = await page.locator(".week-in .ec-event.own a").first().getAttribute("href");
  must(href.startsWith(`/${how.operator}/bookings/`), `an own booking leads to its page, not to ${href}`);
  must((await page.locator(".week-in .ec-event.taken a").count()) === 0, "others' bookings lead nowhere");
  await made.look();
  await page.locator(".week-in").evaluate((week) => week.scrollIntoView({ block: "center" }));
  const days = page.locator(".week-in .ec-main .ec-body .ec-day, .week-in .ec-body .ec-day");
  const box = await days.last().boundingBox();
  const frame = await page.locator(".week-in .ec-main, .week-in .ec").first().boundingBox();
  // Within what is to be seen of it, from one hour to another.
  const top = Math.max(box.y, frame.y) + 160;
  const x = box.x + box.width / 2;
  await page.mouse.move(x, top);
  await page.mouse.down();
  await page.mouse.move(x, top + 30, { steps: 4 });
  await page.mouse.move(x, top + 60, { steps: 4 });
  const before = page.url();
  await made.next(() => page.mouse.up());
  must(page.url() !== before && page.url().includes("/book?"), `dragging leads to the price, not to ${page.url()}`);
  must((await made.typed("start")) < (await made.typed("end")), "the times stand in the form");
}

/** J6.2: a booking is dragged to another vehicle, and the page that asks the rules opens. */
async function timelineDrag(stage, how) {
  const member = await logged(stage, { ...how, quick: true });
  await booked(stage, member, 1);
  const made = await visit(stage, { language: how.language, window: how.window });
  const { page } = made;
  await made.to("desk/log-in");
  await made.type("login", `manager-${how.operator}`);
  await made.type("password", PASSWORD);
  await made.press("main button[type=submit]");
  const day = (await stage.demo.at(1, "00:00")).slice(0, 10);
  await made.to(`desk/${how.operator}/timeline?day=${day}&days=7`);
  const bar = page.locator(".run svg a:has(rect.taken)").first();
  await bar.waitFor();
  const own = await bar.evaluate((link) => link.closest(".run").dataset.vehicle);
  const other = page.locator(`.run:not([data-vehicle="${own}"])`).first();
  await bar.evaluate((link) => link.closest(".run").scrollIntoView({ block: "center" }));
  const [from, to] = [await bar.boundingBox(), await other.boundingBox()];
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, to.y + to.height / 2, { steps: 8 });
  must((await page.locator(".run.target").count()) === 1, "the vehicle that it would have is marked");
  await made.next(() => page.mouse.up());
  const chosen = new URL(page.url()).searchParams.get("vehicle");
  must(chosen !== own && (await page.locator("#f-vehicle").inputValue()) === chosen, "the vehicle is chosen");
  const done = await made.press('main form[action$="/vehicle"] button');
  must([200, 422].includes(done.status()), `moving: ${done.status()}`);
  if (done.status() === 422) await made.shows("[role=alert], .error");
  // By keys it is the same page.
  await made.to(`desk/${how.operator}/timeline?day=${day}&days=7`);
  await page.locator(".run svg a").first().focus();
  await made.next(() => page.keyboard.press("Enter"));
  await made.shows("#f-vehicle");
}

const windows = [
  ["desktop", DESK],
  ["phone", PHONE],
];

export const islands = [
  ...windows.map(([place, window]) => ({
    name: `the stations are on a map, and it works by keys: ${place}`,
    go: (stage) => stationMap(stage, { operator: "evai", window }),
  })),
  {
    name: "without scripts the stations are a list",
    go: (stage) => stationsWithoutScripts(stage, { operator: "clem", window: PHONE }),
  },
  {
    name: "the week of a vehicle names one's own bookings alone, and a time is chosen by dragging",
    go: (stage) => vehicleWeek(stage, { operator: "clem", window: DESK }),
  },
  {
    name: "a booking is dragged to another vehicle in the timeline",
    go: (stage) => timelineDrag(stage, { operator: "carcityclub", language: "it", window: DESK }),
  },
];
