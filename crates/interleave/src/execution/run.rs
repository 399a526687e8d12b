//! Runs one execution from its first step to its end, as a strategy directs.

#![allow(unsafe_code)]

use super::alone::judge;
use super::choice::{Choice, Variant};
use super::coroutine::Coroutine;
use super::detail::Detail;
use super::ending::{Ending, Program, finish, panicked, root, stuck};
use super::footprint::Target;
use super::object::ObjectState;
use super::operation::Operation;
use super::spare::Lists;
use super::state::{State, Used, replace_state, with_state};
use super::thread::Thread;
use super::watch::Pulse;
use super::{Body, Cost, Newborn, Settings, mix, panics, plan, watch};
use crate::record::{Place, ThreadId, WakeReason};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Decides how an execution continues.
pub(crate) trait Strategy {
    /// The choice to take, if it is known without listing all of them: most steps of a search repeat earlier ones.
    fn known(&mut self, _state: &mut State) -> Option<Choice> {
        None
    }

    /// The index in `choices` of the one to take, or `None` to end here.
    fn choose(&mut self, state: &mut State, choices: &[Choice]) -> Option<usize>;

    /// Is there nothing more to see?
    fn is_over(&self) -> bool {
        false
    }

    /// The choice has been taken; `state` holds what the transition touched.
    fn stepped(&mut self, _state: &mut State) {}

    /// The execution starts again: the choices so far do not count.
    fn again(&mut self);
}

/// An execution that is over.
pub(crate) struct Run {
    pub(crate) ending: Ending,
    pub(crate) cost: Cost,
    pub(crate) state: State,
}

/// Runs `program` once. Threads that have not finished when it ends are abandoned: their values are not dropped.
///
/// If a thread goes around a loop and finds nothing new, the program is run again to find out whether the thread
/// would ever leave.
pub(crate) fn run(program: Program<'_>, settings: Settings, strategy: &mut dyn Strategy) -> Run {
    for _ in 0..MOST_JUDGED {
        let run = run_once(program, settings, strategy);
        let Some(thread) = run.state.suspect else { return run };
        judge(program, settings, &run, thread);
        strategy.again();
    }
    // The thread observes different values each time, so no judgement is ever reused.
    run_once(program, Settings { alone: true, ..settings }, strategy)
}

/// The maximum number of loops to judge in one execution.
const MOST_JUDGED: usize = 1_000;

