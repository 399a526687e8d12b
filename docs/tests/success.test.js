// What counts as solving a level, and what the page says then.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { columns, ending, link, start, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const count = (page) => page.locator(".scheduler-chapters a[data-solved]").count();
const panel = (page) => page.locator(".scheduler-solved").textContent();
const named = (page, name) => page.getByRole("button", { name, exact: true });

test("reaching the goal by the reader's own step is a success, and the page does not call it wrong", () =>
  visit(browser, link("ab-ba"), {}, async (page) => {
    for (const thread of [0, 1]) await columns(page).nth(thread).locator(".scheduler-step").click();
    assert.match(await ending(page), /^★ Level solved: each thread waits for the lock that the other one holds\. DEADLOCK/);
    assert.doesNotMatch(await page.locator(".scheduler").textContent(), /✗/);
    assert.equal(await page.locator(".scheduler-end").getAttribute("data-end"), "good");
    assert.match(await page.getByRole("status").textContent(), /Level solved/);
    assert.match(await panel(page), /takes its first lock.*Next level: Join under a lock/);
    assert.equal(await count(page), 1);
  }));

for (const how of ["a link", "the shortest run", "a random run"]) {
  test(`after reaching the goal by ${how}, only the reader's own last step solves the level`, () =>
    visit(browser, link("missing-sentinel"), {}, async (page) => {
      // In this program every run reaches the goal.
      const replay = await page.evaluate(() => window.schedulerGraphs["missing-sentinel"].explored.replay);
      if (how === "a link") await page.evaluate((hash) => (window.location.hash = hash), link("missing-sentinel", replay));
      if (how === "a random run") await named(page, "Run at random").click();
      if (how === "the shortest run") {
        await named(page, "Yes").click();
        await named(page, "Show the shortest run that fails").click();
      }
      await page.locator(".scheduler-end", { hasText: "This run reaches the goal" }).waitFor();
      assert.equal(await count(page), 0);
      const last = await page.evaluate(() => new URLSearchParams(window.location.hash.slice(1)).get("run").at(-1));
      await named(page, "Undo").click();
      await page.locator(".scheduler-step").nth(Number(last)).click();
      assert.match(await ending(page), /^★ Level solved/);
      assert.equal(await count(page), 1);
    }));
}

test("the right prediction solves the level of a program that is always right", () =>
  visit(browser, link("atomic"), {}, async (page) => {
    await named(page, "Run at random").click();
    assert.match(await ending(page), /^✓ Right/);
    assert.equal(await count(page), 0, "one run proves nothing");
    await named(page, "No").click();
    assert.match(await panel(page), /^★ Level solved: your prediction is right\./);
    assert.equal(await count(page), 1);
  }));

test("after a wrong prediction, a run to the end solves the level of a program that is always right", () =>
  visit(browser, link("locked"), {}, async (page) => {
    await named(page, "Yes").click();
    assert.match(await page.locator(".scheduler-result").textContent(), /✗ Not quite: No\..*none of them go wrong/);
    assert.equal(await count(page), 0);
    assert.match(await page.locator(".scheduler-result").textContent(), /To solve the level, run the program once to its end\.$/);
    await named(page, "Run at random").click();
    assert.match(await panel(page), /^★ Level solved: you have seen it hold\./);
    assert.equal(await count(page), 1);
  }));

test("a second prediction does not count, because the page already shows the answer", () =>
  visit(browser, link("locked"), {}, async (page) => {
    await named(page, "Yes").click();
    await named(page, "No").click({ force: true });
    assert.match(await page.locator(".scheduler-result").textContent(), /^✗ Not quite: No\./);
    assert.equal(await count(page), 0);
  }));

test("a run that reaches the goal of a solved level does not ask the reader to take the last step", () =>
  visit(browser, link("ab-ba"), {}, async (page) => {
    for (const thread of [0, 1]) await columns(page).nth(thread).locator(".scheduler-step").click();
    await page.reload();
    assert.match(await ending(page), /^This run reaches the goal: [^.]*\. DEADLOCK/);
    assert.match(await panel(page), /You have solved this level/);
  }));

test("a spurious wake-up does not solve the level that forbids it", () =>
  visit(browser, link("if-for-while-of-two", "111!10"), {}, async (page) => {
    await columns(page).nth(0).locator(".scheduler-step").click();
    assert.match(await ending(page), /^✗ Wrong.*panicked/);
    assert.match(await page.locator(".scheduler-log").textContent(), /thread 1: wakes up without a notify/);
    assert.equal(await count(page), 0);
  }));
