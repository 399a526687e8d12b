//! Decides which threads get a column: those that take part, not those that only begin and end the execution.

use std::collections::BTreeSet;

use super::rows::{Row, RowKind};
use crate::record::{Action, End, Record, ThreadId, Waiting};

/// Drops the threads that only begin and end it, if any others are left.
pub(super) fn without_bystanders(record: &Record, rows: Vec<Row>) -> Vec<Row> {
    let actors: BTreeSet<ThreadId> =
        (0..rows.len()).filter(|&at| acts(record, &rows, at)).map(|at| rows[at].thread).collect();
    if actors.is_empty() { rows } else { rows.into_iter().filter(|row| actors.contains(&row.thread)).collect() }
}

/// Whether this row does more than spawn, join, and read the result that is returned.
fn acts(record: &Record, rows: &[Row], at: usize) -> bool {
    let row = &rows[at];
    let returned = matches!(record.end, End::Returned { .. } | End::WrongValue { .. });
    // A data race is between its two threads alone.
    let races = matches!(record.end, End::DataRace { .. });
    let all_ended = || rows[at..].iter().all(|later| later.thread == row.thread);
    match row.kind {
        RowKind::Blocked if races => false,
        RowKind::Blocked => !matches!(record.threads[row.thread].stuck, Some((Waiting::Join { .. }, _))),
        RowKind::Plain if returned && row.thread == 0 && all_ended() => false,
        RowKind::Plain => !row.steps.iter().all(|&step| matches!(record.steps[step].action, Action::Spawn { .. })),
        RowKind::Waits | RowKind::Panic | RowKind::Unfinished => true,
    }
}

/// The threads that have a row, in spawn order.
pub(super) fn threads(rows: &[Row]) -> Vec<ThreadId> {
    rows.iter().map(|row| row.thread).collect::<BTreeSet<_>>().into_iter().collect()
}
