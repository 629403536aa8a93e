// The journeys: each with a name that says what it shows.

import { formsOfMember, pagesOfMember } from "./crawl.mjs";
import { byPasskey, customerSpace, extended, ownVehicles } from "./member.mjs";
import { byPhone, indemnity, onBoard, receipt, registers } from "./office.mjs";
import { aboutOneself, signUp } from "./self.mjs";
import { agent } from "./staff.mjs";
import { DESK, PHONE, Visit, must } from "./visit.mjs";

/** Operators of the demo with bookings, and where a vehicle stands there. */
export const BOOKABLE = { clem: "CHM-GARE", family: "ELIXHAUSEN", carcityclub: "PORTA-NUOVA", evai: "CADORNA" };
/** The languages that each operator speaks. */
export const LANGUAGES = { clem: "fr", family: "de", carcityclub: "it", evai: "it", saemes: "fr" };

const CONFIRM = 'main form[method=post][action$="/book"] button';
const SEARCH = 'main form[action$="/find"] button[type=submit]';
const FIRST = 'main .card a[href*="/book?"]';

/** A browser in the hands of somebody who is not logged in. */
export async function visit({ browser, demo, visits }, how) {
  const made = await Visit.begin(browser, demo, how);
  visits.push(made);
  return made;
}

/** A browser of somebody who is logged in, if an operator is named. */
export async function logged(stage, how) {
  const made = await visit(stage, how);
  if (!how.operator) return made;
  await made.to("log-in");
  await made.logIn();
  return made;
}

/** Looks for a vehicle on a day to come, and stands before its price. */
export async function atPrice(stage, made, day = 2) {
  await made.to("find");
  await made.page.locator("#f-station").selectOption(BOOKABLE[made.operator]);
  await made.type("from", await stage.demo.at(day, "10:00"));
  await made.type("until", await stage.demo.at(day, "12:00"));
  await made.press(SEARCH);
  await made.press(FIRST);
  await made.shows(".bill tfoot");
}

export async function booked(stage, made, day) {
  await atPrice(stage, made, day);
  await made.press(CONFIRM);
  await made.shows(".note.good");
  return new URL(made.page.url()).pathname.split("/").pop();
}

/** How many bookings are to come. */
async function coming(made) {
  await made.to("bookings");
  return made.page.locator('section[aria-labelledby="coming"] .card').count();
}

/** All that a member does with a booking. */
async function wholeJourney(stage, how) {
  const made = await visit(stage, how);
  await made.page.goto("/");
  await made.look();
  await made.press(`.card a[href="/${how.operator}/"]`);
  const wrong = await made.logIn("not the password");
  must(wrong.status() === 422, `a wrong password: ${wrong.status()}`);
  must((await made.typed("login")) === "anna", "the name that was typed is kept");
  must((await made.typed("password")) === "", "a password is not");
  await made.shows("[role=alert]");
  await made.logIn();
  await made.shows('.menu [aria-current="page"]');
  const before = await coming(made);
  const booking = await booked(stage, made);
  must((await coming(made)) === before + 1, "one booking more is to come");
  await made.to(`bookings/${booking}`);
  // To the minute, which no regulation of the demo takes: refused, and still there.
  const late = await stage.demo.at(2, "12:07");
  await made.page.locator('form[action$="/extend"]').evaluate((form) => (form.noValidate = true));
  await made.type("end", late);
  const refused = await made.press('form[action$="/extend"] button');
  must(refused.status() === 422, `an extension by seven minutes: ${refused.status()}`);
  must((await made.typed("end")) === late, "the end that was typed is kept");
  await made.shows("[role=alert]");
  await made.to(`bookings/${booking}`);
  await made.press('a[href$="/cancel"]');
  await made.shows('form[action$="/cancel"] button');
  await made.press('form[action$="/cancel"] button');
  await made.shows(".note.good");
  must((await coming(made)) === before, "it is not to come any more");
  await made.to("account");
  await made.shows(".big");
  await made.press('form[action$="/log-out"] button');
  const gone = await made.to("account");
  must(gone.url().includes("/log-in?next="), "whoever has logged out logs in again");
}

