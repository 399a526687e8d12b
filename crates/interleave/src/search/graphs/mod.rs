//! The proof: visits every execution graph of the program exactly once.
//!
//! The search is TruSt's (Kokologiannakis, Marmanis, Gladstein & Vafeiadis, *Truly stateless, optimal dynamic partial
//! order reduction*, POPL 2022). An execution continues with the first thread that can run, in the *usual* way: a
//! load reads the last store, a store comes last, an operation on any other object comes after those before it. Every
//! alternative is pushed on a stack, as a script: the beginning of an execution that is still to be run. There are
//! two kinds:
//!
//! - *forward*: the step taken in another way, if that is consistent (an older store, a different waiter, a
//!   time-out);
//! - *backward* (a revisit): a change to an earlier step that the new step makes possible. An earlier load reads a
//!   new store; or an operation on a lock, channel or condition variable *takes the place* of an earlier one there.
//!   Events that were added since, and are not needed, are left out and will be added anew.
//!
//! Many graphs that differ only in what is left out lead to the same revisit. Only one of them may make it: the one
//! in which everything left out was added in the usual way ([`parts`]). So no graph is visited twice, nothing is
//! stored but the stack, and the work is proportional to the number of graphs.
//!
//! TruSt covers loads, stores and read-modify-writes. Letting blocking operations take places, even when no thread
//! can run any more, is our extension. It rests on tests that compare it with [`super::full`] and with the axioms.

pub(super) mod parallel;
mod parts;
mod places;
mod revisits;
mod script;

use super::findings::Findings;
use super::progress::Progress;
use super::{differs, lost};
use crate::execution::{self, Choice, Ending, Operation, Program, Run, Settings, State, Strategy, Variant};
use crate::options::Limits;
use crate::outcome::Unfinished;
use crate::record::{Place, ThreadId};
use script::{Entry, Script};

/// The search's stack, and the current execution.
#[derive(Default)]
pub(super) struct Graphs {
    open: Vec<Script>,
    script: Script,
    /// How much of its script the execution has followed.
    next: usize,
    /// The height of the stack when the execution began.
    before: usize,
    /// The choices for the current step, if it is new.
    possible: Vec<Choice>,
    /// A thread that is not where it should be after the script, and where it should be.
    elsewhere: Option<(ThreadId, Option<Place>)>,
    gives_up: bool,
    /// The thread is there each time, so it cannot take the script's step.
    is_misled: bool,
    /// Where the program behaved differently under the same schedule.
    diverged: Option<String>,
    /// The program does not want alternatives to the current step to be explored.
    exploring_stopped: bool,
    /// The estimated share of the whole search that is done (Knuth, *Estimating the efficiency of backtrack
    /// programs*, 1975). Nothing is decided by it.
    done: f64,
}

/// Visits every graph of `program`; `None` if it must be run with other settings.
pub(super) fn explore(
    limits: &Limits,
    settings: Settings,
    program: Program<'_>,
    progress: &Progress,
    findings: &mut Findings,
) -> Option<Result<(), Unfinished>> {
    let mut search = Graphs { open: vec![Script::default()], ..Graphs::default() };
    while let Some(script) = search.open.pop() {
        if findings.begun() >= limits.max_executions {
            return Some(Err(Unfinished::Executions { begun: limits.max_executions }));
        }
        match search.run(script, limits, settings, program, findings) {
            Went::On => progress.went_on(std::mem::take(&mut search.done)),
            Went::Outgrown => return None,
            Went::Misled => {
                *findings = findings.anew();
                return super::full::explore(limits, settings, program, progress, findings);
            }
            Went::Stops(unfinished) => return Some(Err(unfinished)),
        }
    }
    Some(Ok(()))
}

/// How the search continues after an execution.
enum Went {
    On,
    /// The program must be run with other settings.
    Outgrown,
    /// Steps depend on each other in a way that the explorer does not see, so every order of them must be tried.
    Misled,
    Stops(Unfinished),
}

