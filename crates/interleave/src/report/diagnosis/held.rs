//! A lock that is held during a wait: a thread that needs the lock cannot come and end the wait.

use super::super::words::list;
use super::{Case, Said};
use crate::record::{ObjectId, Place, ThreadId, Waiting};

/// A thread holds a lock that another thread waits for, while it waits itself for something other than a lock.
pub(super) fn explain(case: &Case<'_>) -> Option<Said> {
    let holding = case.record.objects.iter().enumerate().flat_map(|(object, lock)| {
        lock.held.iter().map(move |&(holder, since)| Kept { lock: object, holder, since })
    });
    holding.into_iter().find_map(|kept| kept.told(case))
}

/// A lock that is held at the end.
struct Kept {
    lock: ObjectId,
    holder: ThreadId,
    since: Place,
}

impl Kept {
    fn told(&self, case: &Case<'_>) -> Option<Said> {
        let threads = &case.record.threads;
        let (on, place) = threads.get(self.holder)?.stuck.as_ref()?;
        // A thread that waits for a lock or for a thread is a link of a chain; the cause is at its end.
        if matches!(on, Waiting::Lock { .. } | Waiting::Join { .. } | Waiting::Once { initialiser: Some(_), .. }) {
            return None;
        }
        let kept_out = |thread: &ThreadId| match threads[*thread].stuck {
            Some((Waiting::Lock { object, .. }, _)) => object == self.lock,
            _ => false,
        };
        let kept_out: Vec<ThreadId> = (0..threads.len()).filter(kept_out).collect();
        let (wait, nobody) = match kept_out[..] {
            [] => return None,
            [_] => ("waits", "neither can go on"),
            _ => ("wait", "none of them can go on"),
        };
        let name = case.name(self.lock);
        let text = format!(
            "{} holds {name} since {} and waits {} for {}; {} {wait} for {name}: {nobody}.",
            case.who(self.holder),
            case.words.line(self.since),
            case.words.at(place),
            case.words.waiting(on),
            list(kept_out.iter().map(|&thread| case.who(thread))),
        );
        Some(Said::at(Some(self.since), text))
    }
}
