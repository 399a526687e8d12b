//! `std::thread_local!`, for model threads.

use crate::execution::with_state;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::ptr;
use std::rc::Rc;

/// Like [`std::thread_local!`]: each model thread has its own value in each execution, initialised on first use. It
/// is dropped before the thread counts as finished. (In `std`, a scope may end or `is_finished` may return true
/// before that; the consequences are not explored.)
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

/// Like [`std::thread::LocalKey`]; declared with [`thread_local!`](crate::thread_local).
pub struct LocalKey<T: 'static> {
    init: fn() -> T,
}

/// Like [`std::thread::AccessError`]: the thread is ending and has dropped its value.
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

    /// Calls `look` with a reference to the calling thread's value.
    ///
    /// # Panics
    /// If the thread is ending and has dropped its value, or if called outside an explored program.
    #[track_caller]
    pub fn with<F, R>(&'static self, look: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        look(&self.value(self.init))
    }

    /// Calls `look` with a reference to the calling thread's value.
    ///
    /// # Errors
    /// If the thread is ending and has dropped its value.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn try_with<F, R>(&'static self, look: F) -> Result<R, AccessError>
    where
        F: FnOnce(&T) -> R,
    {
        self.try_value(self.init).map(|value| look(&value))
    }

    /// The calling thread's value; `make` creates it if there is none.
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

    /// Like [`LocalKey::try_value`], but panics on an error.
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
    /// Sets the value. If the thread has none yet, the initialiser in the declaration does not run.
    #[track_caller]
    pub fn set(&'static self, value: T) {
        let mut value = Some(value);
        let cell = self.value(|| Cell::new(value.take().expect("made once")));
        if let Some(value) = value {
            cell.set(value);
        }
    }

    /// Returns a copy of the value.
    #[track_caller]
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }

    /// Takes the value and leaves the default in its place.
    #[track_caller]
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(Cell::take)
    }

    /// Replaces the value and returns the old one.
    #[track_caller]
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    /// Calls `look` with a reference to the value.
    #[track_caller]
    pub fn with_borrow<F, R>(&'static self, look: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        self.with(|cell| look(&cell.borrow()))
    }

    /// Calls `change` with a mutable reference to the value.
    #[track_caller]
    pub fn with_borrow_mut<F, R>(&'static self, change: F) -> R
    where
        F: FnOnce(&mut T) -> R,
    {
        self.with(|cell| change(&mut cell.borrow_mut()))
    }

    /// Sets the value. If the thread has none yet, the initialiser in the declaration does not run.
    #[track_caller]
    pub fn set(&'static self, value: T) {
        let mut value = Some(value);
        let cell = self.value(|| RefCell::new(value.take().expect("made once")));
        if let Some(value) = value {
            *cell.borrow_mut() = value;
        }
    }

    /// Takes the value and leaves the default in its place.
    #[track_caller]
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }

    /// Replaces the value and returns the old one.
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
    /// `None`: not created yet. `Some(None)`: already dropped.
    fn get(&self, key: usize) -> Option<Option<Rc<dyn Any>>> {
        self.0.iter().find(|(other, _)| *other == key).map(|(_, value)| value.clone())
    }

    fn add(&mut self, key: usize, value: Rc<dyn Any>) {
        self.0.push((key, Some(value)));
    }

    /// Takes the newest value that is left.
    fn take_last(&mut self) -> Option<Rc<dyn Any>> {
        self.0.iter_mut().rev().find_map(|(_, value)| value.take())
    }
}

/// The calling thread's closure has returned: drops its values, including those that their destructors create.
pub(super) fn drop_all() {
    while let Some(value) = with_state(|s| s.thread().locals.take_last()) {
        drop(value);
    }
}
