// After every step, the mark in each column is at the line that the thread executes next. Tested on the page by itself and
// in the book, where mdBook highlights code, opened with and without a link to a program.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { places, start, visit } from "./browser.js";

// [link, program, schedule]. The schedules have only usual steps, so each digit is a thread to step.
const RUNS = [
  ["", "racy", "1221000"],
  ["#program=racy&run=", "racy", "1221000"],
  ["#program=ab-ba&run=", "ab-ba", "01"],
  ["#program=queue&run=", "queue", "00"],
];

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

// For each column: its status, the marked lines, and the lines that the number in the status can mean.
const columns = (page, program) =>
  page.evaluate((program) => {
    const { functions } = window.schedulerGraphs[program];
    return [...document.querySelectorAll(".scheduler-thread")].map((column) => {
      const status = column.querySelector(".scheduler-status").textContent;
      const lines = [...column.querySelectorAll(".scheduler-line")];
      const marked = lines.filter((line) => line.querySelector(".scheduler-mark").textContent !== "");
      const number = Number((status.match(/Next: line (\d+)/) || [])[1]);
      const meant = functions.map(({ first, lines }) => lines[number - first]).filter((line) => line !== undefined);
      return { status, marked: marked.map((line) => line.querySelector(".scheduler-text").textContent.trim()), meant: meant.map((line) => line.trim()) };
    });
  }, program);

async function marksAreRight(page, program, after) {
  for (const { status, marked, meant } of await columns(page, program)) {
    const at = `after ${after || "no step"}: ${status}`;
    if (/^[▶‖↻]/.test(status)) assert.equal(marked.length, 1, at);
    else assert.deepEqual(marked, [], at);
    if (meant.length) assert.ok(meant.includes(marked[0]), `${at}, but the mark is at ${marked[0]}`);
  }
}

for (const [where, file, skip] of places) {
  describe(where, { skip }, () => {
    for (const [hash, program, run] of RUNS) {
      test(`the mark follows each step of ${program}, ${hash ? "opened by a link" : "opened without a link"}`, () =>
        visit(browser, hash, {}, async (page) => {
          await marksAreRight(page, program, "");
          for (let count = 1; count <= run.length; count += 1) {
            await page.locator(".scheduler-thread").nth(Number(run[count - 1])).locator(".scheduler-step").click();
            await marksAreRight(page, program, run.slice(0, count));
          }
        }, file));
    }
  });
}
