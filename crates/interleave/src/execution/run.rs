//! Runs one execution from its first step to its end, as a strategy wants it.

#![allow(unsafe_code)]

use super::choice::{Choice, Variant};
use super::classes::Classes;
use super::coroutine::Coroutine;
use super::detail::Detail;
use super::footprint::{Footprint, Target};
use super::state::{State, replace_state, with_state};
use super::thread::Thread;
use super::{Body, Cost, ObjectState, Operation, Settings, mix, panics};
use crate::record::{Action, ObjectId, ThreadId};
use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

/// When only spinning threads are left and each has gone round that often without finding anything new, they will not.
const SPINS: usize = 50;

/// Says how an execution goes on.
pub(crate) trait Strategy {
    /// Which of `choices` to take, or `None` to end here.
    fn choose(&mut self, state: &State, choices: &[Choice]) -> Option<usize>;

    /// The choice has been taken; `state` holds what the transition touched.
    fn stepped(&mut self, _state: &State) {}
}

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Returned(String),
    Panicked {
        thread: ThreadId,
        message: String,
    },
    /// No thread can go on. These wait at condition variables where a notify has found nobody waiting.
    Stuck {
        missed: Vec<(ThreadId, ObjectId)>,
    },
    Livelocked {
        threads: Vec<ThreadId>,
    },
    TooLong,
    /// The strategy ended it.
    Abandoned,
}

/// An execution that is over.
pub(crate) struct Run {
    pub(crate) ending: Ending,
    pub(crate) cost: Cost,
    pub(crate) choices: Vec<Choice>,
    /// Fingerprint of its equivalence class, if asked for.
    pub(crate) class: u64,
    pub(crate) state: State,
}

/// Runs `program` once. Threads that have not finished when it ends are abandoned: nothing of theirs is dropped.
pub(crate) fn run(program: &dyn Fn() -> String, settings: Settings, strategy: &mut dyn Strategy) -> Run {
    // Only tells executions apart; nothing that is reported depends on it.
    static SERIAL: AtomicU64 = AtomicU64::new(0);
    panics::reset();
    let value = Rc::new(RefCell::new(None));
    let slot = Rc::clone(&value);
    let main: Box<dyn FnOnce() + '_> = Box::new(move || {
        if let Ok(text) = root(program) {
            *slot.borrow_mut() = Some(text);
        }
        finish();
    });
    // SAFETY: only the lifetime changes. The body runs in a coroutine that is dropped before this function returns
    // (also when it unwinds), and a dropped coroutine never runs again, so `program` is not used after its lifetime.
    let main = unsafe { std::mem::transmute::<Box<dyn FnOnce() + '_>, Body>(main) };
    replace_state(Some(State {
        serial: SERIAL.fetch_add(1, Ordering::Relaxed),
        settings,
        threads: vec![Thread::new(None, mix(0, 0x7e), std::time::Duration::ZERO)],
        objects: Vec::new(),
        current: 0,
        variant: Variant::Usual,
        footprint: Footprint::default(),
        newborn: vec![main],
        cost: Cost::default(),
        progress: 0,
        idle: 0,
        last_progress: 0,
        held_back: false,
        saw_release: false,
        first_panic: None,
        detail: settings.detail.then(Detail::default),
    }));
    let running = Running { coroutines: Vec::new(), choices: Vec::new(), idle_since: None };
    let (ending, cost, choices, class) = running.to_the_end(strategy);
    let mut state = replace_state(None).expect("set above");
    // Threads that never began: as with the others that did not finish, nothing of theirs is dropped.
    std::mem::take(&mut state.newborn).into_iter().for_each(std::mem::forget);
    let ending = match (ending, value.take()) {
        (None, Some(value)) => Ending::Returned(value),
        (None, None) => panicked(&state).expect("the main thread ended without a value"),
        (Some(ending), _) => ending,
    };
    Run { ending, cost, choices, class, state }
}

/// An execution under way: the part of it that model threads cannot see.
struct Running {
    coroutines: Vec<Coroutine>,
    choices: Vec<Choice>,
    /// How far it had come when only spinning threads were left.
    idle_since: Option<(usize, Cost)>,
}

