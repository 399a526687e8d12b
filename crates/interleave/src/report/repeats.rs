//! A thread that looks at the same thing for ever repeats the same steps; showing them once is enough.

use crate::record::{End, Record};

/// The longest repetition, in steps, that is detected.
const LONGEST: usize = 24;

/// These steps without the repetitions. A step with a number ends a stretch that happens that many times.
pub(super) fn without_repeats(record: &Record, steps: &[usize]) -> Vec<(usize, Option<usize>)> {
    let least = match record.end {
        End::Livelocked { .. } => 2,
        _ => 3,
    };
    let same = |one: usize, other: usize| {
        let (one, other) = (&record.steps[steps[one]], &record.steps[steps[other]]);
        one.thread == other.thread && one.action == other.action
    };
    let times = |start: usize, period: usize| {
        let alike = (start..steps.len() - period).take_while(|&at| same(at, at + period)).count();
        1 + alike / period
    };
    let mut kept = Vec::new();
    let mut at = 0;
    while at < steps.len() {
        let longest = LONGEST.min((steps.len() - at) / least);
        let repeated = (1..=longest).map(|period| (period, times(at, period))).find(|found| found.1 >= least);
        let (period, times) = repeated.unwrap_or((1, 1));
        kept.extend(steps[at..at + period].iter().map(|&step| (step, None)));
        if times > 1
            && let Some(last) = kept.last_mut()
        {
            last.1 = Some(times);
        }
        at += period * times;
    }
    kept
}
