//! Double-checked locking without the second check: the decisive read comes before the lock and is not repeated.

use super::super::value::brief;
use super::{Access, Case};

/// A thread looked, waited for the lock under which another thread did the work, and did the work again.
pub(super) fn initialised(case: &Case<'_>) -> Option<String> {
    let sets = |access: &&Access<'_>| !access.locked && access.left.is_some();
    let under_a_lock = |inner: &Access<'_>| {
        let outer = |lock: &&Access<'_>| {
            lock.locked && lock.thread == inner.thread && lock.first < inner.first && inner.last < lock.last
        };
        case.accesses.iter().find(outer)
    };
    for set in case.accesses.iter().filter(sets) {
        let Some(first) = under_a_lock(set) else { continue };
        let again = case.accesses.iter().filter(sets).filter(|again| {
            again.object == set.object
                && again.thread != set.thread
                && again.first > set.last
                && again.left == set.left
        });
        for again in again {
            let Some(second) = under_a_lock(again).filter(|second| second.object == first.object) else { continue };
            let own = |access: &&Access<'_>| {
                access.thread == again.thread && access.object == set.object && access.last < again.first
            };
            // It last saw the flag before the other thread set it, and before it had the lock.
            let Some(look) = case.accesses.iter().rev().find(own) else { continue };
            if !look.only_looked() || look.last > set.first || look.last > second.first || look.saw == set.left {
                continue;
            }
            let (who, flag) = (case.who(again.thread), case.name(set.object));
            return Some(format!(
                "{who} saw {} in {flag} at {} and locked {} only after {} had changed {flag} to {} at {}: it did not look \
                 again under the lock, so what {flag} stands for was initialised twice.",
                brief(look.saw?),
                case.line(look.first),
                case.name(first.object),
                case.who(set.thread),
                brief(set.left?),
                case.line(set.first),
            ));
        }
    }
    None
}
