//! Runs a thread that goes around a loop on its own, to see whether it would ever leave.

use super::Settings;
use super::choice::Choice;
use super::ending::{Ending, Program};
use super::run::{Run, Strategy, run_once};
use super::spin::{self, PATIENCE};
use super::state::State;
use crate::record::ThreadId;

/// Runs `thread` alone from where `run` is now: does it leave its loop?
pub(super) fn judge(program: Program<'_>, settings: Settings, run: &Run, thread: ThreadId) {
    let mut alone = Alone {
        path: &run.state.choices,
        next: 0,
        thread,
        length: None,
        taken: 0,
        lives: Vec::new(),
        leaves: false,
    };
    let settings = Settings { alone: true, detail: false, max_steps: usize::MAX, ..settings };
    let after = run_once(program, settings, &mut alone);
    let spins = !alone.leaves && !after.state.skipped && matches!(after.ending, Ending::Abandoned);
    alone.lives.iter().for_each(|life| spin::judge(*life, spins));
    // Also if the program behaved differently this time.
    let life = run.state.life(thread);
    if spin::judged(life).is_none() {
        spin::judge(life, spins);
    }
}

/// Follows a known path, and then runs one thread as long as it goes around its loop.
struct Alone<'a> {
    path: &'a [Choice],
    next: usize,
    thread: ThreadId,
    /// The length of the loop. A shorter loop within it (a pause of several steps) comes to an end.
    length: Option<usize>,
    taken: usize,
    /// The thread's observations at each step at which a round begins.
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
        let now = &state.threads[thread];
        let length = *self.length.get_or_insert(now.rounds.length());
        if !state.can_go_on(thread) || !now.rounds.repeats_by(length, (now.pending, now.place)) {
            self.leaves = true;
            return None;
        }
        if now.rounds.length() == length {
            self.lives.push(state.life(thread));
        }
        self.taken += 1;
        (self.taken <= PATIENCE).then(|| state.once_more(thread))
    }

    fn choose(&mut self, _: &mut State, _: &[Choice]) -> Option<usize> {
        None
    }

    fn is_over(&self) -> bool {
        true // only called if no step is known
    }

    fn again(&mut self) {}
}
