//! Reports stack overflows. A model thread that overflows its stack hits the guard page below it, and the process
//! must end. Before it does, one line on standard error says which thread it was, as `std` does for its own threads.
//! Unix only.

#![allow(unsafe_code)]

use super::state;
use crate::record::Place;
use std::cell::Cell;
use std::fmt::{self, Write};
use std::mem::MaybeUninit;
use std::sync::OnceLock;

/// The stack that a model thread runs on.
#[derive(Clone, Copy)]
pub(super) struct Running {
    /// Where its guard page begins.
    pub(super) guard: usize,
    /// The space above the guard page.
    pub(super) size: usize,
    /// The line that spawned the thread; `None` for the main thread.
    pub(super) spawned: Option<Place>,
}

thread_local! {
    static RUNNING: Cell<Option<Running>> = const { Cell::new(None) };
}

/// Sets the model thread that runs on this OS thread from now on, if any.
pub(super) fn set_running(running: Option<Running>) {
    RUNNING.set(running);
}

/// How these signals were handled before.
struct Before {
    segv: libc::sigaction,
    bus: libc::sigaction,
    page: usize,
}

static BEFORE: OnceLock<Before> = OnceLock::new();

/// Watches for overflows of model threads on this OS thread.
pub(super) fn watch() {
    give_the_handler_a_stack();
    BEFORE.get_or_init(|| {
        // SAFETY: a query without side effects.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        Before {
            segv: handle(libc::SIGSEGV),
            bus: handle(libc::SIGBUS), // sent by macOS
            page: usize::try_from(page).unwrap_or(4096),
        }
    });
}

/// Handles `signal` from now on; returns the previous handler.
fn handle(signal: libc::c_int) -> libc::sigaction {
    let mut before = MaybeUninit::<libc::sigaction>::zeroed();
    let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) = handler;
    // SAFETY: a zeroed `sigaction` is valid (no handler, no flags, an empty mask), and both pointers are to valid
    // values. The handler has the signature that `SA_SIGINFO` requires, and does only what a handler may do: see
    // there.
    unsafe {
        let mut action = MaybeUninit::<libc::sigaction>::zeroed().assume_init();
        action.sa_sigaction = handler as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        libc::sigaction(signal, &raw const action, before.as_mut_ptr());
        before.assume_init()
    }
}

/// The handler cannot run on a full stack. `std` gives its own threads a signal stack; other threads get theirs here.
fn give_the_handler_a_stack() {
    const SIZE: usize = 64 * 1024;
    let mut present = MaybeUninit::<libc::stack_t>::zeroed();
    // SAFETY: a query without side effects, and a zeroed `stack_t` is valid.
    let disabled = unsafe {
        libc::sigaltstack(std::ptr::null(), present.as_mut_ptr()) == 0
            && present.assume_init().ss_flags & libc::SS_DISABLE != 0
    };
    if disabled {
        let memory = Box::leak(Box::new([0_u8; SIZE]));
        let stack = libc::stack_t { ss_sp: memory.as_mut_ptr().cast(), ss_flags: 0, ss_size: SIZE };
        // SAFETY: the memory is leaked, so it is never used for anything else.
        unsafe { libc::sigaltstack(&raw const stack, std::ptr::null_mut()) };
    }
}

/// Reports an overflow and ends the process. Any other signal is passed to the previous handler.
///
/// It may interrupt anything, so it takes no lock and allocates no memory: it reads thread-local variables, writes to
/// a buffer on its stack, and calls `write` and `abort`.
extern "C" fn handler(signal: libc::c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    let Some(before) = BEFORE.get() else {
        // The handler has only just been installed. When this returns, the instruction runs again and ends the
        // process. SAFETY: always allowed.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
        return;
    };
    // SAFETY: the system gives the handler a valid `siginfo_t`, and for these two signals it has an address.
    let address = unsafe { (*info).si_addr() }.addr();
    let overflown = RUNNING.try_with(Cell::get).ok().flatten();
    if let Some(running) =
        overflown.filter(|running| (running.guard..running.guard + before.page).contains(&address))
    {
        let mut line = Line { bytes: [0; 512], length: 0 };
        let _ = tell(&mut line, running); // whatever does not fit is cut off
        // SAFETY: the buffer is initialised up to that length, and `abort` is always allowed.
        unsafe {
            libc::write(libc::STDERR_FILENO, line.bytes.as_ptr().cast(), line.length);
            libc::abort();
        }
    }
    let before = if signal == libc::SIGBUS { &before.bus } else { &before.segv };
    pass_on(before, signal, info, context);
}

fn tell(line: &mut Line, running: Running) -> fmt::Result {
    line.write_str("interleave: ")?;
    let named = state::running_if_free(|thread, name| match name {
        Some(name) => write!(line, "{name}"),
        None if thread == 0 => line.write_str("the main thread"),
        None => write!(line, "thread {thread}"),
    });
    named.unwrap_or_else(|| line.write_str("a thread"))?;
    match running.spawned {
        Some(place) => {
            write!(line, ", spawned at {}:{},", place.file(), place.line())?;
        }
        None => line.write_str(" of the explored program")?,
    }
    let size = running.size / (1024 * 1024);
    write!(line, " has overflowed its stack of {size} MiB: recurse less deeply, keep large arrays in a Vec")?;
    let who = if running.spawned.is_some() { "it" } else { "a thread" };
    writeln!(line, ", or give {who} more with thread::Builder::stack_size")
}

fn pass_on(before: &libc::sigaction, signal: libc::c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    match before.sa_sigaction {
        libc::SIG_IGN => {}
        libc::SIG_DFL => {
            // When this returns, the instruction runs again, and the process ends as it would have without this
            // handler. SAFETY: `before` came from `sigaction`.
            unsafe { libc::sigaction(signal, before, std::ptr::null_mut()) };
        }
        handler if before.sa_flags & libc::SA_SIGINFO != 0 => {
            type Handler = extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void);
            // SAFETY: the flag says that the handler has this signature.
            let handler = unsafe { std::mem::transmute::<usize, Handler>(handler) };
            handler(signal, info, context);
        }
        handler => {
            // SAFETY: the flag says that the handler has this signature.
            let handler = unsafe { std::mem::transmute::<usize, extern "C" fn(libc::c_int)>(handler) };
            handler(signal);
        }
    }
}

/// A text buffer without allocation.
struct Line {
    bytes: [u8; 512],
    length: usize,
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.bytes.get_mut(self.length..self.length + text.len()).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length += text.len();
        Ok(())
    }
}
