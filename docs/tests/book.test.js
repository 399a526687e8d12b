// The page as a chapter of the book: mdBook's own keys, links and colours must not disturb it. Needs the built book.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ending, start, steps, visit } from "./browser.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const book = process.env.SCHEDULER_BOOK;
const chapter = (name) => join(book, `${name}.html`);

describe("in the book", { skip: book ? false : "the book is not built: cargo xtask book" }, () => {
  let browser;
  before(async () => (browser = await start()));
  after(() => browser?.close());
  const open = (name, hash, options, use) => visit(browser, hash, options, use, chapter(name));

  test("keys step a thread and never leave the chapter while the focus is inside", () =>
    open("scheduler", "#program=racy&run=", {}, async (page) => {
      await page.locator(".scheduler-step").first().focus();
      for (const key of ["ArrowRight", "s", "?", "1", "2"]) await page.keyboard.press(key);
      assert.equal(await steps(page), 2);
      assert.match(page.url(), /scheduler\.html#program=racy&run=12$/);
      await page.evaluate(() => document.activeElement.blur());
      await Promise.all([page.waitForURL(/from-loom\.html/), page.keyboard.press("ArrowRight")]);
    }));

  test("every link of the book to a run leads to that run", async () => {
    const pages = readdirSync(book).filter((file) => file.endsWith(".html"));
    const hrefs = pages.flatMap((file) => readFileSync(join(book, file), "utf8").match(/#program=[^"]*(?=")/g) ?? []);
    const links = new Set(hrefs.map((href) => href.replaceAll("&amp;", "&")));
    assert.ok(links.size > 3, "the chapters link to runs");
    for (const link of links) {
      await open("scheduler", link, {}, async (page) => {
        assert.equal(await page.getByRole("status").textContent(), "", link);
        assert.equal(new URL(page.url()).hash, link);
      });
    }
  });

  test("following a link to a heading keeps the run", () =>
    open("scheduler", "#program=racy&run=1221000", {}, async (page) => {
      await page.locator("main h1 a").click();
      await page.waitForURL(/#you-are-the-scheduler$/);
      assert.match(await ending(page), /returned 1, expected 2/);
    }));

  for (const theme of ["light", "rust", "coal", "navy", "ayu"]) {
    test(`the page is readable in the theme ${theme}, on a phone and on a laptop`, async () => {
      for (const width of [390, 1280]) {
        await open("scheduler", "#program=ab-ba&run=01", { viewport: { width, height: 844 } }, async (page) => {
          await page.evaluate((theme) => (document.documentElement.className = `js ${theme}`), theme);
          // While colours still change from one theme to the other, the contrast is that of neither.
          await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
          const size = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector(".scheduler")).fontSize));
          assert.ok(size >= 16, `letters of ${size} pixels`);
          const sideways = await page.evaluate(() => [...document.querySelectorAll(".scheduler, .scheduler pre")].filter((part) => part.scrollWidth > part.clientWidth).length);
          assert.equal(sideways, 0, "something is cut off");
          await page.addScriptTag({ path: axe });
          const faults = await page.evaluate(() => window.axe.run(".scheduler", { preload: false }).then(({ violations }) => violations));
          assert.deepEqual(faults.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`), []);
        });
      }
    });
  }

  test("on a phone the memory stays visible while the chapter scrolls", () =>
    open("scheduler", "#program=queue&run=00", { viewport: { width: 390, height: 844 } }, async (page) => {
      await page.getByRole("button", { name: "All lines of thread 1" }).click();
      await page.locator(".scheduler-thread").last().locator(".scheduler-line").last().scrollIntoViewIfNeeded();
      const top = await page.locator(".scheduler-memory").evaluate((memory) => memory.getBoundingClientRect().top);
      assert.ok(top >= 0 && top < 120, `${top}`);
    }));

  test("on a laptop no line of code is cut off, and on a phone no chapter scrolls sideways", async () => {
    for (const name of ["counter-race", "producer-consumer", "fetch-pool", "proofs", "architecture"]) {
      await open(name, "", { viewport: { width: 1280, height: 800 } }, async (page) => {
        const listings = page.locator(".content code.language-rust, .content code.language-console, pre.lecture");
        // The long runs behind a quiz scroll by themselves.
        const cut = await listings.evaluateAll((all) => all.filter((one) => !one.closest(".quiz") && one.scrollWidth > one.clientWidth).map((one) => one.textContent.slice(0, 80)));
        assert.deepEqual(cut, [], name);
      });
      // Opened again instead of resized, because a resized page may still be moving.
      await open(name, "", { viewport: { width: 390, height: 844 } }, async (page) => {
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(sideways, 0, `${name} scrolls sideways`);
        const narrow = await page.locator(".content p > label > img, .content p > img").evaluateAll((all) => all.filter((one) => one.clientWidth < (one.src.endsWith("fetch.svg") ? 340 : 500)).length);
        assert.equal(narrow, 0, `a picture of ${name} cannot be read`);
      });
    }
  });

  test("the page to print contains the scheduler, and stays as narrow as prose", () =>
    open("print", "", { viewport: { width: 1920, height: 1080 } }, async (page) => {
      assert.match(await ending(page), /Which thread is next/);
      const width = await page.evaluate(() => document.querySelector("main").clientWidth);
      assert.ok(width < 1000, `${width} pixels`);
    }));
});
