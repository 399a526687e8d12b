//! A thread-local value whose destructor does an operation when its thread ends.

use super::sync::TryLockError;
use super::{Shared, Worker, thread_local};
use crate::outcome::Log;
use crate::program::{Parting, Strength};
use std::cell::RefCell;
use std::sync::Arc;

thread_local! {
    static FAREWELL: RefCell<Option<Farewell>> = const { RefCell::new(None) };
}

struct Farewell {
    shared: Arc<Shared>,
    log: Log,
    parting: Parting,
    strength: Strength,
}

impl Worker<'_, '_> {
    /// The destructor of an earlier farewell runs at once.
    pub(super) fn at_end(&mut self, parting: Parting, strength: Strength) {
        let farewell = Farewell { shared: Arc::clone(self.shared), log: self.log.clone(), parting, strength };
        let earlier = FAREWELL.replace(Some(farewell));
        drop(earlier);
    }
}

impl Drop for Farewell {
    fn drop(&mut self) {
        match self.parting {
            Parting::Access(which, access) => {
                let (Ok(value) | Err(value)) = self.shared.cells[which].access(access, 2, self.strength);
                self.log.push("at the end", value);
            }
            Parting::TryLock => match self.shared.mutex.try_lock() {
                Ok(mut guard) => {
                    self.log.push("locked at the end", *guard);
                    *guard = guard.wrapping_add(1);
                }
                Err(TryLockError::Poisoned(_)) => self.log.push("poisoned at the end", 0),
                Err(TryLockError::WouldBlock) => self.log.push("would block at the end", 0),
            },
        }
    }
}
