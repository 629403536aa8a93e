// What members do on the way, and in the space that an operator keeps for them.

import { BOOKABLE, booked, logged, visit } from "./journeys.mjs";
import { PASSWORD } from "./demo.mjs";
import { Visit, must } from "./visit.mjs";

/** Calls the API as somebody of the demo. */
async function api(demo, operator, login, staff = false) {
  const call = async (method, path, body, token) => {
    const headers = { "content-type": "application/json" };
    if (token) headers.authorization = `Bearer ${token}`;
    const answer = await fetch(`${demo.root}/api/v1/${operator}${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    must(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  const { token } = await call("POST", "/sessions", { login, password: PASSWORD, staff });
  return (method, path, body) => call(method, path, body, token);
}

/** Asks for another end on the page of a booking; the answer. */
async function ask(made, booking, end) {
  await made.to(`bookings/${booking}`);
  await made.type("end", end);
  return made.press('form[action$="/extend"] button');
}

/** J5.5: 40 minutes before the end: yes, at a price; 20 minutes: no, with what it will cost. */
export async function extended(stage, how) {
  const { demo } = stage;
  const made = await logged(stage, how);
  const booking = await booked(stage, made, 1);
  const anna = await api(demo, how.operator, "anna");
  await demo.forward(25 * 60);
  await anna("POST", `/bookings/${booking}/unlock`, {});
  await demo.forward(80);
  await ask(made, booking, await demo.at(0, "13:00"));
  await made.shows(".offer .bill tfoot");
  await made.press(".offer form button");
  await made.shows(".note.good");
  await demo.forward(80);
  const late = await demo.at(0, "14:00");
  const refused = await ask(made, booking, late);
  must(refused.status() === 422, `an extension 20 minutes before the end: ${refused.status()}`);
  must((await made.typed("end")) === late, "the end that was typed is kept");
  await made.shows("[role=alert]");
  await made.shows('[aria-labelledby="late"] .bill tfoot');
  await made.press('form[action$="/late"] button');
  await made.shows(".note.good");
}

/** A passkey is added and used; the authenticator is one in software. */
export async function byPasskey(stage, how) {
  const { browser, demo, visits } = stage;
  // A passkey belongs to a site with a name.
  const named = { root: demo.root.replace("127.0.0.1", "localhost") };
  const admin = await api(demo, how.operator, "admin", true);
  const settings = await admin("GET", "/settings");
  await admin("PUT", "/settings", { ...settings, pages_url: named.root });
  const made = await Visit.begin(browser, named, how);
  visits.push(made);
  const tools = await made.context.newCDPSession(made.page);
  await tools.send("WebAuthn.enable");
  await tools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await made.to("log-in");
  await made.logIn();
  await made.to("profile");
  await made.press('main a[href$="/passkeys"]');
  await made.type("label", "Laptop");
  await made.press("form[data-passkey] button");
  await made.shows(".note.good");
  await made.press('form[action$="/log-out"] button');
  await made.press("form[data-passkey] button");
  await made.shows('.menu [aria-current="page"]');
  await made.to("passkeys");
  await made.press('form[action$="/remove"] button');
  await made.shows(".empty");
  // What is gone opens nothing: it is said, and the password still does.
  await made.press('form[action$="/log-out"] button');
  const wrong = await made.press("form[data-passkey] button");
  must(wrong.status() === 422, `a passkey that was taken away: ${wrong.status()}`);
  await made.shows("[role=alert]");
  await made.logIn();
}

/** J3.1: the vehicles that are enabled, and the calendar behind each. */
export async function ownVehicles(stage, how) {
  const { demo } = stage;
  const anna = await api(demo, how.operator, "anna");
  const { member } = await anna("GET", "/me/profile");
  const all = await anna("GET", "/me/vehicles?limit=100");
  const here = all.filter(({ station }) => station === BOOKABLE[how.operator]).slice(0, 2);
  const manager = await api(demo, how.operator, `manager-${how.operator}`, true);
  await manager("PUT", `/members/${member}/vehicles`, { vehicles: here.map(({ code }) => code) });
  const made = await logged(stage, how);
  const cards = made.page.locator('section[aria-labelledby="own"] .card');
  must((await cards.count()) === here.length, "the enabled vehicles, and no others");
  must((await made.page.locator("#f-station").count()) === 0, "nothing else to look for");
  await made.press('section[aria-labelledby="own"] .card a');
  await made.shows("svg.day");
}

/** J2.6: questions, car parks, newsletter and the way back, with and without logging in. */
export async function customerSpace(stage, how) {
  const stranger = await visit(stage, how);
  await stranger.to("log-in");
  await stranger.press('footer a[href$="/faq"]');
  await stranger.page.locator("details summary").first().click();
  await stranger.press('footer a[href$="/stations"]');
  await stranger.shows("main .card");
  const made = await logged(stage, how);
  await made.press('footer a[href$="/newsletter"]');
  for (const _ of ["begin", "end"]) {
    await made.press("main form button");
    await made.shows(".note.good");
  }
  await made.shows('footer a[rel="noopener"]');
}
