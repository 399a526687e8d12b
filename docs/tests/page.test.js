// The files of the page are small, and the same to the byte each time they are written.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { folder } from "./browser.js";

// The limit for 21 levels. Compressed, they are 50 KB.
const MOST_BYTES = 400_000;

function files(root) {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => relative(root, join(entry.parentPath, entry.name))).sort();
}

test("the page and its graphs are small", () => {
  const bytes = files(folder).reduce((sum, file) => sum + readFileSync(join(folder, file)).length, 0);
  assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
});

test("the same command writes the same bytes", () => {
  const again = mkdtempSync(join(tmpdir(), "scheduler-"));
  try {
    const { status, stderr } = spawnSync("cargo", ["xtask", "scheduler", again], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.deepEqual(files(again), files(folder));
    for (const file of files(again)) assert.ok(readFileSync(join(again, file)).equals(readFileSync(join(folder, file))), file);
  } finally {
    rmSync(again, { recursive: true });
  }
});
