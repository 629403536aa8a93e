// Pictures of the pages, for the README.
//
//     node tests/browser/screenshots.mjs PROGRAM FOLDER

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { openBrowser } from "./browser.mjs";
import { Demos } from "./demo.mjs";
import { atPrice, booked, logged } from "./journeys.mjs";
import { DESK, PHONE } from "./visit.mjs";

const LIGHT = { window: { ...DESK, viewport: { width: 1100, height: 760 } }, colours: "light" };
const DARK = { window: { ...PHONE, deviceScaleFactor: 1.5 }, colours: "dark" };

/** Each picture: whose browser it is, and what is done until it shows what is to be seen. */
const PICTURES = {
  "communities.png": [{ ...LIGHT }, (_, made) => made.page.goto("/")],
  "price.png": [
    { ...LIGHT, operator: "evai" },
    async (stage, made) => {
      await atPrice(stage, made);
      await made.page.locator("#what").evaluate((heading) => heading.scrollIntoView());
    },
  ],
  "kiosk.png": [{ ...LIGHT }, (_, made) => made.page.goto("/demo/clem/kiosk/CHM-GARE")],
  "styleguide.png": [{ ...LIGHT }, (_, made) => made.page.goto("/styleguide?operator=carcityclub")],
  "start-phone.png": [
    { ...DARK, operator: "family" },
    async (stage, made) => {
      await booked(stage, made, 1);
      await made.page.goto("/family/");
    },
  ],
  "account-phone.png": [
    { ...DARK, operator: "carcityclub" },
    (_, made) => made.page.goto("/carcityclub/account"),
  ],
};

async function main() {
  const [program, folder] = process.argv.slice(2);
  if (!folder) throw new Error("node tests/browser/screenshots.mjs PROGRAM FOLDER");
  await mkdir(folder, { recursive: true });
  const [demos, browser] = [await Demos.build(resolve(program), "60"), await openBrowser()];
  const demo = await demos.serve();
  try {
    for (const [name, [how, go]] of Object.entries(PICTURES)) {
      const stage = { browser, demo, visits: [] };
      const made = await logged(stage, { ...how, quick: true });
      await go(stage, made);
      await made.page.emulateMedia({ colorScheme: how.colours });
      await made.page.screenshot({ path: join(folder, name), animations: "disabled" });
      await made.end();
      console.log(join(folder, name));
    }
  } finally {
    await demo.stop();
    await browser.close();
    await demos.clear();
  }
}

await main();
