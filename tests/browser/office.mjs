// The desk at work (J4): a booking by phone on a company's bill, the on-board unit, indemnities from the finding to the
// decision, a vehicle that is missing, the receipt of a taxi, and the registers of the office.

import { booked, logged, visit } from "./journeys.mjs";
import { PASSWORD } from "./demo.mjs";
import { must } from "./visit.mjs";

/** The operator whose regulation tells of all this. */
const AT = "carcityclub";
/** The registers of the back office. */
const REGISTERS = ["members", "claims", "items", "equipment", "import"];
/** A photo of one pixel. */
const PHOTO = {
  name: "dent.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "base64",
  ),
};

/** Somebody of the staff at the desk. */
async function staff(stage, how, name) {
  const made = await visit(stage, { ...how, operator: undefined });
  await made.to("desk/log-in");
  await made.type("login", name);
  await made.type("password", PASSWORD);
  await made.press("main button[type=submit]");
  return made;
}

/** The desk's address of somebody's booking, which the agent finds by the member's name. */
async function found(agent) {
  await agent.to("desk/");
  await agent.type("find", "anna");
  await agent.press('main form[role="search"] button');
  await agent.press(`main .card a[href*="/${AT}/members/"]`);
}

/** The vehicle of a booking, by its page. */
async function vehicleOf(made, booking) {
  await made.to(`bookings/${booking}`);
  const address = await made.page.locator('main a[href*="/on-board/"]').first().getAttribute("href");
  return address.slice(1);
}

/** From two days before to the start of a booking at ten. */
async function toTheStart(stage) {
  await stage.demo.forward(2 * 24 * 60 + 65);
}

/** J4.2: a card opens; damage is reported with a photo; the bay is taken; release, yes, card. */
export async function onBoard(stage, how) {
  const made = await logged(stage, { ...how, operator: AT });
  const unit = await visit(stage, { ...how, operator: undefined });
  const address = await vehicleOf(made, await booked(stage, made));
  await unit.to(address);
  await unit.press('button[value="card"]');
  await unit.shows("[role=alert]");
  await toTheStart(stage);
  await unit.to(address);
  await unit.press('button[value="key"]');
  await unit.shows("[role=alert]");
  await unit.press('button[value="card"]');
  await unit.shows(".lamps .open");
  await unit.press('a[href$="show=report"]');
  await unit.type("text", "dent in the left door");
  await unit.page.locator('input[type="file"]').setInputFiles(PHOTO);
  await unit.press('button[value="found"]');
  await unit.shows("h1[role=status]");
  await unit.to(`${address}?show=extend`);
  await unit.press('button[name="to"]');
  await unit.to(`${address}?show=bay`);
  await unit.type("place", "Via Po 12");
  await unit.press('button[value="bay"]');
  await unit.to(`${address}?show=call`);
  await unit.press('button[value="call"]');
  await unit.to(`${address}?show=release`);
  await unit.press('button[value="yes"]');
  await unit.press('button[value="close"]');
  await unit.shows("h1[role=status]");
  must((await unit.page.locator(".bill tr").count()) > 0, "the bill stands there");
  await unit.to(address);
  must((await unit.page.locator(".lamps .open").count()) === 0, "the doors are closed");
}

/** J4.4: what was found is proposed to the previous user, who is told, objects, and is let off with a reason. */
export async function indemnity(stage, how) {
  const billing = await staff(stage, how, `billing-${AT}`);
  await billing.to(`desk/${AT}/indemnities?state=proposed`);
  await billing.press("main table a");
  await billing.press('button[value="notify"]');
  await billing.shows(".note.good");
  await billing.to(`desk/${AT}/indemnities?state=objected`);
  await billing.press("main table a");
  await billing.press('button[value="waive"]');
  await billing.shows("#e-reason");
  await billing.page.locator("#f-reason").fill("The photo of the member shows the dent before the trip.");
  await billing.press('button[value="waive"]');
  await billing.shows(".note.good");
}

/** J4.3: an agent gives another vehicle in two clicks. */
export async function byPhone(stage, how) {
  const made = await logged(stage, { ...how, operator: AT });
  const booking = await booked(stage, made);
  await toTheStart(stage);
  // Who works at the desk logs in each day.
  const agent = await staff(stage, how, "centrale");
  await found(agent);
  await agent.to(`desk/${AT}/bookings/${booking}`);
  await agent.press('form[action$="/missing"] button');
  await agent.press('main button[name="vehicle"]');
  await agent.shows(".note.good");
}

/** J4.3: the receipt of a taxi is entered by an agent and credited by billing. */
export async function receipt(stage, how) {
  const agent = await staff(stage, how, "centrale");
  await found(agent);
  await agent.press('main a[href$="/claim"]');
  await agent.page.locator("#f-kind").selectOption("taxi");
  await agent.type("amount", "much");
  await agent.type("text", "The car was not there.");
  await agent.press('button[value="claim"]');
  await agent.shows("#e-amount");
  must((await agent.typed("text")) === "The car was not there.", "what was typed stays");
  await agent.type("amount", "18.00");
  await agent.page.locator('input[type="file"]').setInputFiles(PHOTO);
  await agent.press('button[value="claim"]');
  await agent.shows(".note.good");
  const billing = await staff(stage, how, `billing-${AT}`);
  await billing.page.goto(agent.page.url());
  await billing.look();
  await billing.shows(".scans img");
  for (const name of ["receipt_complete", "receipt_in_name"]) {
    await billing.page.locator(`input[name="${name}"]`).check();
  }
  await billing.press('button[value="pay"]');
  await billing.shows(".note.good");
}

/** Every register of the office, a member's account, and a list that is tried. */
export async function registers(stage, how) {
  const manager = await staff(stage, how, `manager-${AT}`);
  for (const path of REGISTERS) {
    const answer = await manager.to(`desk/${AT}/${path}`);
    must(answer.ok(), `${path}: ${answer.status()}`);
  }
  await manager.page.locator("#f-list").selectOption("chargers");
  await manager.type("text", "code,station\nL1,NOWHERE\n");
  await manager.press('button[value="try"]');
  await manager.shows("#tried");
  must((await manager.typed("text")).includes("NOWHERE"), "the list stays to be put right");
  await manager.to(`desk/${AT}/members`);
  await manager.press('main table a[href$="/account"]');
  await manager.type("note", "Calls in the evening.");
  await manager.press('button[value="note"]');
  await manager.shows(".note.good");
  await manager.to(`desk/${AT}/`);
  await manager.shows("#b-off-line li");
  await manager.to(`desk/${AT}/figures`);
  await manager.shows("svg.emitted");
}