async function clickTwice(stage, how) {
  const made = await logged(stage, how);
  const before = await coming(made);
  await atPrice(stage, made);
  await made.next(() => made.page.locator(CONFIRM).dblclick());
  await made.page.waitForURL(/told=booked/);
  must((await coming(made)) === before + 1, "it was booked once");
}

async function backAgain(stage, how) {
  const made = await logged(stage, how);
  const before = await coming(made);
  await atPrice(stage, made);
  const offer = made.page.url();
  const until = await stage.demo.at(2, "13:30");
  await made.type("end", until);
  await made.press('main form[method=get][action$="/book"] button');
  must((await made.typed("end")) === until, "what was typed stands there with its price");
  await made.next(() => made.page.goBack());
  must(made.page.url() === offer, "back is where one was");
  await made.press(CONFIRM);
  await made.next(() => made.page.goBack());
  // The form that was sent already is no second booking, whatever it says now.
  if (await made.page.locator(CONFIRM).count()) await made.press(CONFIRM);
  must((await coming(made)) === before + 1, "going back and pressing again books nothing twice");
}

async function expired(stage, how) {
  const made = await logged(stage, how);
  await atPrice(stage, made);
  const wish = new URL(made.page.url()).searchParams;
  await made.context.clearCookies({ name: "rimessa" });
  await made.press(CONFIRM);
  must(made.page.url().includes("/log-in?next="), "a session that has ended begins anew");
  await made.logIn();
  for (const [name, value] of wish) {
    const kept = new URL(made.page.url()).searchParams.get(name);
    must(kept === value, `${name} is ${kept}, was ${value}`);
  }
  await made.press(CONFIRM);
  await made.shows(".note.good");
  // An end that was typed while the session ended comes back, too.
  const end = await stage.demo.at(2, "12:30");
  await made.type("end", end);
  await made.context.clearCookies({ name: "rimessa" });
  await made.press('form[action$="/extend"] button');
  await made.logIn();
  must((await made.typed("end")) === end, "the end that was typed is kept");
}

/** In the page: nothing lies over what has the focus (WCAG 2.4.11). */
function isInSight() {
  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  // A link may lie over its whole card by what it draws after itself.
  const focus = document.activeElement.closest(".card") ?? document.activeElement;
  return focus.contains(there);
}

/** Presses Tab until something has the focus. */
async function tabTo(made, what) {
  for (let count = 0; count < 60; count += 1) {
    await made.page.keyboard.press("Tab");
    const there = await made.page.evaluate((what) => document.activeElement?.matches(what), what);
    if (!there) continue;
    const outline = await made.page.evaluate(() => {
      const seen = (of) => getComputedStyle(document.activeElement, of).outlineStyle !== "none";
      return seen(null) || seen("::after");
    });
    must(outline, `where the keyboard is cannot be seen at ${what}`);
    must(await made.page.evaluate(isInSight), `${what} has the focus and is hidden`);
    return;
  }
  throw new Error(`${what} cannot be reached with the key Tab at ${made.page.url()}`);
}

async function byKeys(stage, how) {
  const made = await visit(stage, how);
  const { keyboard } = made.page;
  const enter = () => made.next(() => keyboard.press("Enter"));
  await made.to("log-in");
  // The field for the name has the focus from the start.
  await keyboard.type("anna");
  await tabTo(made, "#f-password");
  await keyboard.type("demo-rimessa");
  await enter();
  await tabTo(made, ".skip");
  await keyboard.press("Enter");
  await tabTo(made, "#f-station");
  await tabTo(made, SEARCH);
  await enter();
  await tabTo(made, FIRST);
  await enter();
  await tabTo(made, CONFIRM);
  await enter();
  await made.shows(".note.good");
  await tabTo(made, 'a[href$="/cancel"]');
  await enter();
  await tabTo(made, 'form[action$="/cancel"] button');
  await enter();
  await made.shows(".note.good");
}

