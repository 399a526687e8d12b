// How the page looks: nothing is cut off at any size, and axe finds no fault in light or dark colours. Takes a screenshot of
// each.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { shots, start, visit } from "./browser.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SIZES = { phone: [390, 844], laptop: [1280, 800], projector: [1920, 1080] };
// Runs of different shapes: two threads, three threads, a lot of source, a memory with old stores.
const RUNS = { racy: "12", "ab-ba": "01", queue: "00", "message-passing": "110" };

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

for (const [size, [width, height]] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [program, run] of Object.entries(RUNS)) {
      test(`${program} at ${size} size in ${colorScheme} colours`, () => {
        const options = { viewport: { width, height }, colorScheme, reducedMotion: "reduce" };
        return visit(browser, `#program=${program}&run=${run}`, options, async (page) => {
          await page.locator(".scheduler-options button").first().click();
          mkdirSync(shots, { recursive: true });
          await page.screenshot({ path: `${shots}/${program}-${size}-${colorScheme}.png`, fullPage: true });
          await looksRight(page);
          await page.getByRole("button", { name: "Large type" }).click();
          await looksRight(page);
        });
      });
    }
  }
}

// The runs that need the most room: the longest memory, and the most threads with the longest texts.
for (const [program, run] of [["racy", "12"], ["queue", "00"], ["sentinel", "001"], ["if-for-while-of-two", "0122"]]) {
  test(`on a phone the memory and the next step of each thread of ${program} are visible together`, () =>
    visit(browser, `#program=${program}&run=${run}`, { viewport: { width: 390, height: 844 } }, async (page) => {
      await page.locator(".scheduler-board").evaluate((board) => board.scrollIntoView());
      const parts = page.locator(".scheduler-memory, .scheduler-step, .scheduler-line[data-next]");
      const boxes = await parts.evaluateAll((all) => all.map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]));
      assert.ok(boxes.length > 3);
      for (const [top, bottom] of boxes) assert.ok(top >= 0 && bottom <= 844, `from ${top} to ${bottom}`);
    }));
}

test("on a phone \"All lines\" shows all lines of a column, and the memory stays visible above them", () =>
  visit(browser, "#program=queue&run=00", { viewport: { width: 390, height: 844 } }, async (page) => {
    const column = page.locator(".scheduler-thread").last();
    const lines = column.locator(".scheduler-line");
    assert.equal(await lines.locator("visible=true").count(), 1);
    await column.getByRole("button", { name: "All lines of thread 1" }).click();
    assert.equal(await column.locator(".scheduler-all").getAttribute("aria-expanded"), "true");
    assert.equal(await lines.locator("visible=true").count(), await lines.count());
    await lines.last().scrollIntoViewIfNeeded();
    const top = await page.locator(".scheduler-memory").evaluate((memory) => memory.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 60, `${top}`);
  }));

for (const theme of ["light", "rust", "coal", "navy", "ayu"]) {
  test(`the book's theme ${theme} decides, not the system's`, () =>
    visit(browser, "#program=racy&run=12", { colorScheme: theme === "light" ? "dark" : "light" }, async (page) => {
      await page.evaluate((theme) => document.documentElement.classList.add(theme), theme);
      const scheme = await page.evaluate(() => getComputedStyle(document.querySelector(".scheduler")).colorScheme);
      assert.equal(scheme, ["light", "rust"].includes(theme) ? "light" : "dark");
    }));
}

test("nothing is animated with reduced motion", () =>
  visit(browser, "", { reducedMotion: "reduce" }, async (page) => {
    const duration = await page.evaluate(() => getComputedStyle(document.querySelector(".scheduler-line")).transitionProperty);
    assert.equal(duration, "none");
  }));

async function looksRight(page) {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(sideways, 0, "the page scrolls sideways");
  await page.addScriptTag({ path: axe });
  const faults = await page.evaluate(() => window.axe.run({ preload: false }).then(({ violations }) => violations));
  const told = faults.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  assert.deepEqual(told, []);
}
