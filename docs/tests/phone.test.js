// On a phone, choosing a level brings its board into view, but opening the page does not scroll it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { link, places, start, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const phone = { viewport: { width: 390, height: 844 } };
const scrolled = (page) => page.evaluate(() => window.scrollY);

// Checks that the goal, the memory and the step buttons of all threads are on the screen.
async function boardIsInView(page) {
  const boxes = await page.locator(".scheduler-goal, .scheduler-memory, .scheduler-step").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]));
  assert.ok(boxes.length > 3);
  for (const [top, bottom] of boxes) assert.ok(top >= 0 && bottom <= 844, `from ${top} to ${bottom}`);
}

for (const [where, file, skip] of places) {
  describe(where, { skip }, () => {
    test("opening the page without a link does not scroll it", () =>
      visit(browser, "", phone, async (page) => assert.equal(await scrolled(page), 0), file));

    test("a link to a program brings its goal and board into view", () => visit(browser, link("racy"), phone, boardIsInView, file));

    test("if the board is higher than the screen, the goal and the steps of the first two threads are in view", () =>
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

    test("choosing a level from the list, or the next level, brings its goal and board into view", () =>
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
