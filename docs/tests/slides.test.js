// The deck and the summary that `cargo xtask slides` writes: nothing is cut off, all text is readable from the last row,
// links lead to the book, and the speaker view needs no second file.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { shots, start, visit } from "./browser.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
// `cargo xtask browser` sets these: the folders of the two editions, and the book if it was built.
const decks = { instructors: process.env.SLIDES, students: process.env.SLIDES_STUDENTS };
const book = process.env.SCHEDULER_BOOK;
const PROJECTOR = { viewport: { width: 1920, height: 1080 } };
// In pixels of a projector: 45 lines to the height of the wall.
const SMALLEST_LETTERS = 24;

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const ready = (page) => page.waitForFunction(() => window.Reveal?.isReady());
const pagesOf = (pdf) => (pdf.toString("latin1").match(/\/Type \/Page[^s]/g) ?? []).length;

for (const [edition, folder] of Object.entries(decks)) {
  const open = (name, hash, options, use) => visit(browser, hash, { ...PROJECTOR, ...options }, use, join(folder, name));

  describe(`the deck for ${edition}`, () => {
    test("fits on every slide, in letters that are readable from the last row", () =>
      open("index.html", "", {}, async (page) => {
        await ready(page);
        const count = await page.evaluate(() => Reveal.getTotalSlides());
        assert.ok(count > 20, `${count} slides`);
        mkdirSync(join(shots, edition), { recursive: true });
        for (let number = 0; number < count; number++) {
          await page.evaluate((number) => Reveal.slide(number), number);
          await page.screenshot({ path: join(shots, edition, `${String(number + 1).padStart(2, "0")}.png`) });
          const { title, faults } = await page.evaluate(look, SMALLEST_LETTERS);
          assert.deepEqual(faults, [], `slide ${number + 1}: ${title}`);
        }
      }));

    test("prints one page for each slide", () =>
      open("index.html", "?print-pdf", {}, async (page) => {
        await ready(page);
        await page.waitForSelector(".pdf-page");
        const count = await page.locator(".slides section").count();
        assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true })), count);
      }));

    test("has no fault that axe finds, such as low contrast", () =>
      open("index.html", "", {}, async (page) => {
        await ready(page);
        await page.addScriptTag({ path: axe });
        for (const number of [0, 6, 12, 15]) {
          await page.evaluate((number) => Reveal.slide(number), number);
          const faults = await page.evaluate(() => window.axe.run("section.present", { preload: false }).then(({ violations }) => violations));
          assert.deepEqual(faults.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`), []);
        }
      }));

    test("links only to chapters and headings that the book has", { skip: book ? false : "the book is not built: cargo xtask book" }, () =>
      open("index.html", "", {}, async (page) => {
        const links = await page.locator(".slides a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
        assert.ok(links.length > 3 && links.every((link) => link.startsWith("../book/")), links.join(" "));
        for (const link of new Set(links)) {
          const [file, place] = link.replace("../book/", "").split("#");
          assert.ok(existsSync(join(book, file)), link);
          if (place && !place.startsWith("program=")) assert.ok(readFileSync(join(book, file), "utf8").includes(`id="${place}"`), link);
        }
      }));
  });

  test(`the summary for ${edition} is one page of A4, and nothing on it is cut off`, () =>
    open("summary.html", "", {}, async (page) => {
      await page.evaluate(() => document.fonts.ready);
      const wide = await page.locator("pre, .halves, .code-right").evaluateAll((all) => all.filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.textContent));
      assert.deepEqual(wide, []);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      assert.equal(pagesOf(pdf), 1);
    }));
}

test("the speaker view shows the notes and follows the deck", () =>
  visit(browser, "", PROJECTOR, async (page) => {
    await ready(page);
    const [view] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("s")]);
    await view.locator(".speaker-controls-notes .value").getByText("Minute 0 to 1").waitFor();
    await page.keyboard.press("ArrowRight");
    await view.locator(".speaker-controls-notes .value").getByText("Minute 1 to 3").waitFor();
  }, join(decks.instructors, "index.html")));

test("students get no notes", () =>
  visit(browser, "", PROJECTOR, async (page) => assert.equal(await page.locator("aside.notes").count(), 0), join(decks.students, "index.html")));

// The faults of the current slide: parts outside of it, parts that are cut off, and letters that are too small.
function look(smallest) {
  const slide = Reveal.getCurrentSlide();
  const faults = [];
  const whole = slide.getBoundingClientRect();
  if (whole.height > 1081) faults.push(`${whole.height} pixels high`);
  for (const part of slide.querySelectorAll("*")) {
    if (part.closest("aside")) continue;
    const box = part.getBoundingClientRect();
    const name = `${part.tagName} ${part.textContent.slice(0, 40)}`;
    if (box.right > 1920 || box.bottom > 1080) faults.push(`out of the slide: ${name}`);
    if (!part.closest("svg") && part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1) faults.push(`cut off: ${name}`);
    const own = [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (!own || part.tagName === "STYLE" || part.tagName === "title" || part.tagName === "desc") continue;
    const scale = part.ownerSVGElement ? part.ownerSVGElement.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(part).fontSize) * scale;
    if (size < smallest) faults.push(`letters of ${size.toFixed(1)} pixels: ${name}`);
  }
  return { title: slide.querySelector("h1, h2").textContent, faults };
}
