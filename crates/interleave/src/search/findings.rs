//! What the executions of a search have shown, and the verdict.

use crate::execution::{Cost, Ending, Returned, Run, Schedule, State, Used};
use crate::options::Limits;
use crate::outcome::{Failures, Unfinished, Verdict};
use crate::record::End;
use std::collections::{BTreeMap, BTreeSet};

/// The search stops after this many executions that end stuck.
const MOST_STUCK: usize = 20_000;

/// The results of the executions so far.
#[derive(Default)]
pub(super) struct Findings {
    /// What the program turned out to need: see [`execution::Settings`](crate::execution::Settings).
    pub(super) fine: bool,
    pub(super) weak: bool,
    pub(super) ids: bool,
    pub(super) writers_first: bool,
    pub(super) executions: usize,
    pub(super) values: BTreeMap<String, usize>,
    pub(super) wrong_values: BTreeSet<String>,
    pub(super) failures: Failures,
    /// The smallest failing execution seen.
    pub(super) smallest: Option<(Cost, Schedule)>,
    /// The first execution seen that reached the limit on steps.
    pub(super) too_long: Option<Schedule>,
    pub(super) spins_cut: bool,
    /// The preemption bound has excluded something.
    pub(super) cut: bool,
    /// The program has excluded something; and the number of executions it skipped.
    pub(super) left_out: bool,
    pub(super) skipped: usize,
    pub(super) threads: usize,
    pub(super) used: Used,
    /// A thread locked for reading.
    pub(super) readers: bool,
    pub(super) fingerprints: BTreeSet<u64>,
}

impl Findings {
    /// Does the program need settings that this search was started without? If so, they are noted.
    pub(super) fn outgrown(&mut self, state: &State) -> bool {
        let (release, weak, ids) = (state.saw_release, state.saw_weak, state.saw_ids);
        let outgrown = (release && !self.fine) || (weak && !self.weak) || (ids && !self.ids);
        self.ids |= ids;
        self.fine |= state.saw_release;
        self.weak |= state.saw_weak;
        outgrown
    }

    /// Why the search should stop now, if it should.
    pub(super) fn stops(&self, limits: &Limits) -> Option<Unfinished> {
        let Failures { deadlocks, lost_wakeups, livelocks, data_races, too_long, .. } = self.failures;
        match () {
            // The frames of stuck threads stay in memory, so there is a limit.
            () if deadlocks + lost_wakeups >= MOST_STUCK => Some(Unfinished::Executions { begun: self.executions }),
            () if limits.until_failure && self.failures.total() > 0 => {
                Some(Unfinished::Executions { begun: self.executions })
            }
            () if livelocks > 0 => Some(Unfinished::Livelock),
            () if data_races > 0 => Some(Unfinished::DataRace),
            () if too_long > 0 => Some(Unfinished::Steps(limits.max_steps)),
            () => None,
        }
    }

    /// No findings yet, with the same needs.
    pub(super) fn anew(&self) -> Self {
        let Findings { fine, weak, ids, writers_first, .. } = *self;
        Findings { fine, weak, ids, writers_first, ..Findings::default() }
    }

    /// Adds the needs found in another part of the search.
    pub(super) fn needs(&mut self, other: &Findings) {
        self.fine |= other.fine;
        self.weak |= other.weak;
        self.ids |= other.ids;
    }

    /// Adds the findings of another part of the same search, which is complete.
    pub(super) fn join(&mut self, other: Findings) {
        self.needs(&other);
        self.executions += other.executions;
        for (value, executions) in other.values {
            *self.values.entry(value).or_default() += executions;
        }
        self.wrong_values.extend(other.wrong_values);
        self.failures.add(other.failures);
        if let Some(smallest) = other.smallest {
            self.keep_smaller(smallest);
        }
        self.too_long = self.too_long.take().or(other.too_long);
        self.spins_cut |= other.spins_cut;
        self.cut |= other.cut;
        self.left_out |= other.left_out;
        self.skipped += other.skipped;
        self.threads = self.threads.max(other.threads);
        self.used.join(other.used);
        self.readers |= other.readers;
        self.fingerprints.extend(other.fingerprints);
    }

    /// Of two with the same cost, keeps the one whose schedule comes first, so the order of executions does not
    /// matter.
    fn keep_smaller(&mut self, (cost, schedule): (Cost, Schedule)) {
        let smaller = match &self.smallest {
            None => true,
            Some((least, other)) => cost < *least || (cost == *least && schedule.to_string() < other.to_string()),
        };
        if smaller {
            self.smallest = Some((cost, schedule));
        }
    }

