//! Explores every interleaving of a small threaded program and shows the shortest one that fails.
//!
//! A test of a threaded program is a throw of the dice: the interleaving that breaks it may come once in a million
//! runs. This crate runs the program in *every* interleaving instead, and so proves it right, or gives the smallest
//! execution in which it is wrong, every time the same.
//!
//! # In five minutes
//!
//! Take the primitives from here instead of `std`. Names, signatures and meaning are the same:
//!
//! | instead of | use |
//! | --- | --- |
//! | `std::sync` | [`interleave::sync`](sync): `Mutex`, `RwLock`, `Condvar`, `Barrier`, `OnceLock`, `LazyLock`, `Once`, `mpsc`, `atomic`; `Arc` is `std`'s |
//! | `std::thread` | [`interleave::thread`](thread): `spawn`, `scope`, `Builder`, `park`, `yield_now`, `sleep` …; [`thread_local!`] |
//! | `std::cell::UnsafeCell` | [`interleave::cell::UnsafeCell`](cell::UnsafeCell), which finds data races |
//! | `std::time`, `std::hint` | [`interleave::time`](time), virtual; [`interleave::hint`](hint) |
//! | `std::panic` | [`interleave::panic`](mod@panic), to catch one |
//!
//! Then call [`check`] with a closure that does the work of `main`. It is a whole test: it fails if the closure panics in one
//! interleaving, or if its threads wait for ever in one.
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
//! The message is the table below. [`Options`] say how far to go and which value is right:
//! `Options::new().expect(2).check(|| …)`. To look at more than whether it passes, call [`explore`]:
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
//! assert_eq!(outcome.values["1"], 2); // two ways to lose an increment,
//! assert_eq!(outcome.values["2"], 2); // two ways not to
//!
//! let record = outcome.counterexample.unwrap();
//! assert_eq!(record.size.preemptions, 1); // no smaller one fails
//! assert_eq!(record.schedule, "1221000"); // thread 1, 2, 2, 1, and then main
//! ```
//!
//! What a person wants to see is the table, one column for each thread, the smallest failing execution from top to
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
//! Values of common types are shown as they are. For a type of your own that has `Debug`, call
//! [`interleave::show::<Account>()`](show) before `explore`; until then its rows say `lock account`, without the
//! value.
//!
//! Where a program uses atomics, [`orderings`] says which of its orderings of memory it needs, each by a proof; and for one
//! that fails, the fewest lines with which it passes if their orderings are others. [`notifications`] finds each single change
//! of a wait or a notify that mends a program.
//!
//! [`explore_on`] uses several processors, with the same outcome. [`once`] runs a program once, for a test of what one thread
//! does. [`replay`] runs a schedule again. A
//! [`Record`](record::Record) has each step of an execution with its thread,
//! its source line, and the values in the program's own names; all reports are made from it. [`graph`] gives every
//! state that the program can reach, for a reader who wants to be the scheduler.
//!
//! # What is explored
//!
//! Every execution that Rust's memory model allows (C++20's, without load buffering): each operation on a primitive is a
//! step, any thread that can take one may be next, and the ordering of each operation on an atomic counts. A load may read
//! an old store, and a store may come before one that was made earlier, wherever nothing makes the thread see the later one.
//! Two executions are the same if they have the same *graph*: every read reads from the same write, the writes of each
//! atomic are in the same order, and so are the operations on every other object. Each graph is explored once.
//!
//! Besides that, what `std` leaves open: which waiter `notify_one` wakes; whether a writer that waits for an `RwLock` keeps
//! new readers out, and one that had to wait still does after its downgrade; a wake-up without a notify, a wait that times out early, and a weak compare-exchange that fails for no
//! reason, the last three [as often](Options::spurious_wakeups) [as you](Options::early_timeouts)
//! [say](Options::weak_failures) in one execution, once by default. A wait also times out when nobody else can go on, or
//! when another thread is later already than the wait would last.
//!
//! Not explored: load buffering (a load that reads a store that comes after it in a cycle of program order and reads);
//! accesses of mixed size; races on `Arc`'s counts; races of the drop of a cell, and of the creation of an atomic or a lock;
//! who drops the result of a thread whose handle is gone; old states of anything but atomics (after a `Relaxed` flag, a
//! `try_lock` finds the lock as it is); anything of `std` that blocks or shares (a `std::sync::Mutex` that is
//! contended hangs the exploration, as does a loop without operations; after ten seconds a line on standard error says
//! where); `std`'s thread-local variables, which all model threads share.
//!
//! A thread that goes round in a loop twice and finds the same both times is run alone from there. If it leaves the loop
//! within a thousand steps, every round is explored. If it does not, it spins: it is held back until something that it
//! looks at has changed, and then finds what is new; otherwise no program with a spin loop would have an end.
//! [`Outcome::spins_cut`] says whether a thread was held back. A spin that nothing can end is a livelock. A loop is known by its
//! operations and their lines: two loops that call the same function for them, one after another, are taken for one, and
//! executions in which a thread gives up in the first and spins in the second may be missing.
//!
//! # What a program must be
//!
//! - *Of these primitives.* What goes through `std`'s is not seen, so a program that still uses them everywhere
//!   "passes": a proof of nothing. [`Outcome::bounds`] says so if no spawned thread touched anything from here.
//! - *Small.* Two or three threads with a handful of operations each. Start with the smallest model that could
//!   fail: no items at all is often enough. If it is too large, use a [preemption
//!   bound](Options::preemption_bound), [PCT](Search::Pct), which finds a bug of a given depth with a known
//!   probability, or [random walks](Search::Walks).
//! - *Deterministic.* Given the schedule, it must always do the same: no clock, no randomness, no state kept between
//!   executions. Otherwise the verdict is [`Verdict::Nondeterministic`] and says where.
//! - *Within itself.* Objects are created inside the closure, or in a `static` [`LazyLock`](sync::LazyLock), which makes
//!   them anew in each execution: `static COUNT: LazyLock<AtomicUsize> = LazyLock::new(|| AtomicUsize::new(0));`. Their
//!   `new` is not `const`, for a table names objects in the order of their creation. An object of another execution ends
//!   the exploration with a panic. So does a 37th thread, the main one counted.
//!   Every thread has a stack of 2 MiB, or more if its [`Builder`](thread::Builder::stack_size) says so; deeper
//!   recursion ends the process, on Unix with a line on standard error that names the thread. A scoped thread of `std` that
//!   still runs when its execution is cut off must not use what lives outside the closure: only what is on the stacks of
//!   model threads stays there for ever.
//!
//! When the main closure returns, the execution ends, as a process does: threads that are still running are cut
//! off, and so are all threads in a deadlock. Nothing that they own is dropped then: it is leaked.
//!
//! # What is missing
//!
//! Of the modules in the table above, all that is stable in Rust 1.95 is here, with the same signatures and traits, but for:
//!
//! | missing | why |
//! | --- | --- |
//! | `const Mutex::new`, `const RwLock::new`, `const Condvar::new`, `const Barrier::new`, `const OnceLock::new`, `const Atomic::new` | a table names objects in the order of their creation, and an execution begins with none: keep them in a `static` [`LazyLock`](sync::LazyLock) |
//! | `Atomic::as_ptr`, `const Atomic::as_ptr`, `Atomic::from_ptr`, `const Atomic::from_ptr`, `const Atomic::into_inner` | the explorer keeps all values that an atomic has had, and no memory holds the one that it has now |
//! | `AtomicPtr: Pointer` | to read the pointer is a step, which needs a line: format what `load` gives |
//! | `UnsafeCell::get`, `UnsafeCell::get_mut`, `UnsafeCell::from_mut`, `UnsafeCell::raw_get`, `const UnsafeCell::get`, `const UnsafeCell::get_mut`, `const UnsafeCell::from_mut`, `const UnsafeCell::raw_get`, `const UnsafeCell::new`, `const UnsafeCell::into_inner` | through a plain pointer the value is accessed unseen: [`with`](cell::UnsafeCell::with) and [`with_mut`](cell::UnsafeCell::with_mut) say when an access begins and ends, and so do the pointers that `get` and `get_mut` give here |
//! | `panic::set_hook`, `panic::take_hook` | a hook belongs to the process, which runs more than this program, and the explorer has its own: call `std`'s outside |
//! | `JoinHandleExt` | a model thread is no thread of the operating system |
//! | `Atomic::compare_and_swap`, `Condvar::wait_timeout_ms`, `thread::sleep_ms`, `thread::park_timeout_ms`, `atomic::spin_loop_hint`, `ONCE_INIT`, `ATOMIC_BOOL_INIT`, `ATOMIC_ISIZE_INIT`, `ATOMIC_USIZE_INIT`, `PanicInfo` | deprecated: what replaces them is here |
//!
//! `Atomic` is each of the atomic types. `Debug` of an object shows no value, for to look at it would be a step.
//!
//! # How it works
//!
//! Model threads are coroutines on one OS thread, so parallel tests stay apart. Each announces its next operation
//! and switches to the explorer before the operation has any effect; what a step touched is recorded as it happens.
//! The proof is TruSt's search over execution graphs (Kokologiannakis, Marmanis, Gladstein & Vafeiadis, POPL 2022), extended
//! to locks, condition variables, channels and time-outs: it begins exactly one execution for each graph, remembers nothing
//! but what is still to be run, and does no work for threads that have nothing to do with each other. The model is RC11
//! (Lahav, Vafeiadis, Kang, Hur & Dreyer, PLDI 2017) with C++20's amendments. After a failure, a best-first search over
//! states finds the smallest execution that fails; one without old values is preferred.

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
