// The course: the list of levels, the way from one level to the next, and the progress that the browser stores.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ending, level, link, start, steps, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const summary = (page) => page.locator(".scheduler-levels summary").textContent();
const solved = (page) => page.locator(".scheduler-chapters a[data-solved]").allTextContents();
const press = (page, digits) => [...digits].reduce((before, digit) => before.then(() => page.keyboard.press(digit)), page.locator(".scheduler-step").first().focus());
const named = (page, name) => page.getByRole("button", { name });

test("every level is in the list, under its chapter, and the open one is marked", () =>
  visit(browser, link("ab-ba"), {}, async (page) => {
    const chapters = await page.locator(".scheduler-chapters h2").allTextContents();
    assert.deepEqual(chapters, ["Lost updates", "Locks and deadlock", "Waiting and wake-ups", "The queue", "The pool", "Memory"]);
    const programs = await page.evaluate(() => Object.keys(window.schedulerGraphs));
    const links = await page.locator(".scheduler-chapters a").evaluateAll((all) => all.map((one) => new URLSearchParams(one.hash.slice(1)).get("program")));
    assert.deepEqual([...links].sort(), programs.sort(), "each program has one level");
    assert.deepEqual(await page.locator(".scheduler-chapters a[aria-current]").allTextContents(), ["Two orders of locks"]);
    await page.getByRole("link", { name: "Store buffering" }).click();
    assert.match(await level(page), /: Store buffering$/);
    assert.equal(await steps(page), 0);
  }));

test("a solved level is marked, leads to the next level, and stays solved after a reload", () =>
  visit(browser, "", {}, async (page) => {
    assert.equal(await summary(page), "Levels: 0 of 21 solved");
    await press(page, "1221000");
    assert.match(await ending(page), /^★ Level solved: one of two increments is lost\. The program returned 1, expected 2\.$/);
    assert.deepEqual(await solved(page), ["✓ No lock"]);
    await named(page, "Next level: Two short locks").click();
    assert.match(await level(page), /^Level 2 of 21/);
    assert.match(page.url(), /#program=read-unlock-write&run=$/);
    await page.reload();
    assert.deepEqual([await summary(page), await level(page)], ["Levels: 1 of 21 solved", "Level 2 of 21: Two short locks"]);
    // Without a link, the page begins at the first level that is not solved.
    await page.goto(page.url().split("#")[0].replace("index.html", "index.html?again"));
    assert.equal(await level(page), "Level 2 of 21: Two short locks");
  }));

test("Start again deletes the progress", () =>
  visit(browser, link("locked"), {}, async (page) => {
    await named(page, "No").first().click();
    assert.deepEqual(await solved(page), ["✓ One lock"]);
    await named(page, "Start again").click();
    assert.deepEqual([await solved(page), await level(page)], [[], "Level 1 of 21: No lock"]);
    await page.goBack();
    assert.equal(await page.locator(".scheduler-solved").textContent(), "");
    await page.reload();
    assert.equal(await summary(page), "Levels: 0 of 21 solved");
  }));

test("if the browser cannot store progress, it lasts until the page is closed, and the page says so", () =>
  visit(browser, "", {}, async (page) => {
    const refuse = () => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("refused", "SecurityError"); } });
    await page.addInitScript(refuse);
    await page.reload();
    assert.match(await page.locator(".scheduler-levels").textContent(), /does not let the page keep your progress/);
    await press(page, "1221000");
    assert.match(await ending(page), /^★ Level solved/);
    assert.equal(await summary(page), "Levels: 1 of 21 solved");
    await named(page, "Start again").click();
    assert.equal(await summary(page), "Levels: 0 of 21 solved");
  }));

test("the last level has no next one", () =>
  visit(browser, link("spin-lock-fixed"), {}, async (page) => {
    await named(page, "Yes").click();
    assert.match(await page.locator(".scheduler-solved").textContent(), /^★ Level solved: your prediction is right\..*the last level/);
    assert.equal(await named(page, /Next level/).count(), 0);
  }));
