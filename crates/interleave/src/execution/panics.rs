//! Tracks which model threads are unwinding. `std::thread::panicking` answers for the OS thread, which all model
//! threads share, so there is a bit for each model thread, set when its panic begins. While the program is explored,
//! its panics print nothing.

#![allow(unsafe_code)]

use super::state::{note_if_free, schedule_if_free};
use super::{blame, panic_count};
use crate::record::{Action, Place, ThreadId};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, Location, PanicHookInfo, catch_unwind};
use std::sync::Once;

thread_local! {
    /// The model thread that is running on this OS thread.
    static RUNNING: Cell<Option<u8>> = const { Cell::new(None) };
    /// A bit for each model thread that is unwinding.
    static UNWINDING: Cell<u64> = const { Cell::new(0) };
    /// The caller of the exploration is unwinding. `std` counts that too, so its answer is no help then.
    static DISTURBED: Cell<bool> = const { Cell::new(false) };
    /// A value is being turned into text; a panic now is not the program's.
    static QUIET: Cell<bool> = const { Cell::new(false) };
    /// The messages of the panics in this execution.
    static MESSAGES: RefCell<Vec<(usize, String, Option<Place>)>> = const { RefCell::new(Vec::new()) };
}

/// Installs a hook before the existing one, once per process. It silences only the panics of model threads.
pub(crate) fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| match RUNNING.try_with(Cell::get) {
            _ if QUIET.try_with(Cell::get).unwrap_or(false) => {}
            Ok(Some(thread)) => began(usize::from(thread), message(info.payload()), place(info)),
            _ => previous(info),
        }));
    });
}

/// The location of the panic.
fn place(info: &PanicHookInfo<'_>) -> Option<Place> {
    // SAFETY: only the lifetime changes. In a safe program every `Location` comes from `Location::caller`, which is
    // `'static`, and `std`'s panics use the same; only the hook's signature shortens the lifetime.
    info.location().map(|location| unsafe { std::mem::transmute::<&Location<'_>, Place>(location) })
}

fn began(thread: usize, message: String, place: Option<Place>) {
    UNWINDING.set(UNWINDING.get() | 1 << thread);
    note_if_free(place, Action::Panic { message: message.clone() });
    if NO_WAY_BACK.iter().any(|begins| message.starts_with(begins)) {
        tell_before_the_abort(thread);
    }
    MESSAGES.with_borrow_mut(|messages| messages.push((thread, message, place)));
}

/// What `std` prints before it aborts because a panic left a destructor that ran during unwinding.
const NO_WAY_BACK: [&str; 2] = ["panic in a destructor during cleanup", "panic in a function that cannot unwind"];

/// The process is about to end, and every verdict with it: prints what is known to standard error.
fn tell_before_the_abort(thread: usize) {
    let mut text =
        format!("interleave: thread {thread} panicked while it unwound, which ends the process, as in `std`:\n");
    MESSAGES.with_borrow(|all| {
        let own: Vec<_> = all.iter().filter(|(who, ..)| *who == thread).collect();
        for (_, message, place) in &own[own.len().saturating_sub(2)..] {
            let place = place.map_or(String::new(), |place| format!(" ({}:{})", place.file(), place.line()));
            text.push_str(&format!("  {message}{place}\n"));
        }
    });
    if let Some(schedule) = schedule_if_free() {
        text.push_str(&format!("  after the schedule {schedule}\n"));
    }
    eprint!("{text}");
}

/// A new execution begins: no thread is unwinding.
pub(crate) fn reset() {
    UNWINDING.set(0);
    MESSAGES.with_borrow_mut(Vec::clear);
    blame::reset();
    DISTURBED.set(std::thread::panicking());
}

/// The execution is over and its threads are abandoned: `std` must not count their panics any longer.
pub(super) fn settle() {
    // If the caller is unwinding itself, its share of the count is unknown.
    if !DISTURBED.get() {
        panic_count::settle();
    }
}

/// `thread` runs now, or the explorer itself.
pub(crate) fn set_running(thread: Option<usize>) {
    RUNNING.set(thread.map(|thread| thread as u8));
}

/// The model thread that is running on the calling OS thread, 0 for the main thread; `None` if no explored program is
/// running there. A panic hook can use it to find out whose panic it is.
///
/// ```
/// use interleave::record::End;
/// use interleave::{Options, once, running, thread};
///
/// assert_eq!(running(), None);
/// let program = || (running(), thread::spawn(running).join().unwrap());
/// assert_eq!(once(&Options::new(), program), End::Returned { value: "(Some(0), Some(1))".into() });
/// ```
pub fn running() -> Option<ThreadId> {
    RUNNING.try_with(Cell::get).ok().flatten().map(usize::from)
}

/// Is a model thread running on this OS thread?
pub(crate) fn in_model_thread() -> bool {
    running().is_some()
}

/// Is the running model thread unwinding?
pub(crate) fn panicking() -> bool {
    let Some(thread) = RUNNING.get() else { return std::thread::panicking() };
    let flag = 1 << thread;
    if !std::thread::panicking() {
        UNWINDING.set(0);
    } else if UNWINDING.get() == 0 && !DISTURBED.get() {
        UNWINDING.set(flag); // `resume_unwind` calls no hook
    }
    UNWINDING.get() & flag != 0
}

/// Whether a panic of the running thread has begun and is not known to have been caught.
pub(crate) fn is_unwinding() -> bool {
    RUNNING.get().is_some_and(|thread| UNWINDING.get() & 1 << thread != 0)
}

/// The running thread begins to unwind without a panic, which calls no hook.
pub(crate) fn resumes() {
    if let Some(thread) = RUNNING.get() {
        UNWINDING.set(UNWINDING.get() | 1 << thread);
    }
}

/// The running thread's panic was caught.
pub(crate) fn caught() {
    if let Some(thread) = RUNNING.get() {
        UNWINDING.set(UNWINDING.get() & !(1 << thread));
    }
}

/// Returns what `look` returns, or `None` if it panics. The program must not notice such a panic.
pub(crate) fn quietly<R>(look: impl FnOnce() -> R) -> Option<R> {
    let before = QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(look)).ok();
    QUIET.set(before);
    result
}

/// The thread that began to unwind first, of those that still do.
pub(crate) fn first_unwinding() -> Option<(usize, String)> {
    if !std::thread::panicking() {
        return None; // the program has caught them all, which calls no hook
    }
    let unwinding = |thread: usize| UNWINDING.get() & 1 << thread != 0;
    MESSAGES.with_borrow(|all| {
        all.iter().find(|(thread, ..)| unwinding(*thread)).map(|(thread, message, _)| (*thread, message.clone()))
    })
}

/// The message of a panic.
pub(crate) fn message(payload: &(dyn std::any::Any + Send)) -> String {
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => (*text).to_owned(),
        (_, Some(text)) => text.clone(),
        _ => "a value that is not a string".to_owned(),
    }
}
