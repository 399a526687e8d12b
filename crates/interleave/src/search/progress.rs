//! Prints the progress of a search, once a second on a terminal and every 30 seconds in a pipe. No result depends on it.

use crate::outcome::counted;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The environment variable that turns it on.
const LOG: &str = "INTERLEAVE_LOG";

/// How often progress is printed on a terminal, and in a pipe such as a CI log.
const AT_A_TERMINAL: Duration = Duration::from_secs(1);
const IN_A_PIPE: Duration = Duration::from_secs(30);

/// The progress of a search, if it is to be printed.
pub(crate) struct Progress(Option<Mutex<Told>>);

struct Told {
    every: Duration,
    began: Instant,
    last: Instant,
    executions: usize,
    done: f64,
}

impl Progress {
    /// The progress of a search that begins now.
    pub(crate) fn of_a_search() -> Self {
        let asked = std::env::var_os(LOG).is_some_and(|value| value != "0");
        let every = if std::io::stderr().is_terminal() { AT_A_TERMINAL } else { IN_A_PIPE };
        Progress(asked.then(|| Progress::told(every)))
    }

    fn told(every: Duration) -> Mutex<Told> {
        let now = Instant::now();
        Mutex::new(Told { every, began: now, last: now, executions: 0, done: 0.0 })
    }

    /// Resets the progress.
    pub(crate) fn begins_anew(&self) {
        let Some(told) = &self.0 else { return };
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        (told.executions, told.done, told.began) = (0, 0.0, Instant::now());
    }

    /// Counts one more execution, which represents this share of the search.
    pub(crate) fn went_on(&self, share: f64) {
        let Some(told) = &self.0 else { return };
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        told.executions += 1;
        told.done += share;
        if told.last.elapsed() >= told.every {
            told.last = Instant::now();
            let line = line(told.executions, told.done, told.began.elapsed());
            let _ = writeln!(std::io::stderr(), "interleave: {line}");
        }
    }
}

/// `12,000 executions of about 480,000, 9,800 a second`.
fn line(executions: usize, done: f64, since: Duration) -> String {
    let all = executions as f64 / done.clamp(f64::MIN_POSITIVE, 1.0);
    let rate = executions as f64 / since.as_secs_f64().max(f64::MIN_POSITIVE);
    let of = match all < 1e15 {
        true => format!("about {}", grouped(two_digits(all))),
        false => "very many".to_owned(),
    };
    let executions =
        counted(executions, "execution").replacen(&executions.to_string(), &grouped(executions as u64), 1);
    format!("{executions} of {of}, {} a second", grouped(two_digits(rate)))
}

/// Rounds an estimate to two digits, because it is no more precise than that.
fn two_digits(number: f64) -> u64 {
    let scale = 10f64.powi((number.max(1.0).log10() as i32 - 1).max(0));
    ((number / scale).round() * scale) as u64
}

/// `12,000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::findings::Findings;
    use super::super::{graphs, judged, search};
    use super::*;
    use crate::sync::atomic::{AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};
    use crate::{Options, Search, thread};

    #[test]
    fn the_progress_line_has_the_count_the_estimate_and_the_speed() {
        let second = Duration::from_secs(1);
        assert_eq!(line(12_000, 0.025, second), "12,000 executions of about 480,000, 12,000 a second");
        assert_eq!(line(1, 1.0, second), "1 execution of about 1, 1 a second");
        assert_eq!(line(5_000, 0.0, 2 * second), "5,000 executions of very many, 2,500 a second");
    }

    #[test]
    fn the_shares_of_all_executions_add_up_to_1() {
        let program = || {
            let count = AtomicUsize::new(0);
            thread::scope(|scope| {
                for _ in 0..2 {
                    // The weaker ordering makes the search restart.
                    scope.spawn(|| count.store(count.load(Relaxed) + 1, SeqCst));
                }
            });
        };
        let pct = Search::Pct { seed: 1, depth: 2, count: 9 };
        for kind in [Search::Optimal, Search::Full, Search::Walks { seed: 1, count: 9 }, pct] {
            let (progress, options) = (Progress(Some(Progress::told(AT_A_TERMINAL))), Options::new().search(kind));
            let (limits, program) = (&options.limits, &judged(&options, program));
            let mut findings = Findings::default();
            let proof = |settings, progress: &Progress, findings: &mut Findings| {
                graphs::explore(limits, settings, program, progress, findings)
            };
            let _ = search(limits, program, &proof, &progress, &mut findings);
            let told = progress.0.unwrap().into_inner().unwrap();
            assert_eq!(told.executions, findings.begun(), "{kind:?}");
            assert!((told.done - 1.0).abs() < 1e-9, "{kind:?}: {}", told.done);
        }
    }

    #[test]
    fn progress_is_off_by_default() {
        assert!(Progress::of_a_search().0.is_none(), "the variable is not set in tests");
    }
}
