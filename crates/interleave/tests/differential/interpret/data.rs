//! Data that is not atomic.

#![allow(unsafe_code)]

use super::Worker;
use super::cell::UnsafeCell;
use crate::program::Plain;

pub(super) struct Data(UnsafeCell<usize>);

// SAFETY: the explorer ends an execution before a racing access, and a program with a race does not run on `std`.
unsafe impl Sync for Data {}

impl Data {
    pub(super) fn new(value: usize) -> Self {
        Data(UnsafeCell::new(value))
    }

    pub(super) fn into_inner(self) -> usize {
        self.0.into_inner()
    }

    pub(super) fn read(&self) -> usize {
        // SAFETY: nobody writes meanwhile, see above.
        self.0.with(|value| unsafe { *value })
    }

    fn write(&self, new: usize) {
        // SAFETY: nobody else accesses the value meanwhile, see above.
        self.0.with_mut(|value| unsafe { *value = new });
    }
}

impl Worker<'_, '_> {
    pub(super) fn data(&mut self, op: &Plain) {
        let data = &self.shared.data;
        match op {
            Plain::Read => self.see("data", data.read()),
            Plain::Write(operand) => data.write(self.value(*operand)),
            Plain::Get(body) => {
                let pointer = data.0.get();
                self.run(body);
                // SAFETY: nobody writes while there is a pointer for reading.
                self.see("data", pointer.with(|value| unsafe { *value }));
            }
            Plain::GetMut(operand, body) => {
                let pointer = data.0.get_mut();
                self.run(body);
                let new = self.value(*operand);
                // SAFETY: nobody else accesses the value while there is a pointer for writing.
                pointer.with(|value| unsafe { *value = new });
            }
        }
    }
}
