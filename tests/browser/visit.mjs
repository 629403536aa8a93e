// Somebody at a browser: what they do, and what is looked at on every page that they see.

import { AxeBuilder } from "@axe-core/playwright";

import { PASSWORD } from "./demo.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
/** The narrowest window in which nothing may have to be pushed sideways (WCAG 1.4.10). */
const NARROWEST = 320;

/** Windows to play journeys in. */
export const DESK = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true };

/** Pages whose form was looked at already, so that the same one is not looked at over and over. */
const known = new Set();

/** That something is as it should be. */
export function must(holds, words) {
  if (!holds) throw new Error(words);
}

export class Visit {
  /** A browser that nobody has used yet. `scripts: false`: it runs none; `quick`: pages are not looked at. */
  static async begin(browser, demo, how) {
    const { operator, language = "en", window = DESK, scripts = true, quick = false } = how;
    const context = await browser.newContext({
      ...window,
      baseURL: demo.root,
      javaScriptEnabled: scripts,
      locale: language,
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    return new Visit({ context, page, demo, operator, language, scripts, quick });
  }

  constructor(fields) {
    Object.assign(this, fields);
    this.troubles = [];
    this.seen = 0;
    this.page.on("pageerror", (error) => this.troubles.push(String(error)));
    this.page.on("console", (message) => {
      // That a page came with 403 or 422 is no mistake of the page: journeys ask for the status.
      const status = /^Failed to load resource: .* status of 4\d\d /.test(message.text());
      const own = message.location().url === this.page.url();
      if (message.type() === "error" && !(status && own)) this.troubles.push(message.text());
    });
  }

  /** Goes to an address of the operator, and looks at the page. */
  async to(path) {
    const answer = await this.page.goto(this.operator ? `/${this.operator}/${path}` : `/${path}`);
    await this.look();
    return answer;
  }

  /** Does something that leads to a page, and looks at it; the answer to what was sent. */
  async next(doing) {
    const navigated = (answer) =>
      answer.request().isNavigationRequest() && ![302, 303, 307].includes(answer.status());
    const [answer] = await Promise.all([this.page.waitForResponse(navigated), doing()]);
    await this.page.waitForLoadState("load");
    await this.look();
    return answer;
  }

  /** Presses a button or a link, found by a selector. */
  async press(what) {
    const found = this.page.locator(what).first();
    // Away from what stands over the edges of a small window.
    await found.evaluate((element) => element.scrollIntoView({ block: "center" }));
    return this.next(() => found.click());
  }

  async type(name, value) {
    await this.page.locator(`main [name="${name}"]:not([type=hidden])`).first().fill(value);
  }

  /** What stands in a field. */
  async typed(name) {
    return this.page.locator(`main [name="${name}"]:not([type=hidden])`).first().inputValue();
  }

  async shows(what) {
    must((await this.page.locator(what).count()) > 0, `no ${what} at ${this.page.url()}`);
  }

  async logIn(password = PASSWORD) {
    await this.type("login", "anna");
    await this.type("password", password);
    return this.press("main button[type=submit]");
  }

  /** The page is what it should be for everybody: readable, in its language, no wider than the window. */
  async look() {
    if (this.quick) return;
    const { page } = this;
    const where = new URL(page.url()).pathname;
    this.seen += 1;
    const language = await page.locator("html").getAttribute("lang");
    must(language === this.language, `${where} speaks ${language}, not ${this.language}`);
    must((await page.title()).length > 0, `${where} has no title`);
    must((await page.locator("h1").count()) === 1, `${where} has not one heading`);
    await this.#fits(where);
    // Without scripts it is the same page, on which nothing can be measured by a script.
    if (this.scripts) await this.#isReadable(where);
    must(this.troubles.length === 0, `${where}: ${this.troubles.join("; ")}`);
  }

  async #fits(where) {
    const size = this.page.viewportSize();
    for (const width of [size.width, NARROWEST]) {
      await this.page.setViewportSize({ ...size, width });
      const wide = await this.page.evaluate(() => document.documentElement.scrollWidth);
      must(wide <= width, `${where} is ${wide} px wide in a window of ${width} px`);
    }
    await this.page.setViewportSize(size);
  }

  async #isReadable(where) {
    const size = this.page.viewportSize();
    const form = await this.page.evaluate(formOf);
    const shape = [form.hue, this.language, size.width, form.text].join(" ");
    if (known.has(shape)) return;
    // As high as the page is: what stands over the edge of the window hides nothing by chance.
    await this.page.setViewportSize({ ...size, height: Math.max(size.height, form.height) });
    for (const colorScheme of ["light", "dark"]) {
      await this.page.emulateMedia({ colorScheme });
      // Pins of a map may come near each other: every station stands in the list beside it, too
      // (WCAG 2.5.8 asks for no more where there is another way to the same).
      const axe = new AxeBuilder({ page: this.page }).setLegacyMode().exclude(".leaflet-marker-pane");
      // The dark page differs by its colours alone.
      const wanted = colorScheme === "dark" ? axe.withRules("color-contrast") : axe.withTags(TAGS);
      const { violations } = await wanted.analyze();
      const told = violations.map(({ id, help, nodes }) => {
        const places = nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`);
        return `${id} (${help}): ${places.join(" | ")}`;
      });
      must(told.length === 0, `${where}, ${colorScheme}: ${told.join("\n")}`);
    }
    await this.page.emulateMedia({ colorScheme: "light" });
    await this.page.setViewportSize(size);
    known.add(shape);
  }

  async end() {
    await this.context.close();
  }
}

/** In the page: how high it is, its colour, and its elements with their roles, without what stands in them. */
function formOf() {
  const shape = (element) => {
    const named = [...element.attributes].map(({ name, value }) => {
      const counts = /^(class|type|name|role|for|id|lang|aria-.*)$/.test(name);
      return counts ? `${name}=${value}` : name;
    });
    const has = element.textContent.trim() ? "+" : "";
    const inner = [...element.children].map(shape);
    // Of many that are alike one is enough.
    const once = inner.filter((one, at) => one !== inner[at - 1]);
    return `<${element.localName} ${named.join(" ")}${has}>${once.join("")}`;
  };
  const { documentElement: root, body } = document;
  const hue = getComputedStyle(root).getPropertyValue("--hue");
  return { height: root.scrollHeight, hue, text: shape(body) };
}