impl Graphs {
    /// Runs the execution that begins with `script`, and pushes its alternatives on the stack.
    fn run(
        &mut self,
        script: Script,
        limits: &Limits,
        settings: Settings,
        program: Program<'_>,
        findings: &mut Findings,
    ) -> Went {
        (self.script, self.next, self.before) = (script, 0, self.open.len());
        (self.elsewhere, self.exploring_stopped) = (None, false);
        let mut run = execution::run(program, settings, self);
        if self.gives_up {
            self.again();
            run = execution::run(program, settings, self);
        }
        if findings.outgrown(&run.state) {
            return Went::Outgrown;
        }
        if self.is_misled {
            return Went::Misled;
        }
        if let Some(diverged) = self.diverged.take() {
            return Went::Stops(Unfinished::Nondeterministic(diverged));
        }
        findings.saw(&run.state);
        // Only the first execution, which has no script, can be reproduced from its choices alone.
        if self.script.entries.is_empty()
            && !run.state.skipped
            && let Some(difference) = differs(program, settings, &run)
        {
            return Went::Stops(Unfinished::Nondeterministic(difference));
        }
        self.ended(&mut run);
        self.shares();
        let lost = lost::lost_wakeup(program, settings, &run).is_some();
        findings.add(limits, run, lost);
        findings.stops(limits).map_or(Went::On, Went::Stops)
    }

    /// The execution's share of the search is divided equally between it and the scripts that it pushed on the stack.
    fn shares(&mut self) {
        let new = &mut self.open[self.before..];
        let share = self.script.share / (new.len() + 1) as f64;
        new.iter_mut().for_each(|script| script.share = share);
        self.done += share;
    }

    /// The next step of the script, if the program can take it.
    fn follow(&mut self, state: &mut State) -> Option<Choice> {
        let Entry { choice, place, .. } = self.script.entries[self.next];
        let thread = state.threads.get(choice.thread).filter(|thread| !thread.finished);
        let now = thread.and_then(|thread| thread.place);
        if thread.is_none() || now != place || !self.can_be_followed(state, choice) {
            let here = Some((choice.thread, now));
            match self.elsewhere {
                None => (self.elsewhere, self.gives_up) = (here, true),
                before if before == here => self.is_misled = true,
                _ => self.diverged = Some(super::difference(choice.thread, place, now)),
            }
            return None;
        }
        let writes_anew = self.script.rewrites && self.next + 1 == self.script.entries.len();
        if writes_anew && let Operation::Atomic { object, access } = state.threads[choice.thread].pending {
            self.rewrites(state, choice, object, access);
        }
        Some(choice)
    }

    fn can_be_followed(&self, state: &State, choice: Choice) -> bool {
        match choice.variant {
            Variant::Usual | Variant::Waiter(_) => state.can_go_on(choice.thread),
            Variant::From(_) | Variant::Fails(_) | Variant::After(_) => {
                matches!(state.threads[choice.thread].pending, Operation::Atomic { .. })
            }
            variant => state.threads[choice.thread].pending.allows(variant, choice.thread, state),
        }
    }

    /// Is every thread where it should be after the script? If not, the execution is run once more: if something that
    /// is not a step decides this (which thread drops an `Arc` last), the thread ends up in the same place again.
    fn is_as_expected(&mut self, state: &State) -> bool {
        let differs = self.script.differs(state);
        let now = differs.map(|(thread, _)| (thread, state.threads[thread].place));
        let Some(before) = self.elsewhere else {
            (self.elsewhere, self.gives_up) = (now, now.is_some());
            return now.is_none();
        };
        if now != Some(before) {
            let (thread, place) = differs.unwrap_or(before);
            self.diverged = Some(super::difference(thread, place, state.threads[thread].place));
        }
        self.diverged.is_none()
    }

    /// The first thread that can run. The main thread comes last, because its end ends all others.
    fn first(&self, state: &mut State) -> Option<ThreadId> {
        let mut busy = None;
        for thread in (1..state.threads.len()).chain([0]) {
            if state.can_go_on(thread) {
                if !state.spins(thread) {
                    return Some(thread);
                }
                state.held_back.set(true);
                busy = busy.or(Some(thread).filter(|thread| state.spins_busily(*thread)));
            }
        }
        busy
    }