/** A kiosk that is left asks first, and only then forgets (WCAG 2.2.1). */
async function forgets(kiosk) {
  const { clock, keyboard } = kiosk.page;
  const question = kiosk.page.locator("[data-forget] p");
  await clock.fastForward(31_000);
  must(await question.isVisible(), "it asks who is still there");
  await keyboard.press("Shift");
  must(await question.isHidden(), "somebody is");
  await clock.fastForward(31_000);
  await clock.fastForward(21_000);
  await question.waitFor({ state: "detached" });
  await kiosk.look();
}

async function atTheKiosk(stage, how) {
  const made = await logged(stage, how);
  const booking = await booked(stage, made, 1);
  const code = await made.page.locator(".code strong").innerText();
  const kiosk = await visit(stage, { ...how, operator: undefined });
  const path = `demo/${how.operator}/kiosk/${BOOKABLE[how.operator]}`;
  const key = (value) => kiosk.press(`.keys button[value="${value}"]`);
  if (how.scripts !== false) await kiosk.page.clock.install();
  await kiosk.to(path);
  for (const digit of "000000") await kiosk.page.locator(`.keys button[value="${digit}"]`).click();
  await key("back");
  await key("ok");
  await kiosk.shows("[role=alert]");
  if (how.scripts !== false) await forgets(kiosk);
  await stage.demo.forward(25 * 60 + 5);
  for (const digit of code) await kiosk.page.locator(`.keys button[value="${digit}"]`).click();
  await key("ok");
  await kiosk.press('button[value="fine"]');
  // Whoever drives sees the trip, and what it costs so far.
  await made.to("");
  await made.press("main .now a.button");
  await made.shows('[aria-labelledby="running"]');
  await stage.demo.forward(60);
  await kiosk.to(path);
  await kiosk.type("code", code);
  await kiosk.press('button.go[value="ok"]');
  await kiosk.press('button[value="key-returned"]');
  await kiosk.shows("[role=alert]");
  await kiosk.press('button[value="plugged"]');
  must((await kiosk.page.locator("form").count()) === 0, "the reservation is over");
  await made.to(`bookings/${booking}`);
  await made.shows(".bill");
  await made.to("account");
}

/** What a phone shows without a network: words, and a number to call; and what it keeps for that. */
async function withoutNetwork(stage, how) {
  const made = await logged(stage, how);
  await made.to("offline");
  await made.to("bookings");
  const kept = await made.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const all = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
    return (await Promise.all(all)).flat().map(({ url }) => new URL(url).pathname);
  });
  const own = [`/${how.operator}/offline`, `/${how.operator}/brand.css`];
  const personal = kept.filter((path) => !own.includes(path) && !path.startsWith("/assets/"));
  must(kept.length === 4 && personal.length === 0, `the browser keeps ${kept}`);
  await stage.demo.stop();
  await made.page.goto(`/${how.operator}/bookings`);
  const language = await made.page.locator("html").getAttribute("lang");
  must(language === how.language, `it speaks ${language}`);
  await made.shows('a[href^="tel:"]');
  await made.shows("main h1");
  const ground = await made.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  must(ground !== "rgba(0, 0, 0, 0)", "it has its look");
}

/** Every part that pages are made of, in the colours of every operator. */
async function everyPart(stage, how) {
  const made = await visit(stage, how);
  for (const operator of Object.keys(LANGUAGES)) {
    await made.to(`styleguide?operator=${operator}`);
    must((await made.page.locator(".swatches li").count()) > 10, "it shows the colours");
  }
}

const windows = [
  ["in a window", DESK],
  ["on a phone", PHONE],
];
const withAndWithout = [
  ["with scripts", true],
  ["without scripts", false],
];

