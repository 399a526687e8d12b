// How the page looks: nothing is cut off at any size, axe finds no fault in either theme, and there is a picture of each.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { shots, start, visit } from "./browser.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SIZES = { phone: [390, 844], laptop: [1280, 800], projector: [1920, 1080] };
// One of each shape: two threads, three threads, a lot of source.
const RUNS = { racy: "12", "ab-ba": "01", queue: "0120" };

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

for (const theme of ["light", "rust", "coal", "navy", "ayu"]) {
  test(`the book's theme ${theme} decides, not the system's`, () =>
    visit(browser, "#program=racy&run=12", { colorScheme: theme === "light" ? "dark" : "light" }, async (page) => {
      await page.evaluate((theme) => document.documentElement.classList.add(theme), theme);
      const scheme = await page.evaluate(() => getComputedStyle(document.querySelector(".scheduler")).colorScheme);
      assert.equal(scheme, ["light", "rust"].includes(theme) ? "light" : "dark");
    }));
}

test("nothing moves for those who asked for no motion", () =>
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
