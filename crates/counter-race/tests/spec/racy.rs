//! The racy counter, which students are given: it counts correctly in one thread, and loses updates with several.

use super::counting;
use checks::{Check, Finding, Verdict, model};
use counter_race::RacyCounter;

pub const CHECKS: &[Check] = &[
    Check::behaviour("racy-counts-alone", &counting::alone::<RacyCounter>())
        .title("the racy counter counts correctly in one thread"),
    Check::model("racy-loses-updates", loses_updates).title("the racy counter loses updates in some interleaving"),
];

fn loses_updates() -> Finding {
    let finding = model::prove(2, || counting::together(RacyCounter::default(), 2, 1));
    match finding.verdict {
        Verdict::RaceCondition => Finding::passed(),
        other => Finding::new(Verdict::WrongResult, format!("expected a race condition, found: {other}")),
    }
}
