//! The progress line while the checks are compiled. It appears after a moment, so a build with nothing to do prints
//! nothing.

use serde_json::Value;
use std::io::{IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread::{Thread, park_timeout};
use std::time::{Duration, Instant};

/// How often the line is updated on a terminal.
const ON_A_TERMINAL: Duration = Duration::from_secs(1);
/// How often a new line is printed otherwise, as into a file.
const IN_A_FILE: Duration = Duration::from_secs(10);

/// The progress of the two builds.
#[derive(Default)]
pub struct Progress {
    compiled: AtomicUsize,
    is_over: AtomicBool,
}

impl Progress {
    /// Counts each crate that cargo reports as compiled; crates that were already built do not count.
    pub fn heard(&self, message: &Value) {
        if message["reason"] == "compiler-artifact" && message["fresh"] == false {
            self.compiled.fetch_add(1, SeqCst);
        }
    }

    /// Shows the progress on stderr until [`end`](Progress::end).
    pub fn show(&self, package: &str) {
        let (begun, is_terminal) = (Instant::now(), stderr().is_terminal());
        let every = if is_terminal { ON_A_TERMINAL } else { IN_A_FILE };
        let mut next = every;
        let mut shown = false;
        while !self.is_over.load(SeqCst) {
            park_timeout(next.saturating_sub(begun.elapsed()));
            if self.is_over.load(SeqCst) || begun.elapsed() < next {
                continue;
            }
            next += every;
            let line = line(package, self.compiled.load(SeqCst), begun.elapsed());
            // On a terminal each line replaces the previous one. Errors are ignored: progress is not worth one.
            let _ = if is_terminal { write!(stderr(), "\r\u{1b}[K{line}") } else { writeln!(stderr(), "{line}") };
            shown = true;
        }
        if shown && is_terminal {
            let _ = write!(stderr(), "\r\u{1b}[K");
        }
    }

    /// Ends [`show`](Progress::show) in the thread that shows it.
    pub fn end(&self, shown: &Thread) {
        self.is_over.store(true, SeqCst);
        shown.unpark();
    }
}

fn line(package: &str, compiled: usize, after: Duration) -> String {
    let crates = if compiled == 1 { "crate" } else { "crates" };
    format!("Compiling the checks of {package}: {compiled} {crates} so far, {} s", after.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_crates_that_were_compiled_now_are_counted() {
        let progress = Progress::default();
        for fresh in [true, false, false] {
            progress.heard(&json!({"reason": "compiler-artifact", "fresh": fresh}));
        }
        progress.heard(&json!({"reason": "compiler-message", "fresh": false}));
        let line = line("counter-race", progress.compiled.load(SeqCst), Duration::from_millis(4_900));
        assert_eq!(line, "Compiling the checks of counter-race: 2 crates so far, 4 s");
    }

    #[test]
    fn show_returns_after_the_end() {
        let progress = Progress::default();
        std::thread::scope(|scope| {
            let shown = scope.spawn(|| progress.show("counter-race"));
            progress.end(shown.thread());
        });
    }
}
