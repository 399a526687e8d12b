//! What runs once, a lazy value, and thread-local values.

use super::sync::{LazyLock, Once, OnceState};
use super::{Worker, thread_local};
use crate::program::Starting;
use std::cell::{Cell, RefCell};

thread_local! {
    static LOOKS: Cell<usize> = const { Cell::new(0) };
    static NOTES: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// The thread may have run another program.
pub(super) fn forget() {
    LOOKS.set(0);
    NOTES.set(Vec::new());
}

impl<'a> Worker<'a, '_> {
    pub(super) fn start(&mut self, op: &Starting) {
        let once: &'a Once = &self.shared.start;
        match op {
            Starting::CallOnce(body) => {
                once.call_once(|| {
                    self.see("starts", 0);
                    self.run(body);
                });
            }
            Starting::CallOnceForce(body) => {
                once.call_once_force(|state: &OnceState| {
                    self.see("starts, poisoned", usize::from(state.is_poisoned()));
                    self.run(body);
                });
            }
            Starting::IsCompleted => self.see("completed", usize::from(once.is_completed())),
            Starting::Wait => once.wait(),
            Starting::WaitForce => once.wait_force(),
            Starting::Look => self.see("lazy", LazyLock::get(&self.shared.lazy).copied().unwrap_or(0)),
            Starting::Force => self.see("lazy", *LazyLock::force(&self.shared.lazy)),
            Starting::Local => self.local(),
            Starting::AtEnd(parting, strength) => self.at_end(*parting, *strength),
        }
    }

    fn local(&mut self) {
        let before = LOOKS.replace(LOOKS.get() + 1);
        NOTES.with_borrow_mut(|notes| notes.push(before));
        let count = NOTES.with_borrow(Vec::len);
        let same = LOOKS.with(Cell::get) == count && LOOKS.try_with(Cell::get) == Ok(count);
        let (looks, notes) = (LOOKS.take(), NOTES.take());
        LOOKS.set(looks);
        NOTES.set(notes);
        self.see("local", if same { count } else { 99 });
    }
}
