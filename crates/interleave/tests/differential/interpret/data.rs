//! Non-atomic data.

#![allow(unsafe_code)]

use super::Worker;
use super::cell::UnsafeCell;
use crate::program::{Plain, Publishing, Strength};

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

/// What the shared pointer points to.
pub(super) fn published<'a>(pointer: *const Data) -> Option<&'a Data> {
    // SAFETY: published data is never freed.
    unsafe { pointer.as_ref() }
}

/// New data, which is never freed.
fn create(value: usize) -> *mut Data {
    Box::into_raw(Box::new(Data::new(value)))
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

    pub(super) fn pointer(&mut self, op: Publishing, strength: Strength) {
        let pointer = &self.shared.pointer;
        let data = match op {
            Publishing::Publish(operand) => {
                return pointer.store(create(self.value(operand)), strength.store());
            }
            Publishing::Swap(operand) => pointer.swap(create(self.value(operand)), strength.update()),
            Publishing::Look | Publishing::Edit(_) => pointer.load(strength.load()),
        };
        match (published(data), op) {
            (None, _) => self.see("null", 0),
            (Some(data), Publishing::Edit(operand)) => data.write(self.value(operand)),
            (Some(data), _) => self.see("published", data.read()),
        }
    }
}