    /// `thread` takes a new step in the usual way. The alternatives go on the stack.
    fn step(&mut self, state: &mut State, thread: ThreadId) -> Choice {
        let mut possible = std::mem::take(&mut self.possible);
        possible.clear();
        self.exploring_stopped = state.exploring_stopped;
        if self.exploring_stopped {
            self.possible = possible;
            return Choice { thread, variant: Variant::Usual };
        }
        state.other_ways(thread, true, &mut possible);
        self.gifts(state, thread, 0);
        // The top of the stack is run first.
        for choice in possible.drain(..).rev() {
            self.open.push(Script::onward(state, choice));
        }
        self.possible = possible;
        match state.threads[thread].pending {
            Operation::Atomic { object, access } => self.stores(state, thread, object, access),
            _ => self.takes_places(state, thread),
        }
        Choice { thread, variant: Variant::Usual }
    }

    /// The execution is over: waiting threads could have come earlier, or could continue without what they wait for.
    fn ended(&mut self, run: &mut Run) {
        if run.state.skipped || matches!(run.ending, Ending::TooLong | Ending::Livelocked { .. } | Ending::Raced(_))
        {
            return;
        }
        let state = &mut run.state;
        let over = state.threads[0].finished;
        for thread in 0..state.threads.len() {
            // A thread that can run only since the main thread took its last step could have come before it.
            if state.threads[thread].finished || (!over && state.can_go_on(thread)) {
                continue;
            }
            if !over {
                // Of two spurious or early wake-ups here, that of the first thread comes first.
                self.gifts(state, thread, (1 << thread) - 1);
            }
            self.takes_places(state, thread);
        }
    }

    /// `thread` could now continue by a spurious wake-up or an early time-out.
    fn gifts(&mut self, state: &State, thread: ThreadId, precedence: u64) {
        for variant in [Variant::Early, Variant::Due, Variant::Spurious] {
            let late = || variant != Variant::Due && places::comes_late(state, thread, &|_| true);
            if state.gives(thread, variant) && !late() {
                let mut script = Script::onward(state, Choice { thread, variant });
                script.entries.last_mut().expect("just added").precedence = precedence;
                self.open.push(script);
            }
        }
    }
}

impl Strategy for Graphs {
    fn known(&mut self, state: &mut State) -> Option<Choice> {
        if self.diverged.is_some() {
            return None;
        }
        if self.next < self.script.entries.len() {
            return self.follow(state);
        }
        if self.next == self.script.entries.len() && !self.is_as_expected(state) {
            return None;
        }
        if state.cost.size.steps >= state.settings.max_steps {
            return None;
        }
        let thread = self.first(state)?;
        Some(self.step(state, thread))
    }

    /// No thread can run, except by a time-out or a spurious wake-up.
    fn choose(&mut self, state: &mut State, choices: &[Choice]) -> Option<usize> {
        if self.diverged.is_some() {
            return None;
        }
        let timed = |choice: &Choice| choice.variant == Variant::LastResort;
        let Some(first) = choices.iter().position(timed) else {
            return choices.iter().position(|choice| choice.variant == Variant::Stuck);
        };
        self.exploring_stopped = state.exploring_stopped;
        if self.exploring_stopped {
            return Some(first);
        }
        let others = choices[first + 1..].iter().filter(|choice| timed(choice));
        others.rev().for_each(|other| self.open.push(Script::onward(state, *other)));
        let thread = choices[first].thread;
        self.gifts(state, thread, 0);
        self.takes_places(state, thread);
        Some(first)
    }

    fn stepped(&mut self, state: &mut State) {
        let event = state.event;
        if let Some(Entry { stamp, write_stamp, kept, precedence, .. }) = self.script.entries.get(self.next) {
            state.graph.stamp(event, *stamp, *write_stamp, *kept);
            state.graph.precedes(event, *precedence);
            if self.script.rewrites && self.next + 1 == self.script.entries.len() {
                state.graph.stamp(event, *stamp, None, *kept);
            }
        } else if self.exploring_stopped {
            state.graph.events[event].kept = true;
        }
        self.next += 1;
    }

    fn is_over(&self) -> bool {
        self.gives_up || self.is_misled || self.diverged.is_some()
    }

    fn again(&mut self) {
        self.open.truncate(self.before);
        (self.next, self.gives_up) = (0, false);
    }
}

/// The place where `thread` is.
fn place(state: &State, thread: ThreadId) -> Option<Place> {
    state.threads[thread].place
}
