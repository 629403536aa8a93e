// What staff do: every page of the desk and of the back office.

import { visit } from "./journeys.mjs";
import { PASSWORD } from "./demo.mjs";
import { must } from "./visit.mjs";

/** Pages of an operator's back office. */
const OFFICE = [
  "",
  "applications",
  "indemnities",
  "vehicles",
  "stations",
  "timeline",
  "new-vehicle",
  "new-station",
  "rulebook",
  "new-rulebook",
  "figures",
  "messages",
  "journal",
  "settings",
];
/** Those of whoever sees to the staff. */
const OF_ADMINISTRATORS = ["", "staff"];

async function begin(stage, how, name) {
  const made = await visit(stage, how);
  await made.to("desk/log-in");
  await made.type("login", name);
  await made.type("password", "wrong");
  const wrong = await made.press("main button[type=submit]");
  must(wrong.status() === 422, `a wrong password: ${wrong.status()}`);
  await made.type("password", PASSWORD);
  await made.press("main button[type=submit]");
  return made;
}

/** Every page of the back office, in a language. */
export async function office(stage, how) {
  const made = await begin(stage, how, `manager-${how.at}`);
  const all = async (made, paths) => {
    for (const path of paths) {
      const answer = await made.to(`desk/${how.at}/${path}`);
      must(answer.ok(), `${path}: ${answer.status()}`);
    }
  };
  await all(made, OFFICE);
  await all(await begin(stage, how, "admin"), OF_ADMINISTRATORS);
  await made.to(`desk/${how.at}/vehicles`);
  await made.press(`main a[href*="/vehicles/"]`);
}

/** J4.1: who is calling, and a booking by phone. */
export async function agent(stage, how) {
  const made = await begin(stage, how, "centrale");
  await made.to("desk/cases");
  await made.to("desk/");
  await made.type("find", "anna");
  await made.press('main form[role="search"] button');
  await made.press('main .card a[href*="/members/"]');
  await made.shows("h1");
  await made.press('main a[href$="/book"]');
}
