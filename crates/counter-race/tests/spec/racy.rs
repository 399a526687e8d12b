//! The racy counter, which is given: alone it counts right, in company it loses updates.

use super::counting;
use checks::{Check, Finding, Verdict, model};
use counter_race::RacyCounter;

pub const CHECKS: &[Check] = &[
    Check::behaviour("racy-counts-alone", &counting::alone::<RacyCounter>())
        .title("the racy counter counts right when nobody else is there"),
    Check::model("racy-loses-updates", loses_updates).title("the racy counter loses updates in some interleaving"),
];

fn loses_updates() -> Finding {
    let finding = model::prove(2, || counting::together(RacyCounter::default(), 2, 1));
    match finding.verdict {
        Verdict::RaceCondition => Finding::passed(),
        other => Finding::new(Verdict::WrongResult, format!("expected a race condition, found: {other}")),
    }
}
