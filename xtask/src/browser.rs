//! `cargo xtask browser`: the page on which the reader is the scheduler, tested in a real browser, by itself and as a
//! chapter of the book. The tests are in `docs/tests/`; here is what they need: the page, npm's two packages, and a
//! Chromium. The book is not built here: where `cargo xtask book` has not been called, its part is left out.

use crate::cargo::as_typed;
use crate::{book, output, scheduler, step};
use std::path::Path;
use xshell::{Shell, cmd};

/// What Chromium is called where it is installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Fails, with a line that says how to get it, where npm or a browser is missing.
pub fn run(shell: &Shell) -> xshell::Result<()> {
    step("The interactive page, in a browser");
    let target = shell.current_dir().join("target");
    let (page, shots) = (target.join("scheduler"), target.join("scheduler-shots"));
    need(shell, &["npm"], "npm")?;
    let browser = need(shell, &NAMES, "chromium")?;
    scheduler::run(shell, &page)?;
    let book = shell.current_dir().join(book::PAGES);
    let _tests = shell.push_dir("docs/tests");
    cmd!(shell, "npm ci --silent").run()?;
    let mut tests = as_typed(cmd!(shell, "npm test --silent"))
        .env("SCHEDULER_PAGE", &page)
        .env("SCHEDULER_SHOTS", &shots)
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

/// The path of the first of `programs` that is installed. Where none is, installs `package` if this is a machine that
/// may (CI runs as root in a fresh container).
fn need(shell: &Shell, programs: &[&str], package: &str) -> xshell::Result<String> {
    let find =
        || programs.iter().find_map(|program| cmd!(shell, "which {program}").quiet().ignore_stderr().read().ok());
    if let Some(found) = find() {
        return Ok(found);
    }
    let root = cmd!(shell, "id -u").quiet().read().is_ok_and(|id| id == "0");
    if !(root && Path::new("/usr/bin/apt-get").exists()) {
        output::note(format_args!(
            "{package} is missing: install it, for example with `sudo apt-get install {package}`"
        ));
        return cmd!(shell, "which {package}").quiet().read();
    }
    cmd!(shell, "apt-get update -qq").run()?;
    cmd!(shell, "apt-get install -y -qq {package}")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .ignore_stdout()
        .run()?;
    find().map_or_else(|| cmd!(shell, "which {package}").quiet().read(), Ok)
}
