//! Reports work that may take minutes, such as a first build: after a few seconds, one line says what is being done, and
//! further lines say for how long it has been running.

use crate::output::note;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The time until the first line. Shorter work prints nothing.
const AT_FIRST: Duration = Duration::from_secs(3);
/// The time between two lines.
const AGAIN: Duration = Duration::from_secs(30);

/// Does `work`, and reports it on stderr as `what`, such as `Compiling the explorer`.
pub fn saying<T>(what: &str, work: impl FnOnce() -> T) -> T {
    watched(work, |is_over| {
        let began = Instant::now();
        say_until(is_over, [AT_FIRST, AGAIN], |lines| {
            note(match lines {
                0 => format!("{what} …"),
                _ => format!("{what} … ({})", since(began.elapsed())),
            });
        });
    })
}

/// Runs `work`, and `watch` on a second thread. The channel that `watch` gets closes when the work is done.
fn watched<T>(work: impl FnOnce() -> T, watch: impl FnOnce(&Receiver<()>) + Send) -> T {
    let (working, is_over) = channel();
    thread::scope(|scope| {
        scope.spawn(move || watch(&is_over));
        let done = work();
        drop(working);
        done
    })
}

/// Calls `say` with the number of earlier calls: first after the time `first`, then every `again`, until the work is over.
fn say_until(is_over: &Receiver<()>, [first, again]: [Duration; 2], mut say: impl FnMut(usize)) {
    let mut lines = 0;
    while is_over.recv_timeout(if lines == 0 { first } else { again }) == Err(RecvTimeoutError::Timeout) {
        say(lines);
        lines += 1;
    }
}

/// `45 s`, `2 min 30 s`.
fn since(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::{say_until, since, watched};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    #[test]
    fn long_work_is_reported_until_it_is_over() {
        let (said, heard) = channel();
        let work = || heard.iter().take(3).collect::<Vec<usize>>(); // takes as long as three lines
        let lines = watched(work, move |is_over| {
            say_until(is_over, [Duration::ZERO; 2], |lines| _ = said.send(lines));
        });
        assert_eq!(lines, [0, 1, 2]);
    }

    #[test]
    fn short_work_is_not_reported() {
        let day = Duration::from_secs(86_400);
        watched(|| (), |is_over| say_until(is_over, [day; 2], |_| panic!("it is over")));
    }

    #[test]
    fn a_time_is_shown_in_minutes_and_seconds() {
        assert_eq!([45, 150].map(|seconds| since(Duration::from_secs(seconds))), ["45 s", "2 min 30 s"]);
    }
}
