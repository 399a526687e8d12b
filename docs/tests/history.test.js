// The browser's Back and Forward, and the page's own Undo and Redo.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { columns, level, link, places, start, steps, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const named = (page, name) => page.getByRole("button", { name, exact: true });
const step = (page, thread) => columns(page).nth(thread).locator(".scheduler-step").click();
const digits = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("run");

for (const [where, file, skip] of places) {
  describe(where, { skip }, () => {
    for (const hash of ["", link("racy")]) {
      test(`Back undoes one step and Forward takes it again, ${hash ? "opened by a link" : "opened without a link"}`, () =>
        visit(browser, hash, {}, async (page) => {
          for (const thread of [1, 2, 2]) await step(page, thread);
          for (const left of [2, 1, 0]) {
            await page.goBack();
            assert.equal(await steps(page), left);
          }
          await page.goForward();
          assert.deepEqual([await steps(page), digits(page)], [1, "1"]);
        }, file));
    }

    test("a random run is one history entry, so Back returns to the state before it", () =>
      visit(browser, link("racy"), {}, async (page) => {
        await step(page, 1);
        await named(page, "Run at random").click();
        assert.ok((await steps(page)) > 3);
        await page.goBack();
        assert.equal(await steps(page), 1);
      }, file));

    test("Back after choosing a level returns to the run before it", () =>
      visit(browser, link("racy"), {}, async (page) => {
        await step(page, 1);
        await page.getByRole("link", { name: "One lock", exact: true }).click();
        assert.match(await level(page), /One lock$/);
        await page.goBack();
        assert.match(await level(page), /No lock$/);
        assert.deepEqual([await steps(page), digits(page)], [1, "1"]);
      }, file));
  });
}

test("Redo takes undone steps again, until the reader takes a different step", () =>
  visit(browser, link("racy", "122"), {}, async (page) => {
    const board = await page.locator(".scheduler-board").innerHTML();
    assert.equal(await named(page, "Redo").getAttribute("aria-disabled"), "true");
    await page.locator(".scheduler-step").first().focus();
    for (const key of ["u", "u", "y", "y"]) await page.keyboard.press(key);
    assert.equal(await page.locator(".scheduler-board").innerHTML(), board);
    await named(page, "Reset").click();
    for (let step = 0; step < 3; step += 1) await named(page, "Redo").click();
    assert.equal(digits(page), "122");
    await named(page, "Undo").click();
    await step(page, 1);
    assert.equal(digits(page), "121");
    assert.equal(await named(page, "Redo").getAttribute("aria-disabled"), "true");
    await page.keyboard.press("y");
    assert.match(await page.getByRole("status").textContent(), /no step to take again/);
  }));

test("Back after Undo shows the step again", () =>
  visit(browser, link("racy"), {}, async (page) => {
    for (const thread of [1, 2]) await step(page, thread);
    await named(page, "Undo").click();
    assert.equal(digits(page), "1");
    await page.goBack();
    assert.equal(digits(page), "12");
  }));
