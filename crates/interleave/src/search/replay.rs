//! Runs an execution again, and records everything.

use super::findings::Findings;
use super::judged;
use super::lost::{lost_wakeup, waiters};
use crate::execution::{
    self, Choice, Ending, Mark, Program, Race, Returned, Run, Schedule, Settings, State, Strategy, Variant,
};
use crate::options::{Expectation, Limits, Options};
use crate::record::{End, ObjectId, Record, ThreadId};
use std::fmt::{self, Debug};

/// The error for a schedule that is malformed or that `program` cannot follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleError(pub(super) String);

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bad schedule: {}", self.0)
    }
}

impl std::error::Error for ScheduleError {}

/// Runs the one execution of `program` that `schedule` (a [`Record::schedule`]) describes.
///
/// A schedule has one base-36 digit for each step: the thread that takes it. A mark after the digit means an unusual
/// step:
///
/// - `'2`: notifies the third waiter.
/// - `!`: wakes up spuriously.
/// - `~`: times out.
/// - `<1`: reads the store before the last one, or stores before the last one.
///
/// A mark in front of the first digit applies to the whole schedule:
///
/// - `^`: releases are steps of their own.
/// - `@`: waiting writers keep new readers out.
/// - `+`: spawns are steps of their own.
///
/// If the schedule ends before the program does, the running thread continues while it can; then the first thread
/// that can runs.
///
/// # Errors
/// If a character is neither a thread nor a mark, or if the named thread cannot take that step.
///
/// # Examples
/// ```
/// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use interleave::{Options, record::End, replay, thread};
///
/// let program = || {
///     let count = AtomicU32::new(0);
///     thread::scope(|scope| {
///         for _ in 0..2 {
///             scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
///         }
///     });
///     count.load(SeqCst)
/// };
/// let record = replay("1221", &Options::new().expect(2), program).unwrap();
/// assert_eq!(record.end, End::WrongValue { value: "1".into(), expected: "2".into() });
/// assert_eq!(
///     replay("19", &Options::new(), program).unwrap_err().to_string(),
///     "bad schedule: step 2: thread 9 cannot step; 1, 2 can"
/// );
/// ```
pub fn replay<T: Debug>(
    schedule: &str,
    options: &Options<impl Expectation<T>>,
    program: impl Fn() -> T,
) -> Result<Record, ScheduleError> {
    replay_judged(schedule, &options.limits, &judged(options, program))
}

/// Not generic, so that it is compiled with this crate and not again for each program.
pub(crate) fn replay_judged(
    schedule: &str,
    limits: &Limits,
    program: Program<'_>,
) -> Result<Record, ScheduleError> {
    let schedule = Schedule::parse(schedule).map_err(ScheduleError)?;
    record(limits, &schedule, program)
}

/// Follows a schedule to its end, and then takes the usual choices.
struct Follow<'a> {
    schedule: &'a Schedule,
    next: usize,
    error: Option<String>,
}

impl Strategy for Follow<'_> {
    fn known(&mut self, state: &mut State) -> Option<Choice> {
        let (thread, mark) = *self.schedule.steps.get(self.next)?;
        let step = state.marked(thread, mark)?;
        self.next += 1;
        Some(step)
    }

    fn choose(&mut self, state: &mut State, choices: &[Choice]) -> Option<usize> {
        let Some((thread, mark)) = self.schedule.steps.get(self.next) else { return Some(0) };
        self.next += 1;
        let asked = |choice: &Choice| {
            choice.thread == *thread && choice.variant != Variant::Stuck && state.mark(*choice) == *mark
        };
        let found = choices.iter().position(asked);
        if found.is_none() {
            let usual = |choice: &&Choice| choice.variant == Variant::Usual;
            let can: Vec<_> = choices.iter().filter(usual).map(|choice| choice.thread.to_string()).collect();
            let how = if *mark == Mark::None { "" } else { " like that" };
            if let Some(forbidden) = beyond_the_options(state, *thread, *mark) {
                self.error = Some(format!("step {}: {forbidden}", self.next));
                return None;
            }
            self.error = Some(format!(
                "step {}: thread {thread} cannot step{how}; {} can",
                self.next,
                if can.is_empty() { "none".to_owned() } else { can.join(", ") }
            ));
        }
        found
    }

    fn again(&mut self) {
        (self.next, self.error) = (0, None);
    }
}

