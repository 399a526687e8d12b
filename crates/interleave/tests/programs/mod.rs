//! Wrong programs, each named after its bug: the explorer must find it, and people read its reports.

#![allow(dead_code)] // each test binary uses some

pub mod lockfree;
pub mod locks;
pub mod orderings;
pub mod pool;
pub mod races;
pub mod right;
pub mod waits;

use interleave::{OneOf, Options, Outcome, explore};

/// A wrong program: its name, the value it should return, and what is wrong with it.
pub struct Program {
    pub name: &'static str,
    pub expected: usize,
    pub verdict: interleave::Verdict,
    pub run: fn() -> usize,
}

impl Program {
    pub fn options(&self) -> Options<OneOf<usize>> {
        Options::new().expect(self.expected)
    }

    pub fn explore(&self) -> Outcome {
        explore(&self.options(), self.run)
    }
}

/// Every wrong program.
pub fn all() -> Vec<Program> {
    use interleave::Verdict::{Deadlock, Livelock, LostWakeup, Panicked, RaceCondition, WrongResult};
    let program = |name, expected, verdict, run: fn() -> usize| Program { name, expected, verdict, run };
    vec![
        program("racy counter", 2, RaceCondition, races::racy_counter),
        program("check, then act", 1, RaceCondition, races::check_then_act),
        program("unjoined worker", 1, RaceCondition, races::unjoined_worker),
        program("flag outside its lock", 7, RaceCondition, races::flag_outside_its_lock),
        program("sleep instead of join", 1, RaceCondition, races::sleep_instead_of_join),
        program("read, unlock, write", 2, RaceCondition, races::read_unlock_write),
        program("off by one", 2, WrongResult, races::off_by_one),
        program("always panics", 0, Panicked, races::always_panics),
        program("a value that came back", 2, RaceCondition, lockfree::aba),
        program("initialised twice", 1, RaceCondition, lockfree::initialised_twice),
        program("read after the exchange", 1, RaceCondition, lockfree::read_after_the_exchange),
        program("permit bit", 1, RaceCondition, lockfree::permit_bit),
        program("looked before the other began", 1, RaceCondition, lockfree::looked_before_the_other_began),
        program("joined after the look", 1, RaceCondition, lockfree::joined_after_the_look),
        program("another is not joined", 3, WrongResult, lockfree::another_is_not_joined),
        program("two locks in two orders", 2, Deadlock, locks::two_orders),
        program("lock twice", 0, Deadlock, locks::lock_twice),
        program("join under the lock", 1, Deadlock, locks::join_under_the_lock),
        program("write while reading", 1, Deadlock, locks::write_while_reading),
        program("barrier for one too many", 0, Deadlock, locks::barrier_for_one_too_many),
        program("sender never dropped", 1, Deadlock, locks::sender_never_dropped),
        program("polite philosophers", 2, Livelock, locks::polite_philosophers),
        program("spin on a flag nobody sets", 0, Livelock, locks::spin_for_ever),
        program("if for while", 1, RaceCondition, waits::if_for_while),
        program("if for while of two", 2, RaceCondition, waits::if_for_while_of_two),
        program("missing notify", 1, Deadlock, waits::missing_notify),
        program("notify before the change", 1, LostWakeup, waits::notify_before_the_change),
        program("one condvar for two conditions", 1, LostWakeup, waits::one_condvar),
        program("missing sentinel", 0, Deadlock, waits::missing_sentinel),
        program("wait without a condition", 0, LostWakeup, waits::wait_without_a_condition),
        program("pool looks, then waits", 0, LostWakeup, pool::looks_then_waits),
        program("pool wakes one at the end", 0, LostWakeup, pool::wakes_one_at_the_end),
        program("check the time-out, not the condition", 1, RaceCondition, waits::check_the_timeout),
    ]
}

/// The wrong program with this name.
pub fn named(name: &str) -> Program {
    all().into_iter().find(|program| program.name == name).expect("a program of that name")
}
