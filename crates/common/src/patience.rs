//! Looking again before falling asleep.

use crate::sync::{Mutex, MutexGuard, PoisonError};
use crate::thread::yield_now;

/// How often.
const LOOKS: usize = if cfg!(test) {
    1 // what the proofs below are about
} else if cfg!(any(feature = "model", feature = "loom")) {
    // Who looks and goes away has changed nothing: all that follows can also follow if it comes later. An explorer
    // lets it come at every moment, and so sees the same without a look, in a small part of the time.
    0
} else {
    4
};

/// Locks `mutex` when its data are `ready`, or after a few looks: then the caller has to wait on a condition variable.
///
/// After each look it lets other threads run. Where they soon do what is waited for, that costs much less than to fall
/// asleep and be woken. A poisoned lock still gives its data.
///
/// ```
/// use common::patience::lock_when;
/// use common::sync::Mutex;
///
/// let letters = Mutex::new(vec!["a letter"]);
/// let mut letters = lock_when(&letters, |letters| !letters.is_empty());
/// assert_eq!(letters.pop(), Some("a letter")); // there was none to wait for
/// ```
#[track_caller] // an explorer then shows the caller's line
pub fn lock_when<T>(mutex: &Mutex<T>, ready: impl Fn(&T) -> bool) -> MutexGuard<'_, T> {
    #[allow(clippy::reversed_empty_ranges)] // an explorer does not look
    for _ in 0..LOOKS {
        let data = mutex.lock().unwrap_or_else(PoisonError::into_inner);
        if ready(&data) {
            return data;
        }
        drop(data);
        yield_now();
    }
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(all(test, not(any(feature = "model", feature = "loom"))))]
mod tests {
    use super::{LOOKS, lock_when};
    use crate::sync::Mutex;
    use std::cell::Cell;

    #[test]
    fn it_looks_and_then_gives_the_lock_as_it_is() {
        let looks = Cell::new(0);
        let look = |number: &u32| {
            looks.set(looks.get() + 1);
            *number == 7
        };
        assert_eq!(*lock_when(&Mutex::new(6), look), 6);
        assert_eq!(looks.replace(0), LOOKS);
        assert_eq!(*lock_when(&Mutex::new(7), look), 7);
        assert_eq!(looks.get(), 1);
    }
}

#[cfg(all(test, feature = "model"))]
mod proofs {
    use super::lock_when;
    use crate::proof::in_every_interleaving;
    use crate::sync::{Arc, Condvar, Mutex};
    use crate::thread;

    #[test]
    fn who_looks_first_misses_nothing() {
        let hand_out = || {
            let shared = Arc::new((Mutex::new(0_usize), Condvar::default()));
            let taker = |_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    let mut coins = lock_when(&shared.0, |coins| *coins > 0);
                    while *coins == 0 {
                        coins = shared.1.wait(coins).unwrap();
                    }
                    *coins -= 1;
                })
            };
            let threads: Vec<_> = (0..2).map(taker).collect();
            for _ in 0..2 {
                *shared.0.lock().unwrap() += 1;
                shared.1.notify_one();
            }
            threads.into_iter().for_each(|thread| thread.join().unwrap());
            *shared.0.lock().unwrap()
        };
        assert_eq!(in_every_interleaving("two takers, who look once before they wait", hand_out), [0]);
    }
}