/// Could `thread` take the step of `mark` if the options allowed more of its kind?
fn beyond_the_options(state: &State, thread: ThreadId, mark: Mark) -> Option<String> {
    let (variant, how, allowed) = match mark {
        Mark::Spurious => (Variant::Spurious, "wake up without a notify", state.settings.spurious_wakeups),
        Mark::TimeOut => (Variant::Early, "time out early", state.settings.early_timeouts),
        _ => return None,
    };
    let waiting = state.threads.get(thread).filter(|waiting| !waiting.finished)?;
    let could = waiting.pending.allows(variant, thread, state);
    could.then(|| format!("thread {thread} may not {how}: the options allow {allowed}"))
}

/// How many steps are recorded of an execution that is too long: nobody reads thousands.
const SHOWN: usize = 40;

/// Runs the execution of `schedule` and records it.
pub(super) fn record(limits: &Limits, schedule: &Schedule, program: Program<'_>) -> Result<Record, ScheduleError> {
    let settings = Settings {
        detail: true,
        // A step of a schedule may be a stale read; the schedule then says so.
        weak: true,
        fine: schedule.fine,
        writers_first: schedule.writers_first,
        ids: schedule.ids,
        ..super::settings(limits, &Findings::default())
    };
    let mut follow = Follow { schedule, next: 0, error: None };
    let run = execution::run(program, settings, &mut follow);
    if let Some(error) = follow.error {
        return Err(ScheduleError(error));
    }
    if follow.next < schedule.steps.len() && !matches!(run.ending, Ending::Livelocked { .. }) {
        let (thread, mark) = schedule.steps[follow.next];
        if let Some(forbidden) = beyond_the_options(&run.state, thread, mark) {
            return Err(ScheduleError(format!("step {}: {forbidden}", follow.next + 1)));
        }
        return Err(ScheduleError(format!(
            "the program ends after {} of its {} steps",
            follow.next,
            schedule.steps.len()
        )));
    }
    let lost = lost_wakeup(program, settings, &run);
    let waiters = waiters(program, settings, &run);
    let mut record = Record { end: end(limits, run.ending.clone(), lost), ..finished(limits, run) };
    for (thread, ready) in waiters {
        record.threads[thread].ready = Some(ready);
    }
    if record.end == End::TooLong {
        record.steps.truncate(SHOWN);
    }
    Ok(record)
}

/// The record of a run that kept details.
pub(super) fn finished(limits: &Limits, mut run: Run) -> Record {
    let steps = run.state.detail.take().map(|detail| detail.steps).unwrap_or_default();
    Record {
        threads: execution::record_threads(&run.state),
        objects: execution::record_objects(&run.state),
        steps,
        end: end(limits, run.ending, None),
        schedule: run.state.schedule().to_string(),
        size: run.cost.size,
    }
}

/// How a run ended, in the record's terms.
pub(super) fn end(limits: &Limits, ending: Ending, lost: Option<ObjectId>) -> End {
    match ending {
        Ending::Returned(Returned { text: value, wrong: true }) => {
            End::WrongValue { value, expected: limits.expected.clone() }
        }
        Ending::Returned(Returned { text: value, .. }) => End::Returned { value },
        Ending::Panicked { thread, message } => End::Panicked { thread, message },
        Ending::Stuck { .. } => match lost {
            Some(condvar) => End::LostWakeup { condvar },
            None => End::Deadlocked,
        },
        Ending::Livelocked { threads } => End::Livelocked { threads },
        Ending::Raced(Race { object, steps }) => End::DataRace { object, steps },
        Ending::TooLong | Ending::Abandoned => End::TooLong,
    }
}