export const journeys = [
  ...windows.flatMap(([place, window]) =>
    withAndWithout.map(([how, scripts]) => ({
      name: `a member books, is refused an extension, cancels: ${place}, ${how}`,
      go: (stage) => wholeJourney(stage, { operator: "evai", window, scripts }),
    })),
  ),
  ...withAndWithout.flatMap(([how, scripts]) => [
    {
      name: `a double click books once: ${how}`,
      go: (stage) => clickTwice(stage, { operator: "carcityclub", scripts }),
    },
    {
      name: `nothing is lost or done twice by going back: ${how}`,
      go: (stage) => backAgain(stage, { operator: "family", window: PHONE, scripts }),
    },
    {
      name: `nothing is lost when the session ends: ${how}`,
      go: (stage) => expired(stage, { operator: "clem", window: PHONE, scripts }),
    },
    {
      name: `from the code at the kiosk to the end of the trip: ${how}`,
      go: (stage) => atTheKiosk(stage, { operator: "clem", scripts }),
    },
  ]),
  ...withAndWithout.map(([how, scripts]) => ({
    name: `an extension is priced, and a refused one says what being late costs: ${how}`,
    go: (stage) => extended(stage, { operator: "evai", language: "it", window: PHONE, scripts }),
  })),
  {
    name: "a member adds a passkey, logs in with it, and takes it away",
    go: (stage) => byPasskey(stage, { operator: "clem", language: "fr" }),
  },
  {
    name: "a member sees the enabled vehicles, and the day of one",
    go: (stage) => ownVehicles(stage, { operator: "family", language: "de", window: PHONE }),
  },
  ...windows.map(([place, window]) => ({
    name: `questions, car parks, newsletter: ${place}`,
    go: (stage) => customerSpace(stage, { operator: "saemes", language: "fr", window }),
  })),
  ...windows.map(([place, window]) => ({
    name: `a member books and cancels by keys alone: ${place}`,
    go: (stage) => byKeys(stage, { operator: "clem", window }),
  })),
  {
    name: "a phone without a network says so, and keeps nothing of a member",
    go: (stage) => withoutNetwork(stage, { operator: "clem", language: "fr", window: PHONE }),
  },
  ...windows.map(([place, window]) => ({
    name: `every part that pages are made of: ${place}`,
    go: (stage) => everyPart(stage, { window }),
  })),
  ...Object.entries(LANGUAGES).flatMap(([operator, own]) =>
    [own, "en"].map((language) => ({
      name: `every page of ${operator} in ${language}`,
      go: (stage) => pagesOfMember(stage, { operator, language, window: PHONE }),
    })),
  ),
  ...withAndWithout.map(([how, scripts]) => ({
    name: `somebody signs up, in steps and with a scan: ${how}`,
    go: (stage) => signUp(stage, { operator: "clem", language: "fr", window: PHONE, scripts }),
  })),
  ...Object.entries(LANGUAGES).map(([operator, language]) => ({
    name: `members of ${operator} see to themselves, in ${language}`,
    go: (stage) => aboutOneself(stage, { operator, language, window: PHONE }),
  })),
  ...Object.entries(LANGUAGES).map(([operator, language]) => ({
    name: `what is wrong is said at the field: members of ${operator}`,
    go: (stage) => formsOfMember(stage, { operator, language }),
  })),
  ...windows.flatMap(([place, window]) => [
    { name: `a trip at the on-board unit: ${place}`, go: (stage) => onBoard(stage, { window }) },
    { name: `the registers of the office: ${place}`, go: (stage) => registers(stage, { window }) },
    { name: `an agent finds who is calling: ${place}`, go: (stage) => agent(stage, { window }) },
  ]),
  ...withAndWithout.flatMap(([how, scripts]) => [
    { name: `an indemnity is told and decided: ${how}`, go: (stage) => indemnity(stage, { scripts }) },
    { name: `an agent helps by phone: ${how}`, go: (stage) => byPhone(stage, { scripts }) },
    { name: `a receipt becomes a credit: ${how}`, go: (stage) => receipt(stage, { scripts }) },
  ]),
];
