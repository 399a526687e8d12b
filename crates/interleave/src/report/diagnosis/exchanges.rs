//! Bugs around a compare-exchange: it succeeds because the value has come back in between (ABA), or the thread reads
//! what it gives away only afterwards.

use super::super::value::brief;
use super::overtaken::{changes, overtaken};
use super::{Access, Case};

/// ABA: the value is the same again, so the exchange succeeds, but what the thread had concluded from it no longer
/// holds.
pub(super) fn came_back(case: &Case<'_>) -> Option<String> {
    let exchanges = case.accesses.iter().filter(|act| !act.locked && act.saw.is_some() && act.left.is_some());
    for exchange in exchanges {
        let Some((look, overtaken)) = overtaken(case, exchange) else { continue };
        let away = overtaken.iter().find(|change| change.left != look.saw);
        let (Some(away), Some(back)) = (away, overtaken.last().filter(|back| back.left == exchange.saw)) else {
            continue;
        };
        if look.saw != exchange.saw {
            continue;
        }
        // What it had read elsewhere because of that value, and how that has changed since.
        let conclusions = case.accesses.iter().filter(|other| {
            other.thread == look.thread
                && other.object != look.object
                && other.only_looked()
                && look.last < other.first
                && other.last < exchange.first
        });
        let mut stale = conclusions.filter_map(|other| {
            let change = changes(case, other.object, other.last, exchange.first).last()?;
            (change.thread != look.thread && change.left != other.saw).then_some((other, change))
        });
        let Some((other, change)) = stale.next_back() else { continue };
        let changers = [away.thread, change.thread, back.thread];
        if changers.iter().any(|changer| *changer != changers[0]) {
            continue; // would fill two sentences
        }
        let (who, name, value) = (case.who(look.thread), case.name(look.object), brief(look.saw?));
        return Some(format!(
            "{who} read {value} from {name} and {} from {below}; then {} changed {name} to {}, {below} to {} and {name} back \
             to {value}: the exchange of {who} at {} succeeds though the value only came back (ABA).",
            brief(other.saw?),
            case.who(back.thread),
            brief(away.left?),
            brief(change.left?),
            case.line(exchange.first),
            below = case.name(other.object),
        ));
    }
    None
}

/// A thread frees something with an exchange and reads it only then: another thread has taken and overwritten it.
pub(super) fn read_too_late(case: &Case<'_>) -> Option<String> {
    let gives = case.accesses.iter().filter(|act| !act.locked && act.saw.is_some() && act.left.is_some());
    for give in gives {
        let late = case.accesses.iter().filter(|late| {
            late.thread == give.thread && late.object != give.object && late.only_looked() && late.first > give.last
        });
        for late in late {
            let of_that = |access: &&Access<'_>| access.object == late.object;
            let by_others = |access: &&Access<'_>| access.thread != give.thread;
            let before = |step: usize| case.accesses.iter().filter(move |access| access.last < step);
            // There was a value to read before, and the thread did not read it.
            let Some(lost) = before(give.first).filter(of_that).rfind(|access| access.left.is_some()) else {
                continue;
            };
            let read_in_time =
                before(late.first).filter(of_that).any(|own| own.thread == give.thread && own.first > lost.last);
            if read_in_time {
                continue;
            }
            let mut overwrites = before(late.first).filter(of_that).filter(by_others);
            let Some(overwrite) = overwrites.rfind(|write| write.left == late.saw && write.first > give.last)
            else {
                continue;
            };
            let knew = before(overwrite.first).filter(by_others).any(|look| {
                look.thread == overwrite.thread
                    && look.object == give.object
                    && look.first > give.last
                    && look.saw == give.left
            });
            if !knew {
                continue;
            }
            let (who, name) = (case.who(give.thread), case.name(late.object));
            return Some(format!(
                "{who} changed {} to {} at {} and read {name} only after that, at {}: by then {} had changed {name} to {}.",
                case.name(give.object),
                brief(give.left?),
                case.line(give.first),
                case.line(late.first),
                case.who(overwrite.thread),
                brief(overwrite.left?),
            ));
        }
    }
    None
}
