// On a projector all threads of a program are side by side, also in large type.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { columns, link, places, start, visit } from "./browser.js";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

async function areSideBySide(page) {
  const boxes = await columns(page).evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
  for (const [index, box] of boxes.entries()) {
    assert.equal(box.top, boxes[0].top, "all columns begin at the same height");
    assert.ok(index === 0 || box.left >= boxes[index - 1].right, "each column is to the right of the one before it");
  }
}

for (const [where, file, skip] of places) {
  describe(where, { skip }, () => {
    for (const program of ["ab-ba", "racy", "sentinel"]) {
      test(`the threads of ${program} are side by side on a projector, in both sizes of type`, () =>
        visit(browser, link(program, "1"), { viewport: { width: 1920, height: 1080 } }, async (page) => {
          await areSideBySide(page);
          await page.getByRole("button", { name: "Large type" }).click();
          await areSideBySide(page);
        }, file));
    }
  });
}
