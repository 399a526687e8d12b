//! Threads and thread-local values.

use super::thread::{self, AccessError, Builder, JoinHandle, LocalKey, Scope, ScopedJoinHandle, Thread, ThreadId};
use super::thread_local;
use super::time::Duration;
use std::cell::{Cell, RefCell};
use std::io;
use std::num::NonZero;

type Body = fn() -> u32;
type InScope = Scope<'static, 'static>;

const _: fn(Body) -> JoinHandle<u32> = thread::spawn::<Body, u32>;
const _: fn() -> Thread = thread::current;
const _: fn() -> bool = thread::panicking;
const _: fn() = thread::park;
const _: fn(Duration) = thread::park_timeout;
const _: fn(Duration) = thread::sleep;
const _: fn() = thread::yield_now;
const _: fn() -> io::Result<NonZero<usize>> = thread::available_parallelism;
const _: fn(JoinHandle<u32>) -> thread::Result<u32> = JoinHandle::join;
const _: fn(&JoinHandle<u32>) -> &Thread = JoinHandle::thread;
const _: fn(&JoinHandle<u32>) -> bool = JoinHandle::is_finished;

const _: fn() -> Builder = Builder::new;
const _: fn(Builder, String) -> Builder = Builder::name;
const _: fn(Builder, usize) -> Builder = Builder::stack_size;
const _: fn(Builder, Body) -> io::Result<JoinHandle<u32>> = Builder::spawn::<Body, u32>;
const _: unsafe fn(Builder, Body) -> io::Result<JoinHandle<u32>> = Builder::spawn_unchecked::<Body, u32>;
const _: fn(Builder, &'static InScope, Body) -> io::Result<ScopedJoinHandle<'static, u32>> =
    Builder::spawn_scoped::<Body, u32>;

const _: fn(for<'scope> fn(&'scope Scope<'scope, 'static>) -> u32) -> u32 = thread::scope;
const _: fn(&'static InScope, Body) -> ScopedJoinHandle<'static, u32> = Scope::spawn::<Body, u32>;
const _: fn(ScopedJoinHandle<'static, u32>) -> thread::Result<u32> = ScopedJoinHandle::join;
const _: for<'a> fn(&'a ScopedJoinHandle<'static, u32>) -> &'a Thread = ScopedJoinHandle::thread;
const _: fn(&ScopedJoinHandle<'static, u32>) -> bool = ScopedJoinHandle::is_finished;

const _: fn(&Thread) = Thread::unpark;
const _: fn(&Thread) -> ThreadId = Thread::id;
const _: fn(&Thread) -> Option<&str> = Thread::name;

thread_local! {
    /// With a `const` initialiser.
    pub(super) static COUNT: Cell<u32> = const { Cell::new(0) };
    static NOTES: RefCell<Vec<u32>> = RefCell::new(vec![1]);
    static NAME: String = String::from("name")
}
thread_local!(static ONE: u32 = const { 1 });
thread_local! {}

type Key<T> = &'static LocalKey<T>;

const _: fn(Key<String>, fn(&String) -> u32) -> u32 = LocalKey::with::<fn(&String) -> u32, u32>;
const _: fn(Key<String>, fn(&String) -> u32) -> Result<u32, AccessError> =
    LocalKey::try_with::<fn(&String) -> u32, u32>;
const _: fn(Key<Cell<u32>>, u32) = LocalKey::<Cell<u32>>::set;
const _: fn(Key<Cell<u32>>) -> u32 = LocalKey::<Cell<u32>>::get;
const _: fn(Key<Cell<String>>) -> String = LocalKey::<Cell<String>>::take;
const _: fn(Key<Cell<String>>, String) -> String = LocalKey::<Cell<String>>::replace;
const _: fn(Key<RefCell<String>>, String) = LocalKey::<RefCell<String>>::set;
const _: fn(Key<RefCell<String>>) -> String = LocalKey::<RefCell<String>>::take;
const _: fn(Key<RefCell<String>>, String) -> String = LocalKey::<RefCell<String>>::replace;
const _: fn(Key<RefCell<String>>, fn(&String) -> u32) -> u32 = LocalKey::with_borrow::<fn(&String) -> u32, u32>;
const _: fn(Key<RefCell<String>>, fn(&mut String) -> u32) -> u32 =
    LocalKey::with_borrow_mut::<fn(&mut String) -> u32, u32>;

fn uses_the_keys() -> (u32, usize, usize) {
    (COUNT.get() + COUNT.take() + ONE.with(|one| *one), NOTES.with_borrow(Vec::len), NAME.with(String::len))
}
