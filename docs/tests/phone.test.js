// On a phone the board comes into view when a level is chosen; a reader who opens the page is left at its beginning.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { link, places, start, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const phone = { viewport: { width: 390, height: 844 } };
const scrolled = (page) => page.evaluate(() => window.scrollY);

// The goal and the steps of all threads of the board are on the screen.
async function boardIsInView(page) {
  const boxes = await page.locator(".scheduler-goal, .scheduler-memory, .scheduler-step").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]));
  assert.ok(boxes.length > 3);
  for (const [top, bottom] of boxes) assert.ok(top >= 0 && bottom <= 844, `from ${top} to ${bottom}`);
}

for (const [where, file, skip] of places) {
  describe(where, { skip }, () => {
    test("a reader who opens the page without a link is at its beginning", () =>
      visit(browser, "", phone, async (page) => assert.equal(await scrolled(page), 0), file));

    test("a link to a program leads to its goal and its board", () => visit(browser, link("racy"), phone, boardIsInView, file));

    test("where the browser's bars leave no room for the whole board, the goal and the steps of thread 1 are in view", () =>
      visit(browser, link("racy"), { viewport: { width: 390, height: 664 } }, async (page) => {
        const boxes = await page.locator(".scheduler-goal, .scheduler-step").evaluateAll((all) => all.slice(0, 3).map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]));
        for (const [top, bottom] of boxes) assert.ok(top >= 0 && bottom <= 664, `from ${top} to ${bottom}`);
      }, file));

    test("everything that can be tapped is at least 40 pixels high", () =>
      visit(browser, link("locked"), { ...phone, hasTouch: true, isMobile: true }, async (page) => {
        await page.locator(".scheduler-levels summary").click();
        const low = await page.locator(".scheduler :is(a, button, summary)").evaluateAll((all) => all.map((one) => [one.textContent, one.getBoundingClientRect().height]).filter(([, height]) => height > 0 && height < 40));
        assert.deepEqual(low, []);
      }, file));

    test("a level chosen from the list, and the next level, bring their goals and boards into view", () =>
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
