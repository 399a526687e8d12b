//! Arrows between rows: from a notify to the thread that it woke; from an unlock to the thread that was blocked on
//! the lock; and from a write to a row that read it without being ordered after it.

use super::orderings::meeting;
use super::rows::Row;
use crate::record::{Action, Record, Waiting};

/// An arrow from one row to a later one of another thread, as indices into the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrow {
    pub from: usize,
    pub to: usize,
    pub what: HandOver,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HandOver {
    Notify,
    Lock,
    Unpark,
    /// The write that was read, if its ordering or that of the read is too weak.
    Read,
}

/// All arrows, in the order of the steps that they lead to.
pub(super) fn arrows(record: &Record, rows: &[Row]) -> Vec<Arrow> {
    let row_of = |step: usize| rows.iter().position(|row| row.steps.contains(&step));
    let arrow = |(from, to, what): (usize, usize, HandOver)| {
        let (from, to) = (row_of(from)?, row_of(to)?);
        (from < to && rows[from].thread != rows[to].thread).then_some(Arrow { from, to, what })
    };
    let enablers = (0..record.steps.len()).filter_map(|step| enabler(record, step));
    let read = meeting(record).map(|(write, read)| (write, read, HandOver::Read));
    let mut arrows: Vec<Arrow> = enablers.chain(read).filter_map(arrow).collect();
    arrows.dedup();
    arrows
}

/// The step that let this one happen, if it had to wait.
fn enabler(record: &Record, to: usize) -> Option<(usize, usize, HandOver)> {
    let step = &record.steps[to];
    let before = &record.steps[..to];
    match &step.action {
        Action::Wake { condvar, .. } => {
            let woke = before.iter().rposition(|earlier| {
                matches!(&earlier.action, Action::Notify { condvar: on, woken, .. }
                    if on == condvar && woken.contains(&step.thread))
            })?;
            let waited = before.iter().rposition(|earlier| {
                earlier.thread == step.thread && matches!(earlier.action, Action::Wait { .. })
            })?;
            (waited < woke).then_some((woke, to, HandOver::Notify))
        }
        Action::Lock { object, .. } => {
            let last = before.iter().rfind(|earlier| earlier.thread == step.thread)?;
            if !matches!(&last.action, Action::Blocked { on: Waiting::Lock { object: on, .. } } if on == object) {
                return None;
            }
            let released = before.iter().rposition(|earlier| match &earlier.action {
                Action::Unlock { object: released, .. }
                | Action::Downgrade { object: released, .. }
                | Action::Wait { mutex: released, .. } => released == object,
                _ => false,
            })?;
            Some((released, to, HandOver::Lock))
        }
        Action::Park { .. } => {
            let unparks = |earlier: &crate::record::Step| earlier.action == Action::Unpark { thread: step.thread };
            Some((before.iter().rposition(unparks)?, to, HandOver::Unpark))
        }
        _ => None,
    }
}
