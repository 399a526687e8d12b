// The page without a mouse, from the first press of Tab.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ending, level, places, start, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());
// Whether the focused element has an outline and is on the screen.
const isVisible = (page) =>
  page.evaluate(() => {
    const { outlineStyle } = getComputedStyle(document.activeElement);
    const { top, bottom, left } = document.activeElement.getBoundingClientRect();
    return outlineStyle !== "none" && bottom > 0 && left >= 0 && top < window.innerHeight;
  });

for (const [where, file, skip] of places) {
  describe(where, { skip }, () => {
    test("Tab leads to the board first, keys solve the level, and the next level begins at its heading", () =>
      visit(browser, "", {}, async (page) => {
        await page.keyboard.press("Tab");
        assert.equal(await focused(page), "Skip to the board");
        assert.ok(await isVisible(page));
        await page.keyboard.press("Enter");
        assert.match(await focused(page), /^Step thread 1/);
        assert.ok(await isVisible(page));
        const goal = await page.locator(".scheduler-goal").boundingBox();
        assert.ok(goal.y > 50 && goal.y < 800, `the goal is at ${goal.y}`);
        for (const key of "1221000") await page.keyboard.press(key);
        assert.match(await ending(page), /^★ Level solved/);
        await page.keyboard.press("n");
        assert.equal(await level(page), "Level 2 of 21: Two short locks");
        assert.equal(await focused(page), "Level 2 of 21: Two short locks");
        assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().top >= 0));
        await page.keyboard.press("1");
        assert.match(page.url(), /#program=read-unlock-write&run=1$/);
      }, file));
  });
}

test("every button and link of a level can be reached with Tab, and shows that it has the focus", () =>
  visit(browser, "#program=if-for-while&run=1", {}, async (page) => {
    const reached = new Set();
    for (let tab = 0; tab < 60; tab += 1) {
      await page.keyboard.press("Tab");
      const text = await focused(page);
      if (await page.evaluate(() => document.activeElement === document.body)) continue;
      assert.ok(await isVisible(page), text);
      reached.add(text);
    }
    const all = await page.locator("main :is(button, a, summary):visible").allTextContents();
    for (const text of all) assert.ok(reached.has(text.trim()), text);
  }));
