//! One plain sentence that says why an execution failed, for a reader who has never seen such a failure. Each rule
//! looks for one classic bug in the record, and says nothing if it does not find it. For every kind of end there is a
//! last sentence that holds for any program.

mod accesses;
mod exchanges;
mod gave_up;
mod held;
mod once;
mod overtaken;
pub(super) mod stale;
mod stuck;
mod twice;
mod unchecked;
mod unnotified;
mod unordered;

use super::places::own;
use super::repeats::without_repeats;
use super::rows::last_step;
use super::value::brief;
use super::words::{Words, list, one_line};
use crate::record::{Action, End, Place, Record, ThreadId};
use accesses::{Access, accesses};
use std::borrow::Cow;

/// Explains in one sentence how the execution came to its end. See [`crate::report`] for an example.
pub fn diagnosis(record: &Record) -> String {
    said(record).text
}

/// The line to look at first: if threads are stuck or one looked too early, the line that [`diagnosis`] is about;
/// otherwise the line where the execution ended. `None` if that is not in the program's own source.
pub fn place(record: &Record) -> Option<Place> {
    let last = || record.steps[..record.steps.len().min(last_step(record) + 1)].iter().rev();
    said(record).place.or_else(|| last().find_map(|step| step.place)).and_then(own)
}

/// The line to look at next: for a race, the line where the thread acted on what it had seen too early. `None` if
/// that is not in the program's own source, or is the line of [`place`].
pub fn next_place(record: &Record) -> Option<Place> {
    let said = said(record);
    let line = |place: Place| (place.file(), place.line());
    let then = said.then.and_then(own)?;
    said.place.is_none_or(|first| line(first) != line(then)).then_some(then)
}

/// The two steps that are not ordered: in a data race, both accesses; after a stale read, the next write after the
/// value that was read, and the read. `None` for other executions.
pub(super) fn unordered(record: &Record) -> Option<(usize, usize)> {
    match record.end {
        End::DataRace { steps: [earlier, later], .. } => Some((earlier, later)),
        End::TooLong => None,
        _ => stale::last(&record.steps).map(|stale| (stale.newer, stale.at)),
    }
}

/// Whether [`diagnosis`] is a guess: no rule recognises the bug, and the sentence says which steps of other threads
/// came at an unlucky moment. The sentence is true, but someone who knows the program can name the cause better.
pub fn is_a_guess(record: &Record) -> bool {
    said(record).is_a_guess
}

/// A sentence, the line to look at first, and the line to look at next.
struct Said {
    text: String,
    place: Option<Place>,
    then: Option<Place>,
    is_a_guess: bool,
}

impl Said {
    fn at(place: Option<Place>, text: String) -> Self {
        Said { text, place, then: None, is_a_guess: false }
    }
}

fn said(record: &Record) -> Said {
    let record = &*as_shown(record);
    let case = Case { record, words: Words::new(record), accesses: accesses(record) };
    let nowhere = |text| Said::at(None, text);
    let said = match &record.end {
        End::Returned { value } => nowhere(format!("the program returned {}.", brief(value))),
        End::WrongValue { value, expected } => {
            stale::explain(&case).or_else(|| overtaken::explain(&case, None)).unwrap_or_else(|| {
                nowhere(format!("the program returned {} instead of {}.", brief(value), brief(expected)))
            })
        }
        // For a panic, its own line says most.
        End::Panicked { thread, message } => {
            stale::explain(&case).or_else(|| overtaken::explain(&case, Some(*thread))).map_or_else(
                || nowhere(panicked(&case, *thread, message)),
                |said| Said { place: None, then: None, ..said },
            )
        }
        End::DataRace { object, steps } => unordered::explain(&case, *object, *steps),
        End::Deadlocked | End::LostWakeup { .. } => stuck::explain(&case),
        End::Livelocked { threads } => nowhere(livelocked(&case, threads)),
        End::TooLong => too_long(&case),
    };
    Said { text: capitalised(&said.text, &case.words), ..said }
}

/// The record as the rows show it: after the panic that ends it, only what its thread leaves in the locks that it
/// releases. What other threads did meanwhile is in no row, so no sentence may mention it.
fn as_shown(record: &Record) -> Cow<'_, Record> {
    let rest = last_step(record) + 1;
    let End::Panicked { thread, .. } = record.end else { return Cow::Borrowed(record) };
    let Some(after) = record.steps.get(rest..).filter(|after| !after.is_empty()) else {
        return Cow::Borrowed(record);
    };
    let own = after.iter().filter(|step| step.thread == thread && matches!(step.action, Action::Unlock { .. }));
    let steps = record.steps[..rest].iter().chain(own).cloned().collect();
    Cow::Owned(Record { steps, ..record.clone() })
}

