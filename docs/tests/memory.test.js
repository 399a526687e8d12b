// Weak memory: the page shows which stores a load may read and why no others, and lets the reader choose.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { columns, ending, link, shots, start, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

// The part of the page that shows the stores of an atomic, by the atomic's name.
const history = (page, name) => page.locator(".scheduler-object", { has: page.locator("h3 code", { hasText: name }) }).locator(".scheduler-history");

test("a load that may read two stores has a button for each, and reads what the reader chooses", () =>
  visit(browser, link("message-passing", "110"), {}, async (page) => {
    const main = columns(page).first();
    assert.match(await main.locator(".scheduler-step").textContent(), /^Step main: read data → 7/);
    const old = main.locator(".scheduler-unusual");
    assert.deepEqual(await old.allTextContents(), ["Read an old store, 1 before the last: read data → 0"]);
    await old.focus();
    await page.keyboard.press("Enter");
    assert.match(page.url(), /run=1100(<|%3C)1$/);
    await page.getByRole("button", { name: "Step main" }).click();
    assert.match(await ending(page), /returned 0, expected 7/);
  }));

test("an atomic shows its stores, and for each thread which of them it may still read and why no older ones", () =>
  visit(browser, link("message-passing", "110"), {}, async (page) => {
    assert.deepEqual(await history(page, "data").locator("li").allTextContents(), ["0 at the beginning", "7 by thread 1"]);
    assert.deepEqual(await history(page, "data").locator("dl > div").allTextContents(), ["mainmay read store 0 or store 1"]);
    assert.deepEqual(await history(page, "ready").locator("dl > div").allTextContents(), ["mainreads store 1: it has seen store 1, so nothing older is within reach"]);
  }));

test("an atomic with one store, or with SeqCst only, shows just its value", () =>
  visit(browser, link("message-passing", ""), {}, async (page) => {
    assert.equal(await page.locator(".scheduler-history").count(), 0);
    await page.evaluate(() => (window.location.hash = "#program=ab-ba&run=01"));
    await page.getByText("no thread can go on").first().waitFor();
    assert.equal(await page.locator(".scheduler-history").count(), 0);
  }));

test("a thread that takes the fixed spin lock may not read an old count", () =>
  visit(browser, link("spin-lock-fixed", ""), {}, async (page) => {
    const graph = (name) => page.evaluate((name) => window.schedulerGraphs[name].moves.filter(({ mark, steps }) => mark.startsWith("<") && steps[0].text.startsWith("read count")).length, name);
    assert.ok((await graph("spin-lock-relaxed")) > 0);
    assert.equal(await graph("spin-lock-fixed"), 0);
  }));

for (const width of [390, 1280]) {
  for (const [program, run] of [["message-passing", "110"], ["store-buffering", "01"], ["spin-lock-relaxed", "1111"]]) {
    test(`the stores of ${program} are readable at ${width} pixels`, () =>
      visit(browser, link(program, run), { viewport: { width, height: 844 } }, async (page) => {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: `${shots}/${program}-${width}.png`, fullPage: true });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
        assert.ok((await page.locator(".scheduler-history").count()) > 0);
      }));
  }
}
