// What staff do at the desk.

import { visit } from "./journeys.mjs";
import { PASSWORD } from "./demo.mjs";
import { must } from "./visit.mjs";

/** A browser of somebody of the staff. */
export async function begin(stage, how, name) {
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