/// If a thread's last steps repeat, that is why it takes so long.
fn too_long(case: &Case<'_>) -> Said {
    let steps = case.record.size.steps;
    let all: Vec<usize> = (0..case.record.steps.len()).collect();
    let again = without_repeats(case.record, &all).into_iter().rfind(|(_, times)| times.is_some());
    match again {
        Some((step, _)) => Said::at(
            case.record.steps[step].place,
            format!(
                "{} goes through the same steps again and again instead of sleeping; the exploration stops after \
                 {steps}.",
                case.who(case.record.steps[step].thread)
            ),
        ),
        None => {
            Said::at(None, format!("the program had not ended after {steps} steps, where the exploration stops."))
        }
    }
}

/// What the rules work on.
struct Case<'r> {
    record: &'r Record,
    words: Words<'r>,
    accesses: Vec<Access<'r>>,
}

impl Case<'_> {
    fn who(&self, thread: ThreadId) -> String {
        self.words.who(thread)
    }

    /// The object's name in a sentence.
    fn name(&self, object: usize) -> String {
        format!("`{}`", self.words.object(object))
    }

    /// `line 12`: the line of the step.
    fn line(&self, step: usize) -> String {
        let place = self.record.steps.get(step).and_then(|step| step.place);
        place.map_or_else(|| "an unknown line".to_owned(), |place| self.words.line(place))
    }
}

fn panicked(case: &Case<'_>, thread: ThreadId, message: &str) -> String {
    let steps = &case.record.steps;
    let file = |step: usize| steps.get(step).and_then(|step| step.place).map(|place| place.file());
    // What it last read in another file concerns a different part.
    let here = file(last_step(case.record));
    let nearby = |access: &Access<'_>| here.is_none() || file(access.first).is_none() || here == file(access.first);
    let known = |access: &&Access<'_>| {
        access.thread == thread && (access.saw.is_some() || access.left.is_some()) && nearby(access)
    };
    let after = case.accesses.iter().rev().find(known).map_or_else(String::new, |access| {
        let name = case.name(access.object);
        match (access.saw, access.left) {
            (Some(saw), Some(left)) => {
                format!(" after it saw {} in {name} and made it {}", brief(saw), brief(left))
            }
            (None, Some(left)) => format!(" after it changed {name} to {}", brief(left)),
            (saw, None) => format!(" after it saw {} in {name}", brief(saw.unwrap_or_default())),
        }
    });
    format!("{} panicked with \"{}\"{after}.", case.who(thread), one_line(message))
}

fn livelocked(case: &Case<'_>, threads: &[ThreadId]) -> String {
    let who = list(threads.iter().map(|&thread| case.who(thread)));
    let last_look = |thread: ThreadId| {
        let mut reads = case.accesses.iter().rev().filter(|access| access.thread == thread);
        reads.find(|access| access.left.is_none() && access.saw.is_some())
    };
    if let [thread] = *threads
        && let Some(look) = last_look(thread)
        && let Some(saw) = look.saw
    {
        let name = case.name(look.object);
        return format!(
            "{who} looks at {name} again and again and sees {}: nobody is left to change it.",
            brief(saw)
        );
    }
    let failed = |thread: ThreadId| {
        let mut steps = case.record.steps.iter().rev().filter(|step| step.thread == thread);
        steps.find_map(|step| match step.action {
            Action::TryLockFailed { object, holder: Some(holder) } => Some((thread, object, holder)),
            _ => None,
        })
    };
    let failed: Option<Vec<_>> = threads.iter().map(|&thread| failed(thread)).collect();
    match failed {
        Some(failed) => {
            let finds = failed.iter().map(|&(thread, object, holder)| {
                format!("{} finds {} locked by {}", case.who(thread), case.name(object), case.who(holder))
            });
            format!("again and again {}: each gives way and tries again.", list(finds))
        }
        None if threads.len() == 1 => {
            format!(
                "{who} goes through the same steps again and again, and nobody is left to do what it waits for."
            )
        }
        None => format!("{who} go through the same steps again and again, and none does what another waits for."),
    }
}

/// The sentence with a capital letter. A name that the program gave stays as it is.
fn capitalised(sentence: &str, words: &Words<'_>) -> String {
    if words.begins_with_a_name(sentence) {
        return sentence.to_owned();
    }
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
