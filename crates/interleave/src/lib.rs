//! Explores every interleaving of a small threaded program and shows the shortest one that fails.
//!
//! A test of a threaded program passes or fails by luck: the interleaving that breaks it may occur once in a million
//! runs. This crate runs the program in *every* interleaving. It either proves the program correct, or reports the
//! shortest failing execution, the same one every time.
//!
//! # Getting started
//!
//! Import the primitives from this crate instead of `std`. Names, signatures and meaning are the same:
//!
//! | instead of | use |
//! | --- | --- |
//! | `std::sync` | [`interleave::sync`](sync): `Mutex`, `RwLock`, `Condvar`, `Barrier`, `OnceLock`, `LazyLock`, `Once`, `mpsc`, `atomic`; `Arc` is `std`'s |
//! | `std::thread` | [`interleave::thread`](thread): `spawn`, `scope`, `Builder`, `park`, `yield_now`, `sleep` …; [`thread_local!`] |
//! | `std::cell::UnsafeCell` | [`interleave::cell::UnsafeCell`](cell::UnsafeCell), which finds data races |
//! | `std::time`, `std::hint` | [`interleave::time`](time), which is virtual; [`interleave::hint`](hint) |
//! | `std::panic` | [`interleave::panic`](mod@panic), for `catch_unwind` |
//!
//! Then call [`check`] with a closure that does the work of `main`. That is a complete test: it fails if, in any
//! interleaving, the closure panics or its threads wait for ever.
//!
//! ```should_panic
//! use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
//! use interleave::{check, thread};
//!
//! check(|| {
//!     let count = AtomicUsize::new(0);
//!     thread::scope(|scope| {
//!         for _ in 0..2 {
//!             scope.spawn(|| {
//!                 let seen = count.load(SeqCst);
//!                 count.store(seen + 1, SeqCst);
//!             });
//!         }
//!     });
//!     assert_eq!(count.load(SeqCst), 2);
//! });
//! ```
//!
//! It panics with the table below. [`Options`] set the bounds and the expected value:
//! `Options::new().expect(2).check(|| …)`. For more than pass or fail, call [`explore`]:
//!
//! ```
//! use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
//! use interleave::{Options, Verdict, explore, thread};
//!
//! let outcome = explore(&Options::new().expect(2), || {
//!     let count = AtomicUsize::new(0);
//!     thread::scope(|scope| {
//!         for _ in 0..2 {
//!             scope.spawn(|| {
//!                 let seen = count.load(SeqCst);
//!                 count.store(seen + 1, SeqCst);
//!             });
//!         }
//!     });
//!     count.load(SeqCst)
//! });
//!
//! assert_eq!(outcome.verdict, Verdict::RaceCondition);
//! assert_eq!(outcome.complete, Ok(())); // every interleaving was covered
//! assert_eq!(outcome.values["1"], 2); // an increment is lost in two executions,
//! assert_eq!(outcome.values["2"], 2); // and in two it is not
//!
//! let record = outcome.counterexample.unwrap();
//! assert_eq!(record.size.preemptions, 1); // no failing execution has fewer
//! assert_eq!(record.schedule, "1221000"); // thread 1, 2, 2, 1, and then main
//! ```
//!
//! The shortest failing execution prints as a table, with a column for each thread and time running from top to
//! bottom:
//!
//! ```
//! # use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
//! # use interleave::{Options, explore, thread};
//! # let outcome = explore(&Options::new().expect(2), || {
//! #     let count = AtomicUsize::new(0);
//! #     thread::scope(|scope| {
//! #         for _ in 0..2 {
//! #             scope.spawn(|| {
//! #                 let seen = count.load(SeqCst);
//! #                 count.store(seen + 1, SeqCst);
//! #             });
//! #         }
//! #     });
//! #     count.load(SeqCst)
//! # });
//! use interleave::report::{Style, table};
//!
//! println!("Verdict: {} ({})", outcome.verdict, outcome.bounds());
//! if let Some(record) = &outcome.counterexample {
//!     println!("{}", table(record, &Style::default()));
//! }
//! ```
//!
//! ```text
//! Thread 1 read 0 from `count` before thread 2 wrote 1, so one increment was lost.
//!
//!    │ thread 1        │ thread 2        │ source
//! ───┼─────────────────┼─────────────────┼───────────
//!  1 │ read count → 0  │                 │ main.rs:10
//!  2 │                 │ read count → 0  │ main.rs:10
//!  3 │                 │ write count ← 1 │ main.rs:11
//!  4 │ write count ← 1 │                 │ main.rs:11
//!
//! The program returned 1, expected 2.
//! ```
//!
//! Values of common types are printed by default. For a type of your own that implements `Debug`, call
//! [`interleave::show::<Account>()`](show) before `explore`; otherwise its rows say `lock account` without a value.
//!
//! More tools:
//!
//! - [`orderings`] proves which memory orderings a program needs. If the program fails, it finds the smallest set of
//!   stronger orderings that fixes it.
//! - [`notifications`] finds each single change to a wait or a notify that fixes a program.
//! - [`explore_on`] uses several processors and gives the same outcome.
//! - [`once`] runs a program once, to test what a single thread does.
//! - [`replay`] runs a schedule again.
//! - [`graph`] gives every state that the program can reach, for a reader who plays the scheduler.
//!
//! A [`Record`](record::Record) holds each step of an execution: its thread, its source line, and the values under
//! the program's own names. Every report is made from it.
//!
//! # What is explored
//!
//! Every execution that Rust's memory model (C++20's, without load buffering) allows. Each operation on a primitive
//! is a step, any thread that can take a step may run next, and the ordering of each atomic operation counts. A load
//! may read an old store, and a store may come before an earlier one in modification order, unless the thread must
//! see the later one. Two executions are equivalent if they have the same *graph*: every read reads from the same
//! write, the writes to each atomic are in the same order, and so are the operations on every other object. Each
//! graph is explored once.
//!
//! The explorer also covers what `std` leaves open:
//!
//! - which waiter `notify_one` wakes;
//! - whether a waiting writer keeps new readers out of an `RwLock`, and whether a writer that had to wait still does
//!   so after a downgrade;
//! - spurious wake-ups, early time-outs, and weak compare-exchanges that fail spuriously: by default one of each per
//!   execution ([`spurious_wakeups`](Options::spurious_wakeups), [`early_timeouts`](Options::early_timeouts),
//!   [`weak_failures`](Options::weak_failures)).
//!
//! A wait also times out if no other thread can run, or if another thread's virtual time is already past its
//! deadline.
//!
//! Not explored:
//!
//! - load buffering: a load that reads a store that comes after it in a cycle of program order and reads-from;
//! - accesses of mixed size;
//! - races on `Arc`'s counts, and races with the drop of a cell or the creation of an atomic or a lock;
//! - which thread drops the result of a thread whose handle is gone;
//! - old states of anything but atomics: after a `Relaxed` flag, a `try_lock` finds the lock in its current state;
//! - anything in `std` that blocks or is shared. A contended `std::sync::Mutex` hangs the exploration, as does a loop
//!   without operations; after ten seconds, a line on standard error says where;
//! - `std`'s thread-local variables, which all model threads share.
//!
//! *Spin loops* would make an exploration endless. So when a thread has gone around a loop twice and found the same
//! values both times, the explorer runs it alone from there. If the thread leaves the loop within a thousand steps,
//! every iteration is explored. If not, the thread is spinning: the explorer holds it back until something that it
//! reads has changed. [`Outcome::spins_cut`] says whether a thread was held back. A spin that nothing can end is a
//! livelock. A loop is recognised by its operations and their source lines: if two consecutive loops call the same
//! function for their operations, the explorer takes them for one, and may miss executions in which a thread gives up
//! in the first and spins in the second.
//!
//! # Requirements on a program
//!
//! - *It uses these primitives.* Operations on `std`'s primitives are not seen, so a program that still uses them
//!   throughout "passes", which proves nothing. [`Outcome::bounds`] says so if no spawned thread touched anything
//!   from this crate.
//! - *It is small.* Two or three threads with a handful of operations each. Start with the smallest model that could
//!   fail: often it needs no items at all. If the program is too large, use a [preemption
//!   bound](Options::preemption_bound), [PCT](Search::Pct), which finds a bug of a given depth with a known
//!   probability, or [random walks](Search::Walks).
//! - *It is deterministic.* Under the same schedule it must always do the same: no clock, no randomness, no state
//!   kept between executions. Otherwise the verdict is [`Verdict::Nondeterministic`], and the report says where.
//! - *It creates its objects inside the closure*, or in a `static` [`LazyLock`](sync::LazyLock), which creates them
//!   anew in each execution: `static COUNT: LazyLock<AtomicUsize> = LazyLock::new(|| AtomicUsize::new(0));`. Their
//!   `new` is not `const`, because reports name objects in the order of their creation. Using an object of another
//!   execution ends the exploration with a panic.
//! - *It has at most 36 threads*, including the main thread. A 37th ends the exploration with a panic.
//! - *It does not overflow its stacks.* Every thread has a stack of 2 MiB, or more if its
//!   [`Builder`](thread::Builder::stack_size) asks for more. An overflow ends the process, on Unix with a line on
//!   standard error that names the thread.
//! - *It does not let `std`'s scoped threads use anything outside the closure after their execution is cut off.* Only
//!   what is on the stacks of model threads stays in place for ever.
//!
//! When the main closure returns, the execution ends, as a process does: threads that are still running are cut off.
//! So are all threads in a deadlock. Their values are leaked, not dropped.
//!
//! # What is missing
//!
//! The modules in the table above have all that is stable in Rust 1.95, with the same signatures and traits, except
//! for:
//!
//! | missing | why |
//! | --- | --- |
//! | `const Mutex::new`, `const RwLock::new`, `const Condvar::new`, `const Barrier::new`, `const OnceLock::new`, `const Atomic::new` | reports name objects in the order of their creation, and an execution begins with none: keep them in a `static` [`LazyLock`](sync::LazyLock) |
//! | `Atomic::as_ptr`, `const Atomic::as_ptr`, `Atomic::from_ptr`, `const Atomic::from_ptr`, `const Atomic::into_inner` | the explorer keeps every value that an atomic has had; no memory location holds the current one |
//! | `AtomicPtr: Pointer` | reading the pointer is a step, which needs a source line: format the result of `load` |
//! | `UnsafeCell::get`, `UnsafeCell::get_mut`, `UnsafeCell::from_mut`, `UnsafeCell::raw_get`, `const UnsafeCell::get`, `const UnsafeCell::get_mut`, `const UnsafeCell::from_mut`, `const UnsafeCell::raw_get`, `const UnsafeCell::new`, `const UnsafeCell::into_inner` | accesses through a plain pointer cannot be seen: [`with`](cell::UnsafeCell::with) and [`with_mut`](cell::UnsafeCell::with_mut) mark where an access begins and ends, and so do the pointers that `get` and `get_mut` return here |
//! | `panic::set_hook`, `panic::take_hook` | a hook belongs to the whole process, and the explorer installs its own: call `std`'s outside the program |
//! | `JoinHandleExt` | a model thread is not an operating-system thread |
//! | `Atomic::compare_and_swap`, `Condvar::wait_timeout_ms`, `thread::sleep_ms`, `thread::park_timeout_ms`, `atomic::spin_loop_hint`, `ONCE_INIT`, `ATOMIC_BOOL_INIT`, `ATOMIC_ISIZE_INIT`, `ATOMIC_USIZE_INIT`, `PanicInfo` | deprecated: use their replacements |
//!
//! `Atomic` stands for each of the atomic types. The `Debug` output of an object shows no value, because reading it
//! would be a step.
//!
//! # How it works
//!
//! Model threads are coroutines on one OS thread, so tests that run in parallel do not affect each other. Each thread
//! announces its next operation and switches to the explorer before the operation takes effect. What a step touches
//! is recorded as it happens.
//!
//! The proof is TruSt's search over execution graphs (Kokologiannakis, Marmanis, Gladstein & Vafeiadis, POPL 2022),
//! extended to locks, condition variables, channels and time-outs. It starts exactly one execution for each graph,
//! stores only what is still to be run, and does no extra work for threads that are independent of each other. The
//! memory model is RC11 (Lahav, Vafeiadis, Kang, Hur & Dreyer, PLDI 2017) with C++20's amendments. After a failure, a
//! best-first search over states finds the shortest failing execution ([`Outcome::smallest`]): the one with the fewest stale
//! reads, then the fewest spurious wake-ups, early time-outs and spurious failures, then the smallest
//! [size](record::Size).

pub mod cell;
mod check;
mod execution;
pub mod future;
pub mod hint;
mod left_out;
pub mod loom;
mod names;
mod notifications;
mod options;
mod orderings;
mod outcome;
pub mod panic;
pub mod record;
pub mod report;
mod search;
mod show;
mod source;
pub mod sync;
pub mod thread;
pub mod time;

pub use check::check;
pub use execution::running;
pub use left_out::{resume_exploring, skip_branch, stop_exploring};
pub use notifications::{Notification, Notifications, notifications, notifications_at};
pub use options::{AnyValue, Expectation, OneOf, Options, Predicate, Search};
pub use orderings::{Advice, AtomicOperation, Need, OrderingChange, Orderings, Site, orderings, orderings_at};
pub use outcome::{Failures, Outcome, Unfinished, Verdict};
pub use search::{
    Edge, History, Interleavings, Node, ScheduleError, StateGraph, Uncounted, explore, explore_on, graph,
    graph_along, interleavings, once, replay,
};
pub use show::{debug_text, show};
