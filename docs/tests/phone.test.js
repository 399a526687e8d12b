// On a phone the board comes into view when a level is chosen; a reader who opens the page is left at its beginning.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { link, places, start, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const phone = { viewport: { width: 390, height: 844 } };
const scrolled = (page) => page.evaluate(() => window.scrollY);

// The steps of all threads of the board are on the screen.
async function boardIsInView(page) {
  const boxes = await page.locator(".scheduler-memory, .scheduler-step").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]));
  assert.ok(boxes.length > 2);
  for (const [top, bottom] of boxes) assert.ok(top >= 0 && bottom <= 844, `from ${top} to ${bottom}`);
}

for (const [where, file, skip] of places) {
  describe(where, { skip }, () => {
    test("a reader who opens the page without a link is at its beginning", () =>
      visit(browser, "", phone, async (page) => assert.equal(await scrolled(page), 0), file));

    test("a link to a program leads to its board", () => visit(browser, link("locked"), phone, boardIsInView, file));

    test("a level chosen from the list, and the next level, bring their boards into view", () =>
      visit(browser, "", phone, async (page) => {
        await page.locator(".scheduler-levels summary").click();
        await page.getByRole("link", { name: "One lock", exact: true }).click();
        await boardIsInView(page);
        await page.getByRole("button", { name: "No", exact: true }).click();
        await page.getByRole("button", { name: /^Next level/ }).click();
        await boardIsInView(page);
      }, file));
  });
}
