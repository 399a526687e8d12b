//! `std::thread_local!`, for each model thread.

use crate::execution::with_state;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::ptr;
use std::rc::Rc;

/// As [`std::thread_local!`]: each model thread of each execution has a value of its own, made when it first looks. It is
/// dropped before the thread counts as finished. (The end of a `std` scope, and `is_finished`, may come before that: what a
/// program can see then is not explored.)
///
/// ```
/// use interleave::{Options, explore, thread};
/// use std::cell::Cell;
///
/// interleave::thread_local! {
///     static SEEN: Cell<u32> = const { Cell::new(0) };
/// }
///
/// let outcome = explore(&Options::new(), || {
///     SEEN.set(1);
///     thread::spawn(|| SEEN.get()).join().unwrap()
/// });
/// assert_eq!(outcome.values.into_keys().collect::<Vec<_>>(), ["0"]);
/// ```
#[macro_export]
macro_rules! thread_local {
    () => {};
    ($(#[$attribute:meta])* $visibility:vis static $name:ident: $t:ty = const $init:block $(; $($rest:tt)*)?) => {
        $(#[$attribute])*
        $visibility static $name: $crate::thread::LocalKey<$t> = $crate::thread::LocalKey::new(|| const { $init });
        $($crate::thread_local! { $($rest)* })?
    };
    ($(#[$attribute:meta])* $visibility:vis static $name:ident: $t:ty = $init:expr $(; $($rest:tt)*)?) => {
        $(#[$attribute])*
        $visibility static $name: $crate::thread::LocalKey<$t> = $crate::thread::LocalKey::new(|| $init);
        $($crate::thread_local! { $($rest)* })?
    };
}

/// As [`std::thread::LocalKey`], from [`thread_local!`](crate::thread_local).
pub struct LocalKey<T: 'static> {
    init: fn() -> T,
}

/// As [`std::thread::AccessError`]: the thread is ending and has dropped its value.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessError;

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("already destroyed")
    }
}

impl std::error::Error for AccessError {}

impl<T: 'static> LocalKey<T> {
    #[doc(hidden)]
    pub const fn new(init: fn() -> T) -> Self {
        LocalKey { init }
    }

    /// The calling thread's value.
    ///
    /// # Panics
    /// If the thread is ending and has dropped it, or outside an exploration.
    #[track_caller]
    pub fn with<F, R>(&'static self, look: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        look(&self.value(self.init))
    }

    /// The calling thread's value.
    ///
    /// # Errors
    /// If the thread is ending and has dropped it.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub fn try_with<F, R>(&'static self, look: F) -> Result<R, AccessError>
    where
        F: FnOnce(&T) -> R,
    {
        self.try_value(self.init).map(|value| look(&value))
    }

    /// The calling thread's value; `make` makes the first one.
    #[track_caller]
    fn try_value(&'static self, make: impl FnOnce() -> T) -> Result<Rc<T>, AccessError> {
        let key = ptr::from_ref(self).addr();
        let known = || {
            with_state(|s| {
                s.shares();
                s.thread().locals.get(key)
            })
        };
        let value = match known() {
            Some(value) => value,
            None => {
                let made = Rc::new(make());
                with_state(|s| s.thread().locals.add(key, made));
                known().expect("just added")
            }
        };
        Ok(value.ok_or(AccessError)?.downcast::<T>().expect("one type at each address"))
    }

    /// As [`LocalKey::try_value`], for those that panic.
    #[track_caller]
    fn value(&'static self, make: impl FnOnce() -> T) -> Rc<T> {
        match self.try_value(make) {
            Ok(value) => value,
            Err(error) => {
                panic!("cannot access a Thread Local Storage value during or after destruction: {error:?}")
            }
        }
    }
}

impl<T: 'static> LocalKey<Cell<T>> {
    /// Replaces the value. If it is the thread's first, what the declaration says is not run.
    #[track_caller]
    pub fn set(&'static self, value: T) {
        let mut value = Some(value);
        let cell = self.value(|| Cell::new(value.take().expect("made once")));
        if let Some(value) = value {
            cell.set(value);
        }
    }

    /// A copy of the value.
    #[track_caller]
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }

    /// Takes the value, and leaves the default.
    #[track_caller]
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(Cell::take)
    }

    /// Replaces the value and gives the one before.
    #[track_caller]
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    /// Looks at the value.
    #[track_caller]
    pub fn with_borrow<F, R>(&'static self, look: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        self.with(|cell| look(&cell.borrow()))
    }

    /// Changes the value.
    #[track_caller]
    pub fn with_borrow_mut<F, R>(&'static self, change: F) -> R
    where
        F: FnOnce(&mut T) -> R,
    {
        self.with(|cell| change(&mut cell.borrow_mut()))
    }

    /// Replaces the value. If it is the thread's first, what the declaration says is not run.
    #[track_caller]
    pub fn set(&'static self, value: T) {
        let mut value = Some(value);
        let cell = self.value(|| RefCell::new(value.take().expect("made once")));
        if let Some(value) = value {
            *cell.borrow_mut() = value;
        }
    }

    /// Takes the value, and leaves the default.
    #[track_caller]
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }

    /// Replaces the value and gives the one before.
    #[track_caller]
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalKey").finish_non_exhaustive()
    }
}

/// A thread's values, by the addresses of their keys.
#[derive(Default)]
pub(crate) struct Locals(Vec<(usize, Option<Rc<dyn Any>>)>);

impl Locals {
    /// `None`: not made yet. `Some(None)`: dropped already.
    fn get(&self, key: usize) -> Option<Option<Rc<dyn Any>>> {
        self.0.iter().find(|(other, _)| *other == key).map(|(_, value)| value.clone())
    }

    fn add(&mut self, key: usize, value: Rc<dyn Any>) {
        self.0.push((key, Some(value)));
    }

    /// The value that was made last, of those that are left.
    fn take_last(&mut self) -> Option<Rc<dyn Any>> {
        self.0.iter_mut().rev().find_map(|(_, value)| value.take())
    }
}

/// The calling thread has run its closure: its values are dropped, also those that their destructors make.
pub(super) fn drop_all() {
    while let Some(value) = with_state(|s| s.thread().locals.take_last()) {
        drop(value);
    }
}
