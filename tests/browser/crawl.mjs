// Every page that leads on from where somebody is, in a language; and every form on them, filled in wrongly.

import { logged } from "./journeys.mjs";
import { must } from "./visit.mjs";

/** Addresses that end a session or speak another language; what is loaded is asked for, not visited. */
const AWAY = /\/(log-out|language|api)\b/;
/** Pages of the same form that are visited: two say more than one (the first may be empty). */
const OF_A_FORM = 2;
/** Parts of an address that name one thing among many. */
const NAME = /^([0-9a-f]{8}-[0-9a-f-]{27}|[A-Z0-9][A-Z0-9-]*|\d{4}-.*|\d+)$/;

/** The form of an address: what it names is left out, and which questions it asks stays. */
export function formOf(address) {
  const { pathname, searchParams } = new URL(address);
  const parts = pathname.split("/").map((part) => (NAME.test(decodeURIComponent(part)) ? "*" : part));
  const asked = [...new Set(searchParams.keys())].sort().join("&");
  return asked ? `${parts.join("/")}?${asked}` : parts.join("/");
}

/** Every page of an operator that a member comes to. */
export async function pagesOfMember(stage, how) {
  const made = await logged(stage, how);
  await everywhere(made, { from: [`/${how.operator}/`], ground: new RegExp(`^/${how.operator}\\b`) });
  const nothing = await made.to("bookings/00000000-0000-0000-0000-000000000000");
  must(nothing.status() === 404, `a booking that is not there: ${nothing.status()}`);
  await made.to("log-in");
}

/** Every form that a member comes to, filled in wrongly. */
export async function formsOfMember(stage, how) {
  const made = await logged(stage, { ...how, quick: true });
  const known = new Set();
  const each = (address) => sendNonsense(made, address, known);
  await everywhere(made, { from: [`/${how.operator}/`], ground: new RegExp(`^/${how.operator}\\b`), each });
  must(known.size > 3, `only ${known.size} forms were met`);
}

/** Goes wherever links lead from these addresses, as long as they stay below `ground`. */
export async function everywhere(made, { from, ground, each = async () => {} }) {
  const { page, demo } = made;
  const met = new Map();
  const waiting = from.map((path) => new URL(path, demo.root).href);
  const seen = new Set(waiting);
  while (waiting.length) {
    const address = waiting.shift();
    if (!(await isPage(made, address))) continue;
    await page.goto(address);
    await made.look();
    // What is drawn has links, too, whose address is no mere text.
    const links = await page
      .locator("a[href]")
      .evaluateAll((all) => all.map((one) => new URL(one.getAttribute("href"), one.baseURI).href));
    for (const link of links) {
      const url = new URL(link);
      url.hash = "";
      if (url.origin !== demo.root || !ground.test(url.pathname) || AWAY.test(url.pathname)) continue;
      const form = formOf(url.href);
      const count = met.get(form) ?? 0;
      if (seen.has(url.href) || count >= OF_A_FORM) continue;
      met.set(form, count + 1);
      seen.add(url.href);
      waiting.push(url.href);
    }
    await each(address);
  }
  return met;
}

/** A link leads to something; whether that is a page. One that says why something cannot be had is one, too. */
async function isPage({ page }, address) {
  const answer = await page.request.get(address);
  must(answer.ok() || answer.status() === 422, `a link leads to ${address}: ${answer.status()}`);
  return (answer.headers()["content-type"] ?? "").startsWith("text/html");
}

/** What nobody could have meant, by the kind of a field. */
const NONSENSE = {
  text: `"><b>'x&`,
  search: `"><b>'x&`,
  textarea: `"><b>'x&`,
  email: "nobody",
  tel: "++",
  url: "nowhere",
  number: "-7",
  date: "0001-01-01",
  time: "00:07",
  "datetime-local": "0001-01-01T00:07",
  password: "x",
};
/** Forms that end what this journey needs. */
const NOT_SENT = /log-out|erase|\/clock|end-all|sessions/;

/** Sends each form of the page filled in with nonsense; whatever is refused says so at the field, and loses nothing. */
export async function sendNonsense(made, address, known) {
  const { page } = made;
  const actions = await page
    .locator("main form[method=post]")
    .evaluateAll((forms) => forms.map((form, at) => ({ at, action: new URL(form.action).href })));
  for (const { at, action } of actions) {
    const form = formOf(action);
    if (known.has(form) || NOT_SENT.test(action)) continue;
    known.add(form);
    await page.goto(address);
    const typed = await page.locator("main form[method=post]").nth(at).evaluate(fillIn, NONSENSE);
    if (!Object.keys(typed).length) continue;
    const sent = page.waitForResponse((answer) => answer.request().method() === "POST");
    // The page that was there has been loaded already: what counts is the next one.
    const loaded = page.waitForEvent("load");
    await page.locator("main form[method=post]").nth(at).evaluate((form) => form.submit());
    const status = (await sent).status();
    await loaded;
    must(status < 500, `${form}: ${status}`);
    must(![400, 403, 404].includes(status), `${form} from ${address}: ${status} for what people may type`);
    if (status === 422 || status === 409) await isRefusedWell(made, form, typed);
  }
}

async function isRefusedWell(made, form, typed) {
  const { page } = made;
  await made.look();
  const said = await page.locator('[role=alert], [aria-invalid="true"]').count();
  must(said > 0, `${form}: nothing says what is wrong`);
  const kept = await page.evaluate((names) => {
    const fields = names.map((name) => document.querySelector(`main form [name="${CSS.escape(name)}"]:not([type=hidden])`));
    return fields.map((field, at) => [names[at], field?.value]);
  }, Object.keys(typed));
  for (const [name, value] of kept) {
    must(value === typed[name], `${form}: ${name} was ${typed[name]}, is ${value}`);
  }
  // The keyboard is where the mistake is told.
  const focus = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
  const there = await page.evaluate(
    () => document.activeElement?.matches('[aria-invalid="true"], [role=alert], [role=alert] *') ?? false,
  );
  must(there, `${form}: the focus is at ${focus}`);
}

/** In the page: fills in what can be typed; what was typed, by name. */
function fillIn(form, nonsense) {
  form.noValidate = true;
  const typed = {};
  for (const field of form.elements) {
    if (!field.name || field.readOnly || field.disabled) continue;
    const words = nonsense[field.localName === "textarea" ? "textarea" : field.type];
    if (words === undefined) continue;
    field.value = words;
    // A browser keeps no text that is no number or no day; passwords are never shown again.
    if (field.type !== "password" && field.value) typed[field.name] = field.value;
  }
  return typed;
}
