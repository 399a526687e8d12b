// Starts the system's Chromium on the page that `cargo xtask scheduler` wrote, and watches it: an error or a warning in the
// console, or a request that leaves the machine, fails the test that caused it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

// `cargo xtask browser` sets these: the folders of the page, of failing programs' pages and of screenshots, and the browser.
export const folder = process.env.SCHEDULER_PAGE;
export const pages = process.env.SCHEDULER_PAGES;
export const shots = process.env.SCHEDULER_SHOTS;
const executablePath = process.env.CHROMIUM;

const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

// The two places in which the page is tested: [name, file, reason to skip it].
const book = process.env.SCHEDULER_BOOK;
export const places = [
  ["by itself", undefined, false],
  ["in the book", book && join(book, "scheduler.html"), book ? false : "the book is not built: cargo xtask book"],
];

export async function start() {
  assert.ok(folder && pages && executablePath && shots, "start these tests with `cargo xtask browser`");
  return chromium.launch({ executablePath, args });
}

// Opens the page, lets `use` act on it, and checks that nothing went wrong in the browser.
export async function visit(browser, hash, options, use, file = `${folder}/index.html`) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => request.url().startsWith("file:") || wrong.push(`request of ${request.url()}`));
  // The book's page to print would open the print dialogue.
  await page.addInitScript(() => (window.print = () => {}));
  await page.goto(`${pathToFileURL(file)}${hash}`);
  try {
    await use(page);
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}

export const link = (program, run = "") => `#program=${program}&run=${run}`;
export const ending = (page) => page.locator(".scheduler-end").textContent();
export const steps = (page) => page.locator(".scheduler-log li").count();
export const level = (page) => page.locator(".scheduler-title").textContent();
export const columns = (page) => page.locator(".scheduler-thread");
