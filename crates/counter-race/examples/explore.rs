//! Every final count that two threads can make of each counter: `cargo xtask explore counter-race`.

use common::explore::{self, Program, Size};
use counter_race::crowd::{count_together, no_start_line};
use counter_race::{AtomicCounter, Counter, LockedCounter, RacyCounter};
use std::process::ExitCode;

fn main() -> ExitCode {
    let usual = Size { threads: 2, items: 1 };
    explore::main(&[
        Program::new("racy", "read, yield, write: --items increments each", usual, count::<RacyCounter>, all),
        Program::new("locked", "the same under a lock", usual, count::<LockedCounter>, all),
        Program::new("atomic", "one indivisible step", usual, count::<AtomicCounter>, all),
    ])
}

fn count<C: Counter + Default + Send + Sync + 'static>(size: Size) -> u64 {
    count_together(C::default(), size.threads, size.items as u64, no_start_line)
}

fn all(size: Size) -> u64 {
    (size.threads * size.items) as u64
}
