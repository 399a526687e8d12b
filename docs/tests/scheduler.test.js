// What a reader does with the page: steps by mouse and by keyboard, undoes steps, follows a link, predicts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { columns, ending, level, link, start, steps, visit } from "./browser.js";

// How the run that reaches the goal of each program ends.
const GOALS = {
  racy: /returned 1, expected 2/,
  "read-unlock-write": /returned 1, expected 2/,
  "join-under-the-lock": /no thread can go on/,
  "notify-before-the-change": /no thread can go on/,
  "pool-looks-then-waits": /no thread can go on/,
  "pool-wakes-one": /no thread can go on/,
  "if-for-while": /panicked/,
  "if-for-while-of-two": /panicked/,
  "missing-sentinel": /no thread can go on/,
  "one-condvar": /no thread can go on/,
  "ab-ba": /no thread can go on/,
  "message-passing": /returned 0, expected 7/,
  "store-buffering": /returned 0, expected 1/,
  "spin-lock-relaxed": /returned 1, expected 2/,
};
const UNBREAKABLE = ["locked", "atomic", "queue", "sentinel", "pool", "message-passing-fixed", "spin-lock-fixed"];

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const shortest = (page, name) => page.evaluate((name) => window.schedulerGraphs[name].explored.replay, name);
// The steps of a schedule: each a digit with its mark.
const each = (digits) => digits.replace(/^\^/, "").match(/[0-9a-z](?:'[0-9a-z]|<[0-9a-z]|!|~)?/g);

// The text with single spaces instead of line breaks.
const words = (text) => text.split(/\s+/).join(" ");

// The index of this step among a thread's unusual buttons: '2 is the third waiter, <1 the store before the last.
const which = (step) => ("'<".includes(step[1]) ? Number(step[2]) - 1 : 0);

// Clicks the button of one step.
async function click(page, step) {
  const column = columns(page).nth(Number(step[0]));
  if (step.length === 1) return column.locator(".scheduler-step").click();
  return column.locator(".scheduler-unusual").nth(which(step)).click();
}

for (const [name, expected] of Object.entries(GOALS)) {
  test(`the goal of ${name} can be reached by mouse`, () =>
    visit(browser, link(name), {}, async (page) => {
      for (const step of each(await shortest(page, name))) await click(page, step);
      assert.match(await ending(page), expected);
      assert.match(await ending(page), /^★ Level solved: /);
    }));

  test(`the goal of ${name} can be reached by keyboard`, () =>
    visit(browser, link(name), {}, async (page) => {
      await page.locator(".scheduler-step").first().focus();
      for (const step of each(await shortest(page, name))) {
        if (step.length === 1) {
          await page.keyboard.press(step);
          continue;
        }
        const column = columns(page).nth(Number(step[0]));
        await column.locator(".scheduler-unusual").nth(which(step)).focus();
        await page.keyboard.press("Enter");
        await page.locator(".scheduler-step").first().focus();
      }
      assert.match(await ending(page), expected);
      assert.match(await ending(page), /^★ Level solved: /);
    }));
}

for (const name of UNBREAKABLE) {
  test(`random runs of ${name} are right`, () =>
    visit(browser, link(name), {}, async (page) => {
      for (let run = 0; run < 10; run += 1) {
        await page.getByRole("button", { name: "Run at random" }).click();
        assert.match(await ending(page), /^✓ Right/);
        await page.getByRole("button", { name: "Reset" }).click();
      }
      assert.doesNotMatch(await ending(page), /Level solved/);
    }));
}

test("two consumers that do not check again go wrong without a spurious wake-up", () =>
  visit(browser, link("if-for-while-of-two"), {}, async (page) => {
    assert.match(await shortest(page, "if-for-while-of-two"), /^[0-9]+$/);
    assert.match(await shortest(page, "if-for-while"), /!/);
  }));

test("a random run of the lecture's queue has the same end in a terminal as on the page", () =>
  visit(browser, link("queue"), {}, async (page) => {
    await page.getByRole("button", { name: "Run at random" }).click();
    const told = (await ending(page)).replace("✓ Right. ", "");
    const command = await page.locator(".scheduler-same code").textContent();
    const [, typed, replay] = command.match(/^cargo (.*) --replay "(.*)"$/);
    const terminal = spawnSync("cargo", [...typed.split(" "), "--replay", replay], { encoding: "utf8" });
    assert.equal(terminal.status, 0, terminal.stderr);
    assert.ok(words(terminal.stdout).includes(words(told)), `${told}\n${terminal.stdout}`);
  }));

test("the memory shows the fields of the lecture's queue by name, and no object that never changes", () =>
  visit(browser, link("sentinel", "0"), {}, async (page) => {
    const names = await page.locator(".scheduler-object h3 code").allTextContents();
    assert.deepEqual(names, ["state", "not_empty"]);
    const facts = await page.locator(".scheduler-object").first().locator("dt").allTextContents();
    assert.deepEqual(facts, ["items", "unfinished", "shut_down", "owner", "waiting"]);
  }));

test("a link opens its run, and the page's URL follows the run", () =>
  visit(browser, link("racy", "1221000"), {}, async (page) => {
    assert.match(await ending(page), /returned 1, expected 2/);
    assert.equal(await steps(page), 7);
    assert.match(await page.locator(".scheduler-same code").textContent(), /counter-race --program racy --replay "1221000"$/);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.match(page.url(), /#program=racy&run=122100$/);
    await page.evaluate(() => (window.location.hash = "#program=ab-ba&run=01"));
    await page.getByText("no thread can go on").first().waitFor();
    assert.match(await level(page), /^Level 5 of 21: /);
  }));

for (const name of Object.keys(GOALS)) {
  test(`the schedule of ${name} has the same end in a terminal as on the page`, () =>
    visit(browser, link(name), {}, async (page) => {
      const { replay, command } = await page.evaluate((name) => ({ replay: window.schedulerGraphs[name].explored.replay, command: window.schedulerGraphs[name].command }), name);
      await page.evaluate((hash) => (window.location.hash = hash), link(name, encodeURIComponent(replay)));
      await page.locator(".scheduler-end", { hasText: "reaches the goal" }).waitFor();
      const told = (await ending(page)).replace(/^This run reaches the goal: .* yourself\. /, "");
      // The exit code is 1, because the run fails.
      const terminal = spawnSync("cargo", [...command.split(" ").slice(1), "--replay", replay], { encoding: "utf8" });
      assert.equal(terminal.status, 1, terminal.stderr);
      assert.ok(words(terminal.stdout).includes(words(told)), `${told}\n${terminal.stdout}`);
    }));
}

test("a link with an impossible step says which step that is", () =>
  visit(browser, link("ab-ba", "0100"), {}, async (page) => {
    assert.match(await page.getByRole("status").textContent(), /^Step 3 of this link, 0, is not possible/);
    assert.equal(await steps(page), 2);
  }));

test("a link to an unknown program says so", () =>
  visit(browser, link("nothing"), {}, async (page) => {
    assert.match(await page.getByRole("status").textContent(), /no program “nothing”/);
  }));

test("Undo takes back one step at a time to the beginning, by mouse and by key", () =>
  visit(browser, link("racy", "12"), {}, async (page) => {
    const before = await page.locator(".scheduler-board").innerHTML();
    await page.locator(".scheduler-step").nth(1).click();
    assert.equal(await steps(page), 3);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await page.locator(".scheduler-board").innerHTML(), before);
    for (const left of [1, 0, 0]) {
      await page.keyboard.press("u");
      assert.equal(await steps(page), left);
    }
    await page.keyboard.press("1");
    await page.keyboard.press("r");
    assert.equal(await steps(page), 0);
  }));

test("a blocked thread says what it waits for and which thread holds it, and cannot step", () =>
  visit(browser, link("ab-ba", "01"), {}, async (page) => {
    const main = columns(page).first();
    assert.match(await main.locator(".scheduler-status").textContent(), /Blocked: waits for lock fork, held by thread 1/);
    assert.equal(await main.locator(".scheduler-step").getAttribute("aria-disabled"), "true");
    await main.locator(".scheduler-step").click({ force: true });
    assert.equal(await steps(page), 2);
    await page.keyboard.press("1");
    assert.equal(await page.getByRole("status").textContent(), "thread 1 cannot step: it waits for lock knife, held by main.");
    const fork = page.locator(".scheduler-object").first();
    assert.match(await fork.textContent(), /owner.*thread 1.*waiting.*main/);
  }));

test("the next step of each thread is marked on its source line", () =>
  visit(browser, link("racy", "1"), {}, async (page) => {
    const next = (thread) => columns(page).nth(thread).locator("[data-next]").textContent();
    assert.match(await next(1), /^▶.*self\.count\.store/);
    assert.match(await next(2), /^▶.*self\.count\.load/);
  }));

test("the explorer's numbers appear after the prediction, and a button shows the shortest failing run", () =>
  visit(browser, link("racy"), {}, async (page) => {
    assert.equal(await page.locator(".scheduler-count").count(), 0);
    await page.getByRole("button", { name: "No", exact: true }).click();
    assert.match(await page.locator(".scheduler-result").textContent(), /Right.*one interleaving of each of the 4 classes.*2 of them go wrong/);
    await page.getByRole("button", { name: "Show the shortest run" }).click();
    assert.match(await ending(page), /returned 1, expected 2/);
  }));

test("the page keeps all keys from the book while the focus is inside, and only then", () =>
  visit(browser, link("racy"), {}, async (page) => {
    await page.evaluate(() => {
      window.heard = [];
      document.addEventListener("keydown", (event) => window.heard.push(event.key));
    });
    await page.locator(".scheduler-step").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("1");
    assert.deepEqual(await page.evaluate(() => window.heard), ["ArrowLeft", "1"]);
    assert.equal(await steps(page), 0);
  }));

test("a screen reader hears what a step did", () =>
  visit(browser, link("ab-ba"), {}, async (page) => {
    await columns(page).nth(0).locator(".scheduler-step").click();
    await columns(page).nth(1).locator(".scheduler-step").click();
    const told = await page.getByRole("status").textContent();
    assert.match(told, /^thread 1: lock fork.*main waits for lock fork, held by thread 1.*DEADLOCK/);
  }));
