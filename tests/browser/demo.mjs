// Servers for journeys: each has a demo of its own, a copy of one that is built once, and a clock that begins on a
// Tuesday at nine. So no journey depends on another one, or on when it is played.

import { execFile, spawn } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

/** The password of everybody in the demo. */
export const PASSWORD = "demo-rimessa";
/** The least that a demo can be built of. */
const DAYS = "7";

export class Demos {
  /** Builds the demo that the others are copies of. */
  static async build(program, days = DAYS) {
    const folder = await mkdtemp(join(tmpdir(), "rimessa-browser-"));
    const path = join(folder, "demo.db");
    await promisify(execFile)(program, ["demo", "build", path, "--days", days]);
    return new Demos(program, folder, path);
  }

  constructor(program, folder, path) {
    Object.assign(this, { program, folder, path, count: 0 });
  }

  /** A server with a demo as it was built. */
  async serve() {
    const own = join(this.folder, `copy-${(this.count += 1)}.db`);
    for (const ending of ["", ".keys"]) await copyFile(this.path + ending, own + ending);
    const place = ["--database", `sqlite:${own}`, "--listen", "127.0.0.1:0", "--rate-limit", "0"];
    const server = spawn(this.program, ["serve", "--demo", ...place]);
    const demo = new Demo(server);
    await demo.listens();
    await demo.toTuesday();
    return demo;
  }

  async clear() {
    await rm(this.folder, { recursive: true, force: true });
  }
}

export class Demo {
  constructor(server) {
    this.server = server;
    this.log = "";
    server.stderr.on("data", (said) => (this.log += said));
  }

  async listens() {
    for await (const line of createInterface({ input: this.server.stdout })) {
      const found = /listens on (http:\S+)/.exec(line);
      if (found) {
        this.root = found[1];
        return;
      }
    }
    throw new Error(`the server did not start: ${this.log}`);
  }

  async #clock(init) {
    const answer = await fetch(`${this.root}/demo/clock`, init);
    return new Date((await answer.json()).now);
  }

  /** Puts the clock forward. */
  async forward(minutes) {
    const headers = { "content-type": "application/json" };
    return this.#clock({ method: "POST", headers, body: JSON.stringify({ minutes }) });
  }

  async toTuesday() {
    const now = wall(await this.#clock());
    const then = new Date(now);
    then.setUTCHours(9, 0, 0, 0);
    do then.setUTCDate(then.getUTCDate() + 1);
    while (then.getUTCDay() !== 2);
    await this.forward(Math.round((then - now) / 60_000));
  }

  /** A moment so many days after today, as a field takes it: `2026-11-24T10:00`. */
  async at(days, clock) {
    const day = wall(await this.#clock());
    day.setUTCDate(day.getUTCDate() + days);
    return `${day.toISOString().slice(0, 10)}T${clock}`;
  }

  async stop() {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    const ended = new Promise((done) => this.server.once("exit", done));
    this.server.kill("SIGTERM");
    const late = setTimeout(() => this.server.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
  }
}

/** What the clocks on the walls of the demo's operators show, as if it were UTC: all have the time of Paris. */
function wall(moment) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Paris",
    dateStyle: "short",
    timeStyle: "medium",
  }).formatToParts(moment);
  const of = (kind) => Number(parts.find(({ type }) => type === kind).value);
  return new Date(Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute")));
}
