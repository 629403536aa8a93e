// Pictures of the main pages: on a desk and on a phone, light and dark.
//
//     node tests/browser/screenshots.mjs PROGRAM FOLDER         all
//     node tests/browser/screenshots.mjs PROGRAM FOLDER WORDS…  those whose name has one of these words

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { openBrowser } from "./browser.mjs";
import { Demos } from "./demo.mjs";
import { atPrice, booked, logged, visit } from "./journeys.mjs";
import { begin } from "./staff.mjs";
import { DESK, PHONE, must } from "./visit.mjs";

const WINDOWS = {
  desk: { ...DESK, viewport: { width: 1100, height: 760 } },
  phone: PHONE,
};
const COLOURS = ["light", "dark"];
/** Days of trips in the demo: enough for a month of figures. */
const DAYS = "40";

/** A page of a member of an operator. */
const member = (operator, go) => async (stage, how) => {
  const made = await logged(stage, { ...how, operator });
  await go(stage, made);
  return made;
};
/** A page that everybody may see. */
const anybody = (path) => async (stage, how) => {
  const made = await visit(stage, how);
  await made.to(path);
  return made;
};
/** A page of the staff, at an address below the desk. */
const staff = (who, path) => async (stage, how) => {
  const made = await begin(stage, how, who);
  await made.to(`desk/${path}`);
  return made;
};

/** Each picture: how somebody comes to the page. */
const PICTURES = {
  communities: anybody(""),
  start: member("family", async (stage, made) => {
    await booked(stage, made, 1);
    await made.to("");
  }),
  find: member("clem", (_, made) => made.to("find")),
  price: member("evai", async (stage, made) => {
    await atPrice(stage, made);
    await made.page.locator("#what").evaluate((heading) => heading.scrollIntoView());
  }),
  booking: member("clem", (stage, made) => booked(stage, made, 1)),
  account: member("carcityclub", (_, made) => made.to("account")),
  kiosk: anybody("demo/clem/kiosk/CHM-GARE"),
  desk: staff("centrale", "?find=anna"),
  board: staff("manager-carcityclub", "carcityclub/"),
  timeline: staff("manager-carcityclub", "carcityclub/timeline"),
  figures: staff("manager-evai", "evai/figures"),
};

async function main() {
  const [program, folder, ...words] = process.argv.slice(2);
  if (!folder) throw new Error("node tests/browser/screenshots.mjs PROGRAM FOLDER");
  const isWanted = ([name]) => !words.length || words.some((one) => name.includes(one));
  const wanted = Object.entries(PICTURES).filter(isWanted);
  must(wanted.length > 0, `no picture's name has the words ${words.join(", ")}`);
  await mkdir(folder, { recursive: true });
  const [demos, browser] = [await Demos.build(resolve(program), DAYS), await openBrowser()];
  const demo = await demos.serve();
  const stage = { browser, demo, visits: [] };
  try {
    for (const [name, go] of wanted) {
      for (const [place, window] of Object.entries(WINDOWS)) {
        const made = await go(stage, { window, quick: true });
        for (const colorScheme of COLOURS) {
          await made.page.emulateMedia({ colorScheme });
          const path = join(folder, `${name}-${place}-${colorScheme}.png`);
          await made.page.screenshot({ path, animations: "disabled" });
          console.log(path);
        }
        await made.end();
      }
    }
  } finally {
    await demo.stop();
    await browser.close();
    await demos.clear();
  }
}

await main();