    /// Adds values that only another search has found.
    pub(super) fn join_values(&mut self, others: Findings) {
        for (value, executions) in others.values {
            if let std::collections::btree_map::Entry::Vacant(new) = self.values.entry(value) {
                new.insert(executions);
                self.executions += executions;
            }
        }
        self.wrong_values.extend(others.wrong_values);
    }

    /// Notes what holds for every execution that was started, even if it was cut short.
    pub(super) fn saw(&mut self, state: &State) {
        self.spins_cut |= state.held_back.get();
        self.threads = self.threads.max(state.threads.len());
        self.used.join(state.used);
        self.readers |= state.saw_readers;
        self.left_out |= state.left_out;
    }

    /// The number of executions started.
    pub(super) fn begun(&self) -> usize {
        self.executions + self.skipped
    }

    /// Counts one more execution, unless the program skipped it. `lost`: it is stuck because of a lost wake-up.
    pub(super) fn add(&mut self, limits: &Limits, run: Run, lost: bool) {
        if run.state.skipped {
            self.skipped += 1;
            return;
        }
        self.executions += 1;
        if limits.fingerprints {
            self.fingerprints.insert(run.state.class());
        }
        let wrong = match &run.ending {
            Ending::Returned(returned) => returned.wrong,
            _ => true,
        };
        let failures = &mut self.failures;
        match &run.ending {
            Ending::Returned(_) => failures.wrong_values += usize::from(wrong),
            Ending::Panicked { .. } => failures.panics += 1,
            Ending::Stuck { .. } if lost => failures.lost_wakeups += 1,
            Ending::Stuck { .. } => failures.deadlocks += 1,
            Ending::Livelocked { .. } => failures.livelocks += 1,
            Ending::Raced(_) => failures.data_races += 1,
            Ending::TooLong => failures.too_long += 1,
            Ending::Abandoned => unreachable!("abandoned executions are not counted"),
        }
        if run.ending == Ending::TooLong && self.too_long.is_none() {
            self.too_long = Some(run.state.schedule());
        }
        let may_be_smallest = self.smallest.as_ref().is_none_or(|(cost, _)| run.cost <= *cost);
        if wrong && run.ending != Ending::TooLong && may_be_smallest {
            self.keep_smaller((run.cost, run.state.schedule()));
        }
        if let Ending::Returned(Returned { text, wrong }) = run.ending {
            if wrong && !self.wrong_values.contains(&text) {
                self.wrong_values.insert(text.clone());
            }
            *self.values.entry(text).or_default() += 1;
        }
    }
}

/// The verdict.
pub(super) fn verdict(complete: &Result<(), Unfinished>, findings: &Findings, end: Option<&End>) -> Verdict {
    let failures = &findings.failures;
    if let Err(Unfinished::Nondeterministic(_)) = complete {
        return Verdict::Nondeterministic;
    }
    match end {
        Some(End::WrongValue { .. }) if failures.wrong_values == findings.executions => Verdict::WrongResult,
        Some(End::Panicked { .. }) if failures.panics == findings.executions => Verdict::Panicked,
        Some(End::WrongValue { .. } | End::Panicked { .. }) => Verdict::RaceCondition,
        Some(End::DataRace { .. }) => Verdict::DataRace,
        Some(End::Deadlocked) => Verdict::Deadlock,
        Some(End::LostWakeup { .. }) => Verdict::LostWakeup,
        Some(End::Livelocked { .. }) => Verdict::Livelock,
        // The counterexample could not be reproduced.
        Some(End::Returned { .. }) => Verdict::Nondeterministic,
        Some(End::TooLong) if failures.total() == failures.too_long => Verdict::OutOfBounds,
        Some(End::TooLong) => Verdict::Nondeterministic,
        None if failures.total() > failures.too_long => Verdict::Nondeterministic,
        None => match complete {
            Ok(())
            | Err(
                Unfinished::LeftOut
                | Unfinished::PreemptionBound(_)
                | Unfinished::Walks { .. }
                | Unfinished::Pct { .. },
            ) => {
                if failures.too_long > 0 || findings.executions == 0 {
                    Verdict::OutOfBounds
                } else {
                    Verdict::Passed
                }
            }
            Err(_) => Verdict::OutOfBounds,
        },
    }
}
