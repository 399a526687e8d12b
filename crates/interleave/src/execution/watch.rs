//! Reports a hang. A model thread that takes no step, because it loops without an operation or is blocked by the
//! operating system, hangs the exploration, and nothing in it can continue. After a while a line goes to standard
//! error; no verdict changes.

#![allow(unsafe_code)]

use crate::record::{Place, ThreadId};
use std::panic::Location;
use std::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::Duration;

/// A step takes microseconds, so after this many seconds it is not coming.
const PATIENCE: u32 = 10;
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What the watch sees of the explorer on one OS thread.
#[derive(Default)]
pub(super) struct Pulse {
    beats: AtomicU64,
    /// The running model thread, counted from 1; 0 while the explorer runs.
    running: AtomicUsize,
    /// The line of its last operation.
    place: AtomicPtr<Location<'static>>,
}

impl Pulse {
    pub(super) fn begins(&self, thread: ThreadId, place: Option<Place>) {
        let place = place.map_or(std::ptr::null(), std::ptr::from_ref);
        self.place.store(place.cast_mut(), Relaxed);
        self.running.store(thread + 1, Relaxed);
        // There is no other writer.
        self.beats.store(self.beats.load(Relaxed) + 1, Relaxed);
    }

    pub(super) fn ends(&self) {
        self.running.store(0, Relaxed);
    }

    fn place(&self) -> Option<Place> {
        let place = self.place.load(Relaxed);
        // SAFETY: only `begins` stores to it: null, or a pointer from a `'static` reference.
        unsafe { place.as_ref() }
    }
}

/// The pulse of the calling OS thread, which is watched from now on.
pub(super) fn pulse() -> Arc<Pulse> {
    thread_local! {
        static PULSE: Arc<Pulse> = {
            let pulse = Arc::default();
            watch(Arc::downgrade(&pulse));
            pulse
        };
    }
    PULSE.with(Arc::clone)
}

fn watch(pulse: Weak<Pulse>) {
    static WATCHED: OnceLock<Mutex<Vec<Watched>>> = OnceLock::new();
    let mut begun = false;
    let watched = WATCHED.get_or_init(|| {
        begun = true;
        Mutex::default()
    });
    let lock = || watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    lock().push(Watched { pulse, ..Watched::default() });
    if begun {
        let look = move || {
            loop {
                std::thread::sleep(LOOK_EVERY);
                let mut watched = watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                watched.retain(|watched| watched.pulse.strong_count() > 0);
                watched.iter_mut().filter_map(Watched::look).for_each(|line| eprintln!("{line}"));
            }
        };
        // Without the watch thread, only the line is missing.
        let _ = std::thread::Builder::new().name("interleave watch".to_owned()).spawn(look);
    }
}

#[derive(Default)]
struct Watched {
    pulse: Weak<Pulse>,
    beats: u64,
    /// The number of looks since the last beat.
    looks: u32,
}

impl Watched {
    /// Called once a second. Returns the line to print, once per step.
    fn look(&mut self) -> Option<String> {
        let pulse = self.pulse.upgrade()?;
        let beats = pulse.beats.load(Relaxed);
        let running = pulse.running.load(Relaxed);
        if beats != self.beats || running == 0 {
            (self.beats, self.looks) = (beats, 0);
            return None;
        }
        self.looks += 1;
        let since = pulse.place().map_or("it began".to_owned(), |p| format!("{}:{}", p.file(), p.line()));
        (self.looks == PATIENCE).then(|| {
            format!(
                "interleave: thread {} has taken no step since {since}: a loop without an operation, or a primitive of std?",
                running - 1
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_takes_no_step_is_reported_once() {
        let pulse = Arc::<Pulse>::default();
        let mut watched = Watched { pulse: Arc::downgrade(&pulse), ..Watched::default() };
        let mut lines = |looks: u32| (0..looks).filter_map(|_| watched.look()).collect::<Vec<_>>();
        assert!(lines(2 * PATIENCE).is_empty(), "nobody runs");
        let place = Location::caller();
        pulse.begins(1, Some(place));
        assert!(lines(PATIENCE).is_empty(), "the first look only sees that something has changed");
        let told = lines(3 * PATIENCE);
        assert_eq!(told.len(), 1);
        let begins = format!("interleave: thread 1 has taken no step since {}:{}: ", place.file(), place.line());
        assert!(told[0].starts_with(&begins), "{told:?}");
        pulse.ends();
        assert!(lines(2 * PATIENCE).is_empty());
        pulse.begins(0, None);
        assert!(lines(2 * PATIENCE)[0].contains("thread 0 has taken no step since it began"));
    }
}
