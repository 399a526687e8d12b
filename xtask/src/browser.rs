//! `cargo xtask browser`: tests the page *You are the scheduler*, alone and as a chapter of the book, and the slides, in a
//! real browser. The tests are in `docs/tests/`. This provides what they need: the page, pages of failing programs as
//! students get them, the slides in both editions, npm's packages, and a Chromium. It does not build the book: if
//! `cargo xtask book` has not built it, the tests of the chapter are left out.

use crate::cargo::as_typed;
use crate::install::need;
use crate::{book, output, scheduler, slides, step};
use xshell::{Shell, cmd};

/// The names of Chromium's executable on different systems.
pub const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Fails if npm or a browser is missing, with a line that says how to install it.
pub fn run(shell: &Shell) -> xshell::Result<()> {
    step("The interactive page, in a browser");
    let target = shell.current_dir().join("target");
    let (page, shots) = (target.join("scheduler"), target.join("scheduler-shots"));
    let pages = target.join("failing-pages");
    need(shell, &["npm"], &["npm"])?;
    let browser = need(shell, &NAMES, &["chromium"])?;
    scheduler::run(shell, &page)?;
    shell.create_dir(&pages)?;
    as_typed(cmd!(shell, "cargo run --quiet --package grader --example pages -- {pages}")).quiet().run()?;
    let decks = slides::both(shell)?;
    let book = shell.current_dir().join(book::PAGES);
    let _tests = shell.push_dir("docs/tests");
    cmd!(shell, "npm ci --silent").run()?;
    let mut tests = as_typed(cmd!(shell, "npm test --silent"))
        .env("SCHEDULER_PAGE", &page)
        .env("SCHEDULER_PAGES", &pages)
        .env("SCHEDULER_SHOTS", &shots)
        .env("SLIDES", &decks[0])
        .env("SLIDES_STUDENTS", &decks[1])
        .env("CHROMIUM", browser);
    if book.join("scheduler.html").exists() {
        tests = tests.env("SCHEDULER_BOOK", &book);
    } else {
        output::note("left out: the chapter of the book, which is not built; `cargo xtask book` builds it");
    }
    tests.run()?;
    output::note("screenshots: target/scheduler-shots");
    Ok(())
}
