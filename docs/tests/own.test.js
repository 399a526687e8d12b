// The page of a student's own program, which `check --open` writes and the grader's feedback includes.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { columns, ending, pages, shots, start, steps, visit } from "./browser.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const where = (page) => page.locator(".scheduler-where").textContent();
const outlook = (page) => page.locator(".scheduler-outlook").textContent();
const named = (page, name) => page.getByRole("button", { name });

for (const width of [390, 1280]) {
  const own = (use) => visit(browser, "", { viewport: { width, height: 844 }, reducedMotion: "reduce" }, use, `${pages}/own.html`);

  describe(`the page of a student's own program, ${width} pixels wide`, () => {
    test("opens at the beginning of the failing run, and a button steps along it", () =>
      own(async (page) => {
        assert.match(await where(page), /^This is the beginning of a run that fails, of 7 steps/);
        assert.equal(await outlook(page), "From here it can still go right, and still go wrong.");
        assert.match(await page.locator(".scheduler-about").textContent(), /one increment was lost/);
        for (let step = 1; step <= 7; step += 1) await named(page, /^Next step of the failing run/).click();
        assert.equal(await where(page), "This is the end of the failing run.");
        assert.match(await ending(page), /✗ Wrong.*returned 1, expected 2/);
        await named(page, "Undo").click();
        assert.equal(await where(page), "6 of 7 steps of the failing run.");
      }));

    test("lets the reader leave the failing run, says whether it can still go wrong, and returns to the failing run", () =>
      own(async (page) => {
        await named(page, /^Next step of the failing run: thread 1/).click();
        // The failing run continues with thread 2, so stepping thread 1 leaves it.
        await columns(page).nth(1).locator(".scheduler-step").click();
        assert.match(await where(page), /^You left the failing run after 1 of its 7 steps, where thread 2 took a step/);
        assert.equal(await outlook(page), "✓ From here it goes right, whichever thread is next.");
        await named(page, "Run at random").click();
        assert.match(await ending(page), /^✓ Right/);
        await named(page, "Back to the failing run").click();
        assert.equal(await steps(page), 1);
        await named(page, "To its end").click();
        assert.match(await ending(page), /returned 1, expected 2/);
      }));

    test("works with the keyboard alone", () =>
      own(async (page) => {
        await page.keyboard.press("Tab");
        for (const key of ["n", "1"]) await page.keyboard.press(key);
        assert.match(await where(page), /^You left the failing run/);
        await page.keyboard.press("b");
        for (let step = 0; step < 6; step += 1) await page.keyboard.press("n");
        assert.match(await ending(page), /returned 1, expected 2/);
        assert.equal(await page.getByRole("status").textContent(), `main: ${await page.locator(".scheduler-log li").last().textContent().then((text) => text.slice("main: ".length))}. ${(await ending(page)).replace("✗ Wrong. ", "")}`);
        await page.keyboard.press("u");
        assert.match(await outlook(page), /^✗ From here it goes wrong/);
        await page.keyboard.press("r");
        assert.equal(await steps(page), 0);
        // Tab reaches every button.
        const reached = new Set();
        for (let tab = 0; tab < 40; tab += 1) {
          await page.keyboard.press("Tab");
          reached.add(await page.evaluate(() => document.activeElement.textContent));
        }
        for (const text of await page.locator(".scheduler button:visible").allTextContents()) assert.ok(reached.has(text), text);
      }));

    test("shows the student's own source, with nothing cut off and no fault that axe finds", () =>
      own(async (page) => {
        assert.match(await columns(page).nth(1).locator("[data-next]").first().textContent(), /let seen = \*count\.lock\(\)\.unwrap\(\);/);
        assert.equal(await page.locator("select:visible").count(), 0);
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: `${shots}/own-${width}.png`, fullPage: true });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
        await page.evaluate(() => document.querySelector("meta[http-equiv]").remove());
        const faults = await audit(page);
        assert.deepEqual(faults, []);
      }));
  });

  test(`a page with only a part of the states says so, also at a state whose steps are missing, ${width} pixels wide`, () =>
    visit(browser, "", { viewport: { width, height: 844 } }, async (page) => {
      assert.match(await page.locator(".scheduler-about").textContent(), /too many states for a page/);
      await named(page, "To its end").click();
      assert.match(await ending(page), /✗ Wrong/);
      const all = await steps(page);
      for (let step = 0; step < all; step += 1) await page.keyboard.press("u");
      assert.equal(await steps(page), 0);
      // Away from the failing run, the page runs out of states before the program ends.
      let cut = false;
      for (let run = 0; run < 30 && !cut; run += 1) {
        await page.keyboard.press("r");
        await named(page, "Run at random").click();
        cut = /has only some of its states/.test(await ending(page));
      }
      assert.ok(cut);
      assert.match(await outlook(page), /does not know/);
      await named(page, "Back to the failing run").click();
      await named(page, "To its end").click();
      assert.match(await ending(page), /✗ Wrong/);
    }, `${pages}/part.html`));

  test(`no text of a hostile submission runs as code on its page, ${width} pixels wide`, () =>
    visit(browser, "", { viewport: { width, height: 844 } }, async (page) => {
      const untouched = async () => {
        assert.equal(await page.evaluate(() => window.ran), undefined);
        assert.equal(await page.locator("img, iframe, object, embed, form").count(), 0);
        assert.equal(await page.locator("script").count(), 2);
        assert.equal(await page.evaluate(() => [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes]).filter(({ name }) => name.startsWith("on")).length), 0);
        // No characters that change the direction of text, and no invisible ones.
        assert.equal(await page.evaluate(() => /[\u0000-\u0008\u000b-\u001f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(document.body.innerText)), false);
      };
      await untouched();
      assert.match(await page.locator(".scheduler").textContent(), /<\/script><script>window\.ran = 1<\/script>/);
      await named(page, "To its end").click();
      await untouched();
      assert.match(await ending(page), /onerror='window\.ran = 1'>\\u\{202e\}/);
      await named(page, "Reset").click();
      await named(page, "Run at random").click();
      await untouched();
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: `${shots}/hostile-${width}.png`, fullPage: true });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    }, `${pages}/hostile.html`));
}

async function audit(page) {
  await page.addScriptTag({ path: axe });
  const faults = await page.evaluate(() => window.axe.run({ preload: false }).then(({ violations }) => violations));
  return faults.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
