//! A thread that goes round in a loop, run alone: would it ever leave?

use super::Settings;
use super::choice::Choice;
use super::ending::Ending;
use super::run::{Run, Strategy, run_once};
use super::spin::{self, PATIENCE};
use super::state::State;
use crate::record::ThreadId;

/// Runs `thread` alone from where `run` has come to: does it leave its loop?
pub(super) fn judge(program: &dyn Fn() -> String, settings: Settings, run: &Run, thread: ThreadId) {
    let mut alone = Alone { path: &run.state.choices, next: 0, thread, lives: Vec::new(), leaves: false };
    let settings = Settings { alone: true, detail: false, max_steps: usize::MAX, ..settings };
    let after = run_once(program, settings, &mut alone);
    let spins = !alone.leaves && matches!(after.ending, Ending::Abandoned);
    alone.lives.iter().for_each(|life| spin::judge(*life, spins));
    // Also where the program did something else this time.
    let life = run.state.life(thread);
    if spin::judged(life).is_none() {
        spin::judge(life, spins);
    }
}

/// Goes a known way, and then on with one thread as long as it goes round in its loop.
struct Alone<'a> {
    path: &'a [Choice],
    next: usize,
    thread: ThreadId,
    /// What the thread had found out each time round.
    lives: Vec<u64>,
    leaves: bool,
}

impl Strategy for Alone<'_> {
    fn known(&mut self, state: &mut State) -> Option<Choice> {
        if let Some(step) = self.path.get(self.next) {
            self.next += 1;
            return Some(*step);
        }
        let thread = self.thread;
        if !state.can_go_on(thread) || !state.threads[thread].rounds.repeats() {
            self.leaves = true;
            return None;
        }
        self.lives.push(state.life(thread));
        (self.lives.len() <= PATIENCE).then(|| state.once_more(thread))
    }

    fn choose(&mut self, _: &mut State, _: &[Choice]) -> Option<usize> {
        None
    }

    fn is_over(&self) -> bool {
        true // only asked if no step is known
    }

    fn again(&mut self) {}
}