pub(super) fn run_once(program: Program<'_>, settings: Settings, strategy: &mut dyn Strategy) -> Run {
    // Only distinguishes executions; no result depends on it.
    static SERIAL: AtomicU64 = AtomicU64::new(0);
    panics::reset();
    let value = Rc::new(RefCell::new(None));
    let slot = Rc::clone(&value);
    let main: Box<dyn FnOnce() + '_> = Box::new(move || {
        if let Ok(returned) = root(program) {
            *slot.borrow_mut() = Some(returned);
        }
        finish();
    });
    // SAFETY: only the lifetime changes. The body runs in a coroutine that is dropped before this function returns or
    // unwinds, and a dropped coroutine never runs again, so `program` is not used after its lifetime.
    let main = unsafe { std::mem::transmute::<Box<dyn FnOnce() + '_>, Body>(main) };
    let spare = Lists::spare();
    let Lists { mut threads, objects, mut newborn, footprint, mut graph, coroutines, possible, mut rounds, .. } =
        spare;
    let (choices, marks, places) = (spare.choices, spare.marks, spare.places);
    newborn.push(Newborn { body: main, stack: 0, spawned: None });
    let main = rounds.pop().unwrap_or_default();
    threads.push(Thread::new(None, mix(0, 0x7e), std::time::Duration::ZERO, main));
    // What main does before its first operation belongs to an event of its own.
    graph.thread_begins(0, None);
    let event = graph.begin(0, Variant::Usual);
    replace_state(Some(State {
        serial: SERIAL.fetch_add(1, Ordering::Relaxed),
        settings,
        plan: plan::current(),
        threads,
        objects,
        current: 0,
        variant: Variant::Usual,
        footprint,
        graph,
        event,
        newborn,
        cost: Cost::default(),
        last_progress: 0,
        held_back: false.into(),
        suspect: None,
        saw_release: false,
        saw_weak: false,
        saw_ids: false,
        spawned_by: None,
        saw_readers: false,
        detail: settings.detail.then(Detail::default),
        choices,
        marks,
        places,
        rounds,
        misuse: OnceCell::new(),
        used: Used::default(),
        releases: 0,
        aborted: None,
        race: None,
        exploring_stopped: false,
        skipped: false,
        left_out: false,
    }));
    let pulse = watch::pulse();
    let running = Running { coroutines, possible, pulse };
    let (ending, cost) = running.until_over(strategy);
    let mut state = replace_state(None).expect("set above");
    // Threads that never began: like those that did not finish, their values are not dropped.
    state.newborn.drain(..).for_each(std::mem::forget);
    state.threads.iter_mut().for_each(|thread| std::mem::forget(std::mem::take(&mut thread.locals)));
    if let Some(text) = state.misuse.get() {
        panic!("{text}");
    }
    let ending = match (ending, value.take()) {
        _ if state.suspect.is_some() => Ending::Abandoned,
        (None, Some(value)) => Ending::Returned(value),
        (None, None) => panicked().expect("the main thread ended without a value"),
        (Some(ending), _) => ending,
    };
    Run { ending, cost, state }
}

/// The part of the current execution that model threads cannot see.
struct Running {
    coroutines: Vec<Coroutine>,
    /// The choices in the present state.
    possible: Vec<Choice>,
    pulse: Arc<Pulse>,
}

impl Running {
    fn until_over(mut self, strategy: &mut dyn Strategy) -> (Option<Ending>, Cost) {
        let mut running = 0;
        let mut stepped = false;
        let ending = loop {
            let next = with_state(|s| {
                if !s.newborn.is_empty() {
                    return Ok(None);
                }
                s.seals();
                s.footprint.clear();
                if std::mem::replace(&mut stepped, true) {
                    strategy.stepped(s);
                }
                self.next(s, strategy)
                    .map(|choice| Some((choice, s.threads[choice.thread].place, is_leaving(s, choice))))
            });
            match next {
                Ok(Some((choice, place, leaving))) => {
                    running = choice.thread;
                    match leaving {
                        true => with_state(leave),
                        false => self.resume(running, place),
                    }
                }
                Ok(None) => self.begin_newborn(running),
                Err(ending) => break ending,
            }
        };
        Lists::give_back(self.coroutines, self.possible);
        panics::settle();
        with_state(|s| (ending, s.cost))
    }

    /// The next step to take, or how the execution ends (`None`: the main thread has finished).
    fn next(&mut self, state: &mut State, strategy: &mut dyn Strategy) -> Result<Choice, Option<Ending>> {
        if state.misuse.get().is_some() || state.suspect.is_some() || state.skipped {
            return Err(Some(Ending::Abandoned));
        }
        if let Some((thread, message)) = state.aborted.clone() {
            return Err(Some(Ending::Panicked { thread, message }));
        }
        if let Some(race) = state.race {
            return Err(Some(Ending::Raced(race)));
        }
        if state.threads[0].finished {
            return Err(None);
        }
        let choice = match strategy.known(state) {
            Some(choice) => choice,
            None if strategy.is_over() => return Err(Some(Ending::Abandoned)),
            None => {
                state.choices(&mut self.possible);
                if let Some(ending) = over(state, &self.possible) {
                    return Err(Some(ending));
                }
                let Some(taken) = strategy.choose(state, &self.possible) else {
                    return Err(Some(Ending::Abandoned));
                };
                self.possible[taken]
            }
        };
        state.choices.push(choice);
        state.marks.push(state.mark(choice));
        state.places.push(state.threads[choice.thread].place);
        if choice.variant == Variant::Stuck {
            return Err(Some(nobody_goes_on(state)));
        }
        begin_step(state, choice);
        Ok(choice)
    }

