// What people do about themselves: signing up, and seeing to what the operator knows of them.

import { BOOKABLE, booked, logged, visit } from "./journeys.mjs";
import { must } from "./visit.mjs";

/** The smallest picture there is. */
const PICTURE = {
  name: "licence.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};
const NO_PICTURE = { name: "licence.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") };
const NEXT = "main form[enctype] button[type=submit]";

const PERSON = {
  "family-name": "Petit",
  "given-name": "Zoé",
  "birth-date": "1990-05-04",
  street: "1 rue Ducale",
  "postal-code": "08000",
  city: "Charleville-Mézières",
  mobile: "+33612345678",
  mail: "zoe@example.org",
  login: "zoe.petit",
  password: "une phrase assez longue",
  "password-again": "une phrase assez longue",
};

/** J1.1 and J1.2: in steps, with a scan, a break, and a summary before anything is kept. */
export async function signUp(stage, how) {
  const made = await visit(stage, how);
  await made.to("log-in");
  await made.press('main a[href$="/sign-up"]');
  await made.press("main form button[type=submit]");
  await made.page.locator("#f-community").selectOption(how.operator);
  await made.press(NEXT);
  for (const [name, value] of Object.entries(PERSON)) await made.type(name, value);
  await made.page.locator('[name="terms"]').check();
  await made.page.locator("#f-licence-front").setInputFiles(NO_PICTURE);
  const refused = await made.press(NEXT);
  must(refused.status() === 422, `a file that is no picture: ${refused.status()}`);
  await made.shows("#e-licence-front");
  must((await made.typed("mail")) === PERSON.mail, "what was typed is kept");
  // A break: the same browser goes on where it was.
  await made.to("sign-up");
  must((await made.typed("family-name")) === "Petit", "it goes on where one was");
  await made.page.locator("#f-licence-front").setInputFiles(PICTURE);
  await made.press(NEXT);
  await made.shows(".plan .basis");
  await made.page.locator("#f-payment-means").selectOption("transfer");
  await made.page.locator('[name="services"]').first().check();
  await made.page.locator("#f-plan").selectOption({ index: 1 });
  await made.press(NEXT);
  await made.shows(".facts");
  await made.press('main form[action$="/summary"] button');
  must(made.page.url().includes("/sign-up/done"), `it ends at ${made.page.url()}`);
  await made.to("log-in");
  await made.type("login", PERSON.login);
  await made.type("password", PERSON.password);
  await made.press("main button[type=submit]");
  await made.shows('.menu [aria-current="page"]');
}

const PAGES = [
  "profile",
  "passkeys",
  "stations",
  "consents",
  "my-data",
  "contracts",
  "cards",
  "requests",
  "contact",
  "sessions",
  "password",
  "forgotten",
  "reset",
];

/** Every page about oneself, and a message to the operator with its answer. */
export async function aboutOneself(stage, how) {
  const made = await logged(stage, how);
  for (const path of PAGES) await made.to(path);
  await made.to("contact");
  await made.page.locator("#f-topic").selectOption("plate");
  await made.type("text", "AB-123-CD");
  await made.press("main form button[type=submit]");
  await made.shows(".thread li");
  if (!(how.operator in BOOKABLE)) return;
  const booking = await booked(stage, made);
  await made.to(`bookings/${booking}/change`);
  await made.to(`bookings/${booking}/report`);
  await made.page.locator("#f-kind").selectOption("damage");
  await made.type("text", "A scratch, front left");
  await made.page.locator("#f-photo").setInputFiles(PICTURE);
  await made.press("main form button[type=submit]");
  await made.shows(".note.good");
}
