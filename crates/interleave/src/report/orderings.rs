//! Finds the missing ordering: a thread read what another thread wrote, but did not thereby learn of what the other
//! had done before.

use super::diagnosis::stale::{self, Stale};
use super::diagnosis::unordered;
use super::rows::Row;
use super::value::brief;
use super::words::Words;
use crate::record::{Action, End, Record, Step};
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Release, SeqCst};

/// Why the two steps that the execution is about are not ordered, if the reason is the ordering of an atomic
/// operation between them.
pub(super) fn missing_ordering(record: &Record, rows: &[Row]) -> Option<String> {
    let (earlier, later) = unordered(record)?;
    let (write, read) = meeting(record)?;
    let steps = &record.steps;
    let words = Words::new(record);
    // If a row has several operations, the line says which.
    let row = |step: usize| {
        let at = rows.iter().position(|row| row.steps.contains(&step))?;
        let line = steps[step].place.filter(|_| rows[at].steps.len() > 1);
        let line = line.map_or_else(String::new, |place| format!(" ({})", words.line(place)));
        Some(format!("{}{line}", at + 1))
    };
    let releases = orders(&steps[write], releases) || fenced(&steps[earlier..write], steps[write].thread, releases);
    let acquires = orders(&steps[read], acquires) || fenced(&steps[read..later], steps[read].thread, acquires);
    let (write_row, read_row) = (row(write)?, row(read)?);
    let name = |step: usize| steps[step].order.map_or_else(String::new, |order| format!("{order:?}"));
    match (releases, acquires) {
        (false, _) => Some(format!(
            "Row {write_row} is {}, so what came before it need not be visible to who reads it in row {read_row}.",
            name(write)
        )),
        (true, false) => Some(format!(
            "Row {read_row} is {}, so what came before row {write_row} need not be visible after it.",
            name(read)
        )),
        (true, true) => None,
    }
}

/// If threads are stuck after a stale read, says which read that was: the sentence above the table is about the
/// waiting threads.
pub(super) fn old_value(record: &Record, rows: &[Row]) -> Option<String> {
    if !record.end.is_stuck() && !matches!(record.end, End::Livelocked { .. }) {
        return None;
    }
    let words = Words::new(record);
    let Stale { at, newer, object, value, written, .. } = stale::last(&record.steps)?;
    let row = |step: usize| rows.iter().position(|row| row.steps.contains(&step)).map(|row| row + 1);
    Some(format!(
        "Row {} reads the old {} of {}: nothing orders the write of {} in row {} before it.",
        row(at)?,
        brief(value),
        words.object(object),
        brief(written),
        row(newer)?
    ))
}

/// A write after the earlier step, and the read of it before the later step: with the right orderings, this pair
/// would order the two steps.
pub(super) fn meeting(record: &Record) -> Option<(usize, usize)> {
    let (earlier, later) = unordered(record)?;
    let steps = &record.steps;
    let reads = |step: usize| {
        let from = steps[step].read_from?;
        let between = steps[step].thread == steps[later].thread && steps[from].thread == steps[earlier].thread;
        (between && from > earlier).then_some((from, step))
    };
    (earlier..later).find_map(reads)
}

fn releases(order: Ordering) -> bool {
    matches!(order, Release | AcqRel | SeqCst)
}

fn acquires(order: Ordering) -> bool {
    matches!(order, Acquire | AcqRel | SeqCst)
}

fn orders(step: &Step, how: fn(Ordering) -> bool) -> bool {
    step.order.is_some_and(how)
}

/// Is there a fence of `thread` among the steps that orders them in this way?
fn fenced(steps: &[Step], thread: usize, how: fn(Ordering) -> bool) -> bool {
    let fences = |step: &Step| matches!(step.action, Action::Fence { order } if how(order));
    steps.iter().any(|step| step.thread == thread && fences(step))
}