    /// Runs `thread` from its operation at line `place` to its next one.
    fn resume(&mut self, thread: ThreadId, place: Option<Place>) {
        panics::set_running(Some(thread));
        self.pulse.begins(thread, place);
        self.coroutines[thread].resume();
        self.pulse.ends();
        panics::set_running(None);
    }

    /// Runs the threads that were just spawned up to their first operations. Nothing before that is visible to other
    /// threads, so it belongs to the step of `parent`.
    fn begin_newborn(&mut self, parent: ThreadId) {
        let next = |s: &mut State| (!s.newborn.is_empty()).then(|| s.newborn.remove(0));
        while let Some(newborn) = with_state(next) {
            let thread = self.coroutines.len();
            self.coroutines.push(Coroutine::new(newborn));
            with_state(|s| s.current = thread);
            self.resume(thread, None);
            with_state(|s| s.graph.begun(thread, s.threads[thread].clock));
        }
        with_state(|s| s.current = parent);
    }
}

/// Is the execution over in a state with these choices?
pub(crate) fn over(state: &State, choices: &[Choice]) -> Option<Ending> {
    if choices.is_empty() {
        return Some(nobody_goes_on(state));
    }
    let steps = state.cost.size.steps;
    (steps >= state.settings.max_steps).then(|| match state.last_progress < steps / 2 {
        true => Ending::Livelocked { threads: live(state) },
        false => Ending::TooLong,
    })
}

/// The threads that could run.
fn live(state: &State) -> Vec<ThreadId> {
    (0..state.threads.len()).filter(|thread| state.can_go_on(*thread)).collect()
}

/// No thread can run, or only to find what it found before.
fn nobody_goes_on(state: &State) -> Ending {
    let threads = live(state);
    if threads.is_empty() { stuck(state) } else { Ending::Livelocked { threads } }
}

fn begin_step(state: &mut State, choice: Choice) {
    state.cost = state.cost.after(choice, state);
    state.current = choice.thread;
    state.variant = choice.variant;
    state.event = state.graph.begin(choice.thread, choice.variant);
    let deadline = state.thread().pending.deadline();
    let thread = state.thread();
    thread.stepped_aside = false;
    thread.history = mix(thread.history, 1);
    if matches!(choice.variant, Variant::Early | Variant::Due | Variant::LastResort) {
        thread.clock = thread.clock.max(deadline.unwrap_or_default());
    }
    match choice.variant {
        Variant::LastResort => state.graph.comes_after_all(state.event),
        Variant::Spurious | Variant::Early => state.graph.comes_after_time_outs(state.event),
        Variant::Due => {
            state.graph.comes_after_time_outs(state.event);
            state.graph.comes_after_time(state.event, deadline.unwrap_or_default());
        }
        _ => {}
    }
}

/// Does the thread only stop waiting on its condition variable? It still has to lock its mutex.
fn is_leaving(state: &State, choice: Choice) -> bool {
    let thread = &state.threads[choice.thread];
    matches!(thread.pending, Operation::Wake { .. }) && choice.variant != Variant::Usual && !thread.is_woken()
}

fn leave(state: &mut State) {
    let (thread, event) = (state.current, state.event);
    let Operation::Wake { condvar, .. } = state.thread().pending else { unreachable!("it waits") };
    state.touches(Target::Object(condvar));
    if let ObjectState::Condvar { waiters, .. } = &mut state.objects[condvar].state {
        waiters.retain(|waiter| *waiter != thread);
    }
    let why = if state.variant == Variant::Spurious { WakeReason::Spurious } else { WakeReason::TimedOut };
    (state.thread().left, state.thread().woken_by) = (Some(why), Some(event));
}