impl Running {
    fn to_the_end(mut self, strategy: &mut dyn Strategy) -> (Option<Ending>, Cost, Vec<Choice>, u64) {
        let mut classes = with_state(|s| s.settings.classes).then(Classes::default);
        let mut possible = Vec::new();
        self.begin_newborn(0);
        let ending = loop {
            if with_state(|s| s.threads[0].finished) {
                break None;
            }
            with_state(|s| s.choices(&mut possible));
            if let Some(ending) = with_state(|s| self.over(s, &possible)) {
                break Some(ending);
            }
            let Some(taken) = with_state(|s| strategy.choose(s, &possible)) else {
                break Some(Ending::Abandoned);
            };
            let choice = possible[taken];
            self.choices.push(choice);
            if choice.variant == Variant::Stuck {
                break with_state(|s| Some(stuck(s)));
            }
            with_state(|s| begin_step(s, choice));
            self.resume(choice.thread);
            self.begin_newborn(choice.thread);
            with_state(|s| {
                if let Some(classes) = &mut classes {
                    classes.stepped(s);
                }
                strategy.stepped(s);
            });
        };
        let (cost, class) = with_state(|s| (s.cost, Classes::class(s)));
        match (&ending, self.idle_since) {
            (Some(Ending::Livelocked { .. }), Some((length, cost))) => {
                self.choices.truncate(length);
                (ending, cost, self.choices, class)
            }
            _ => (ending, cost, self.choices, class),
        }
    }

    /// Is the execution over in this state?
    fn over(&mut self, state: &mut State, possible: &[Choice]) -> Option<Ending> {
        if possible.is_empty() {
            return Some(stuck(state));
        }
        match state.idle {
            0 => self.idle_since = None,
            1 => self.idle_since = Some((self.choices.len(), state.cost)),
            _ => {}
        }
        let live = || (0..state.threads.len()).filter(|thread| state.can_go_on(*thread));
        if state.idle > SPINS * live().count() {
            return Some(Ending::Livelocked { threads: live().collect() });
        }
        let steps = state.cost.size.steps;
        if steps >= state.settings.max_steps {
            return Some(match state.last_progress < steps / 2 {
                true => Ending::Livelocked { threads: live().collect() },
                false => Ending::TooLong,
            });
        }
        None
    }

    fn resume(&mut self, thread: ThreadId) {
        panics::set_running(Some(thread));
        self.coroutines[thread].resume();
        panics::set_running(None);
    }

    /// Lets the threads that were just spawned run to their first operation: nobody can see what they do before it, so
    /// it belongs to the step of `parent`.
    fn begin_newborn(&mut self, parent: ThreadId) {
        loop {
            let newborn = with_state(|s| std::mem::take(&mut s.newborn));
            if newborn.is_empty() {
                return with_state(|s| s.current = parent);
            }
            for body in newborn {
                let thread = self.coroutines.len();
                self.coroutines.push(Coroutine::new(body));
                with_state(|s| s.current = thread);
                self.resume(thread);
            }
        }
    }
}

fn begin_step(state: &mut State, choice: Choice) {
    state.cost = state.cost.after(choice, state);
    state.current = choice.thread;
    state.variant = choice.variant;
    state.footprint.clear();
    match choice.variant {
        Variant::Spurious => state.footprint.add(Target::Spurious, true),
        Variant::Early => state.footprint.add(Target::Early, true),
        Variant::LastResort => state.footprint.add(Target::LastResort, true),
        Variant::Usual | Variant::Waiter(_) | Variant::Stuck => {}
    }
    let step = state.cost.size.steps;
    let deadline = state.thread().pending.deadline();
    let thread = state.thread();
    thread.stepped_aside = false;
    thread.last_step = step;
    thread.history = mix(thread.history, 1);
    if matches!(choice.variant, Variant::Early | Variant::LastResort) {
        thread.clock = thread.clock.max(deadline.unwrap_or_default());
    }
}

/// No thread can go on. A panic before that is what a reader must hear of first.
fn stuck(state: &State) -> Ending {
    if let Some(ending) = panicked(state) {
        return ending;
    }
    let waiters = state.threads.iter().enumerate().filter_map(|(id, thread)| match thread.pending {
        Operation::Wake { condvar, .. } if !thread.finished && !thread.notified => Some((id, condvar)),
        _ => None,
    });
    let missed = |(_, condvar): &(ThreadId, ObjectId)| {
        matches!(state.objects[*condvar].state, ObjectState::Condvar { missed: true, .. })
    };
    Ending::Stuck { missed: waiters.filter(missed).collect() }
}

fn panicked(state: &State) -> Option<Ending> {
    let (thread, message) = state.first_panic.clone().or_else(panics::first_unwinding)?;
    Some(Ending::Panicked { thread, message })
}

/// The root of a model thread: runs `body`, keeps its panic from unwinding any further, and tells of it.
pub(crate) fn root<T>(body: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    let result = catch_unwind(AssertUnwindSafe(body));
    if let Err(payload) = &result {
        panics::caught();
        let message = panics::message(&**payload);
        with_state(|s| s.first_panic.get_or_insert((s.current, message)).0);
    }
    result
}

/// The running thread has come to its end.
pub(crate) fn finish() {
    let step = |s: &mut State| {
        s.footprint.add(Target::Token(s.current), true);
        s.note(None, |_| Action::Finish);
        s.thread().finished = true;
        s.progresses();
    };
    match with_state(|s| s.settings.fine && s.current != 0) {
        true => super::perform(Operation::Aside, std::panic::Location::caller(), step),
        false => with_state(step),
    }
}
