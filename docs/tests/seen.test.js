// What a thread knows: the values that it last saw, and the locks that it holds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { columns, link, start, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const knows = (page, thread) => columns(page).nth(thread).locator(".scheduler-knows > div").allTextContents();

test("a thread shows the value that it read, and the current value if it is different", () =>
  visit(browser, link("racy", "12"), {}, async (page) => {
    assert.deepEqual([await knows(page, 1), await knows(page, 2)], [["last sawcount = 0"], ["last sawcount = 0"]]);
    await page.locator(".scheduler-step").nth(2).click();
    assert.deepEqual([await knows(page, 1), await knows(page, 2)], [["last sawcount = 0 (now 1)"], []]);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.deepEqual(await knows(page, 1), ["last sawcount = 0"]);
  }));

test("a thread still shows what it saw under a lock after it has unlocked", () =>
  visit(browser, link("read-unlock-write", "122"), {}, async (page) => {
    assert.deepEqual(await knows(page, 1), ["last sawcount = 0 (now 1)"]);
  }));

test("a thread that has written a value no longer shows the old value as seen", () =>
  visit(browser, link("spin-lock-relaxed", "11"), {}, async (page) => {
    assert.deepEqual(await knows(page, 1), ["last sawcount = 0"]);
    await page.locator(".scheduler-step").nth(1).click();
    assert.deepEqual(await knows(page, 1), []);
  }));

test("a thread shows the locks that it holds", () =>
  visit(browser, link("ab-ba", "01"), {}, async (page) => {
    assert.deepEqual([await knows(page, 0), await knows(page, 1)].map(([holds]) => holds), ["holdsknife", "holdsfork"]);
  }));
