// The quizzes at the end of the book's chapters: right and wrong answers, the keyboard, and without JavaScript. Needs the
// built book.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { shots, start, visit } from "./browser.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const book = process.env.SCHEDULER_BOOK;
const chapters = ["waiting", "counter-race", "producer-consumer", "fetch-pool", "proofs", "orderings", "explorers"];

describe("quizzes", { skip: book ? false : "the book is not built: cargo xtask book" }, () => {
  let browser;
  before(async () => (browser = await start()));
  after(() => browser?.close());
  const open = (name, options, use) => visit(browser, "", options, use, join(book, `${name}.html`));

  // The question about two buyers and one ticket. The explorer answers it: one or two tickets are sold.
  const tickets = (page) => page.locator(".quiz").filter({ hasText: "Two buyers, one ticket" });
  const check = (quiz) => quiz.getByRole("button", { name: "Check" }).click();
  const said = (quiz) => quiz.getByRole("status").textContent();

  test("a right answer is confirmed, with the runs that prove it", () =>
    open("counter-race", {}, async (page) => {
      const quiz = tickets(page);
      await quiz.getByLabel("one", { exact: true }).check();
      await quiz.getByLabel("two", { exact: true }).check();
      await check(quiz);
      assert.equal(await said(quiz), "Right.");
      assert.match(await quiz.locator(".quiz-shown").textContent(), /Possible: \d+ of the \d+ executions/);
    }));

  test("a reader who misses a possible outcome sees a run with it", () =>
    open("counter-race", {}, async (page) => {
      const quiz = tickets(page);
      await quiz.getByLabel("one", { exact: true }).check();
      await check(quiz);
      assert.match(await said(quiz), /^Not quite/);
      const shown = await quiz.locator(".quiz-shown").textContent();
      assert.match(shown, /thread 1.*│ thread 2/);
      assert.match(shown, /The program returned 2/);
      assert.doesNotMatch(shown, /The program returned 1/, "only what was missed is shown");
    }));

  test("a reader who ticks an impossible outcome sees the number of executions without it", () =>
    open("counter-race", {}, async (page) => {
      const quiz = tickets(page);
      for (const label of ["none", "one", "two"]) await quiz.getByLabel(label, { exact: true }).check();
      await check(quiz);
      assert.match(await quiz.locator(".quiz-shown").textContent(), /Impossible: none of the \d+ executions/);
    }));

  test("choosing an answer clears the message", () =>
    open("counter-race", {}, async (page) => {
      const quiz = tickets(page);
      await check(quiz);
      assert.equal(await said(quiz), "Choose an answer first.");
      await quiz.getByLabel("one", { exact: true }).check();
      assert.equal(await said(quiz), "");
    }));

  test("the keyboard chooses and checks, and the arrows do not turn the page", () =>
    open("waiting", {}, async (page) => {
      const quiz = page.locator(".quiz").first();
      await quiz.getByRole("radio").first().focus();
      for (const key of ["ArrowDown", "ArrowRight", "Enter"]) await page.keyboard.press(key);
      assert.match(page.url(), /waiting\.html$/);
      assert.equal(await said(quiz), "Right.");
    }));

  test("on a phone everything that can be tapped is at least 40 pixels high", () =>
    open("waiting", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, async (page) => {
      const low = await page.locator(".quiz :is(label, button.quiz-check, summary)").evaluateAll((all) => all.map((one) => [one.textContent, one.getBoundingClientRect().height]).filter(([, height]) => height < 40));
      assert.deepEqual(low, []);
    }));

  test("without JavaScript every answer can be unfolded", () =>
    open("counter-race", { javaScriptEnabled: false }, async (page) => {
      const quiz = tickets(page);
      assert.equal(await quiz.getByRole("button").count(), 0);
      const answer = quiz.locator(".quiz-answer").first();
      assert.equal(await answer.isVisible(), false);
      await quiz.locator("summary").click();
      assert.equal(await answer.isVisible(), true);
      assert.equal(await quiz.locator(".quiz-answer.is-right").count(), 2);
    }));

  test("in print the answers are below each question", () =>
    open("counter-race", {}, async (page) => {
      await page.emulateMedia({ media: "print" });
      const quiz = tickets(page);
      assert.equal(await quiz.getByRole("button", { name: "Check" }).count(), 0);
      const size = await quiz.locator(".quiz-answer").first().boundingBox();
      assert.ok(size.height > 20, `${size.height}`);
    }));

  for (const theme of ["light", "navy"]) {
    test(`each question is readable in the theme ${theme}, on a phone and on a laptop`, async () => {
      for (const width of [390, 1280]) {
        for (const chapter of chapters) {
          await open(chapter, { viewport: { width, height: 844 } }, async (page) => {
            await page.evaluate((theme) => localStorage.setItem("mdbook-theme", theme), theme);
            await page.reload();
            for (const quiz of await page.locator(".quiz").all()) {
              await quiz.locator("input").first().check();
              await check(quiz);
              await quiz.locator("summary").first().click();
            }
            const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert.equal(sideways, 0, `${chapter} scrolls sideways`);
            await page.addScriptTag({ path: axe });
            const faults = await page.evaluate(() => window.axe.run(".quiz", { preload: false }).then(({ violations }) => violations));
            assert.deepEqual(faults.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`), [], chapter);
            if (chapter === "counter-race") await tickets(page).screenshot({ path: join(shots, `quiz-${theme}-${width}.png`) });
          });
        }
      }
    });
  }
});
