//! Runs one execution from its first step to its end, as a strategy wants it.

#![allow(unsafe_code)]

use super::choice::{Choice, Variant};
use super::classes::Classes;
use super::coroutine::Coroutine;
use super::detail::Detail;
use super::ending::{Ending, finish, panicked, root, stuck};
use super::footprint::{Mode, Target};
use super::state::{Lists, State, Used, replace_state, with_state};
use super::thread::Thread;
use super::watch::Pulse;
use super::{Body, Cost, Newborn, Settings, mix, panics, watch};
use crate::record::{Place, ThreadId};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// When only spinning threads are left and each has gone round that often without finding anything new, they will not.
const SPINS: usize = 50;

/// How many steps an execution has room for from the beginning.
const STEPS: usize = 32;

/// Says how an execution goes on.
pub(crate) trait Strategy {
    /// The choice to take, if that is known without a look at all of them: most steps of a search go where it has been.
    fn known(&mut self, _state: &State) -> Option<Choice> {
        None
    }

    /// Which of `choices` to take, or `None` to end here.
    fn choose(&mut self, state: &State, choices: &[Choice]) -> Option<usize>;

    /// The choice has been taken; `state` holds what the transition touched.
    fn stepped(&mut self, _state: &State) {}
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
    let Lists { mut threads, objects, mut newborn, footprint, coroutines, possible } = Lists::spare();
    newborn.push(Newborn { body: main, stack: 0, spawned: None });
    threads.push(Thread::new(None, mix(0, 0x7e), std::time::Duration::ZERO));
    replace_state(Some(State {
        serial: SERIAL.fetch_add(1, Ordering::Relaxed),
        settings,
        threads,
        objects,
        current: 0,
        variant: Variant::Usual,
        footprint,
        newborn,
        cost: Cost::default(),
        progress: 0,
        idle: 0,
        last_progress: 0,
        held_back: false,
        saw_release: false,
        detail: settings.detail.then(Detail::default),
        choices: Vec::with_capacity(STEPS),
        misuse: OnceCell::new(),
        used: Used::default(),
    }));
    let pulse = watch::pulse();
    let running = Running { coroutines, possible, idle_since: None, pulse };
    let (ending, cost, class) = running.until_over(strategy);
    let mut state = replace_state(None).expect("set above");
    // Threads that never began: as with the others that did not finish, nothing of theirs is dropped.
    state.newborn.drain(..).for_each(std::mem::forget);
    if let Some(text) = state.misuse.get() {
        panic!("{text}");
    }
    let choices = std::mem::take(&mut state.choices);
    let ending = match (ending, value.take()) {
        (None, Some(value)) => Ending::Returned(value),
        (None, None) => panicked().expect("the main thread ended without a value"),
        (Some(ending), _) => ending,
    };
    Run { ending, cost, choices, class, state }
}

/// An execution under way: the part of it that model threads cannot see.
struct Running {
    coroutines: Vec<Coroutine>,
    /// The choices in the present state.
    possible: Vec<Choice>,
    /// How far it had come when only spinning threads were left.
    idle_since: Option<(usize, Cost)>,
    pulse: Arc<Pulse>,
}

impl Running {
    fn until_over(mut self, strategy: &mut dyn Strategy) -> (Option<Ending>, Cost, u64) {
        let mut classes = with_state(|s| s.settings.classes).then(Classes::default);
        let (mut running, mut stepped) = (0, false);
        let ending = loop {
            let next = with_state(|s| {
                if !s.newborn.is_empty() {
                    return Ok(None);
                }
                if std::mem::replace(&mut stepped, true) {
                    if let Some(classes) = &mut classes {
                        classes.stepped(s);
                    }
                    strategy.stepped(s);
                }
                self.next(s, strategy).map(|choice| Some((choice, s.threads[choice.thread].place)))
            });
            match next {
                Ok(Some((choice, place))) => {
                    running = choice.thread;
                    self.resume(running, place);
                }
                Ok(None) => self.begin_newborn(running),
                Err(ending) => break ending,
            }
        };
        Lists::give_back(self.coroutines, self.possible);
        panics::settle();
        with_state(|s| {
            let class = Classes::class(s);
            match (&ending, self.idle_since) {
                (Some(Ending::Livelocked { .. }), Some((length, cost))) => {
                    s.choices.truncate(length);
                    (ending, cost, class)
                }
                _ => (ending, s.cost, class),
            }
        })
    }

    /// The step to be taken now, or how the execution ends (`None`: the main thread has finished).
    fn next(&mut self, state: &mut State, strategy: &mut dyn Strategy) -> Result<Choice, Option<Ending>> {
        if state.misuse.get().is_some() {
            return Err(Some(Ending::Abandoned));
        }
        if state.threads[0].finished {
            return Err(None);
        }
        let known = if state.idle == 0 { strategy.known(state) } else { None };
        let choice = match known {
            Some(choice) => choice,
            None => {
                state.choices(&mut self.possible);
                if let Some(ending) = self.over(state) {
                    return Err(Some(ending));
                }
                let Some(taken) = strategy.choose(state, &self.possible) else {
                    return Err(Some(Ending::Abandoned));
                };
                self.possible[taken]
            }
        };
        state.choices.push(choice);
        if choice.variant == Variant::Stuck {
            return Err(Some(stuck(state)));
        }
        begin_step(state, choice);
        Ok(choice)
    }

    /// Is the execution over in this state?
    fn over(&mut self, state: &State) -> Option<Ending> {
        if self.possible.is_empty() {
            return Some(stuck(state));
        }
        match state.idle {
            0 => self.idle_since = None,
            1 => self.idle_since = Some((state.choices.len(), state.cost)),
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

    /// Lets `thread` run from its operation in line `place` to its next one.
    fn resume(&mut self, thread: ThreadId, place: Option<Place>) {
        panics::set_running(Some(thread));
        self.pulse.begins(thread, place);
        self.coroutines[thread].resume();
        self.pulse.ends();
        panics::set_running(None);
    }

    /// Lets the threads that were just spawned run to their first operation: nobody can see what they do before it, so
    /// it belongs to the step of `parent`.
    fn begin_newborn(&mut self, parent: ThreadId) {
        let next = |s: &mut State| (!s.newborn.is_empty()).then(|| s.newborn.remove(0));
        while let Some(newborn) = with_state(next) {
            let thread = self.coroutines.len();
            self.coroutines.push(Coroutine::new(newborn));
            with_state(|s| s.current = thread);
            self.resume(thread, None);
        }
        with_state(|s| s.current = parent);
    }
}

fn begin_step(state: &mut State, choice: Choice) {
    state.cost = state.cost.after(choice, state);
    state.current = choice.thread;
    state.variant = choice.variant;
    state.footprint.clear();
    // A wake-up that nobody caused may let others go on, and then nothing times out as a last resort.
    let (budget, last_resort) = match choice.variant {
        Variant::Spurious => (Some(Target::Spurious), Some(Mode::Read)),
        Variant::Early => (Some(Target::Early), Some(Mode::Read)),
        Variant::LastResort => (None, Some(Mode::Write)),
        Variant::Usual | Variant::Waiter(_) | Variant::Stuck => (None, None),
    };
    budget.into_iter().for_each(|budget| state.footprint.add(budget, Mode::Write));
    last_resort.into_iter().for_each(|mode| state.footprint.add(Target::LastResort, mode));
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
