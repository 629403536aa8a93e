// Plays journeys of people in a browser.
//
//     node tests/browser/run.mjs PROGRAM         all
//     node tests/browser/run.mjs PROGRAM WORDS…  those whose name has one of these words

import { resolve } from "node:path";

import { openBrowser } from "./browser.mjs";
import { Demos } from "./demo.mjs";
import { islands } from "./islands.mjs";
import { journeys } from "./journeys.mjs";

/** Journeys played at the same time. */
const AT_ONCE = 2;
async function play(browser, demos, { name, go }) {
  const began = Date.now();
  const visits = [];
  let demo;
  let error;
  try {
    demo = await demos.serve();
    await go({ browser, demo, visits });
    const mistakes = demo.log.split("\n").filter((line) => / ERROR |"ERROR"/.test(line));
    if (mistakes.length) throw new Error(`the server's own mistakes: ${mistakes.join("\n")}`);
    return { name, visits };
  } catch (mistake) {
    error = mistake;
    return { name, visits, error };
  } finally {
    for (const visit of visits) await visit.end();
    await demo?.stop();
    const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6);
    console.log(`${seconds} s  ${error ? "FAILED  " : ""}${name}`);
  }
}

async function main() {
  const [program, ...words] = process.argv.slice(2);
  if (!program) throw new Error("which program? node tests/browser/run.mjs PROGRAM");
  const isWanted = ({ name }) => !words.length || words.some((one) => name.includes(one));
  const wanted = [...journeys, ...islands].filter(isWanted);
  if (!wanted.length) throw new Error(`no journey's name has the words ${words.join(", ")}`);
  const demos = await Demos.build(resolve(program));
  const browser = await openBrowser();
  const done = [];
  try {
    const left = [...wanted];
    const player = async () => {
      for (let one = left.shift(); one; one = left.shift()) done.push(await play(browser, demos, one));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, player));
  } finally {
    await browser.close();
    await demos.clear();
  }
  const failed = done.filter(({ error }) => error);
  for (const { name, error } of failed) console.log(`\nFAILED ${name}\n${error.stack ?? error}`);
  const pages = done.flatMap(({ visits }) => visits).reduce((sum, { seen }) => sum + seen, 0);
  console.log(`${pages} pages looked at`);
  console.log(`${done.length - failed.length} passed, ${failed.length} failed`);
  return failed.length ? 1 : 0;
}

process.exitCode = await main();
