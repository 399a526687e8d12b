//! Contestants take turns: each runs once per round, in a different order each time.
//!
//! Why no library: divan and criterion measure one contestant to its end and then the next, and tango compares two
//! builds of one program. On a machine whose speed drifts by some percent within a minute, a ratio of such blocks
//! includes the drift. Here ours and its peers run in the same round, the ratio is taken in each round, and the
//! median of these ratios counts.

use anyhow::{Result, ensure};

/// The result of one run of a contestant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// What the row measures, usually seconds per item.
    pub cost: f64,
    /// Seconds of processor time, if the row measures it.
    pub processor: Option<f64>,
    /// Peak memory in bytes, if the row measures it.
    pub memory: Option<f64>,
}

impl From<f64> for Sample {
    fn from(cost: f64) -> Self {
        Sample { cost, processor: None, memory: None }
    }
}

/// Runs the contestant once and measures it.
pub type Run<'a> = Box<dyn FnMut() -> Result<Sample> + 'a>;

/// A contestant, or why it cannot be measured.
pub struct Contestant<'a> {
    /// Its name in the table.
    pub name: &'static str,
    /// How to run it; or what is missing, and how to get it.
    pub run: Result<Run<'a>, String>,
}

impl<'a> Contestant<'a> {
    /// A contestant that can be measured.
    pub fn new(name: &'static str, run: impl FnMut() -> Result<Sample> + 'a) -> Self {
        Contestant { name, run: Ok(Box::new(run)) }
    }

    /// A contestant that cannot be measured.
    pub fn missing(name: &'static str, why: impl Into<String>) -> Self {
        Contestant { name, run: Err(why.into()) }
    }
}

/// A contestant's samples, one per round, or why there are none.
pub type Samples = Result<Vec<Sample>, String>;

/// Runs all contestants `rounds` times, after one warm-up run each that does not count. A contestant that fails once
/// is out, and the others go on. Reports progress after each round.
///
/// # Errors
///
/// If there are no rounds.
pub fn take_turns(contestants: Vec<Contestant<'_>>, rounds: usize, said: &dyn Fn(usize)) -> Result<Vec<Samples>> {
    ensure!(rounds > 0, "no rounds");
    let count = contestants.len();
    let mut runs = Vec::new();
    let mut samples: Vec<Samples> = Vec::new();
    for contestant in contestants {
        let (run, so_far) = match contestant.run {
            Ok(run) => (Some(run), Ok(Vec::new())),
            Err(why) => (None, Err(why)),
        };
        runs.push(run);
        samples.push(so_far);
    }
    for round in 0..=rounds {
        for place in order(count, round) {
            let (Some(run), Ok(so_far)) = (&mut runs[place], &mut samples[place]) else { continue };
            match run() {
                Ok(_) if round == 0 => {}
                Ok(sample) => so_far.push(sample),
                Err(error) => samples[place] = Err(format!("{error:#}")),
            }
        }
        said(round);
    }
    Ok(samples)
}

/// The order of a round: it rotates, and is reversed in every other round.
fn order(count: usize, round: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.rotate_left((round / 2) % count.max(1));
    if round % 2 == 1 {
        order.reverse();
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn two_contestants_swap_places_each_round_and_several_take_every_place() {
        let of_two: Vec<_> = (0..4).map(|round| order(2, round)[0]).collect();
        assert_eq!(of_two, [0, 1, 1, 0]);
        for count in 1..6 {
            for place in 0..count {
                let mut there: Vec<_> = (0..2 * count).map(|round| order(count, round)[place]).collect();
                there.sort_unstable();
                there.dedup();
                assert_eq!(there, (0..count).collect::<Vec<_>>(), "{count} contestants, place {place}");
            }
        }
    }

    #[test]
    fn each_contestant_runs_once_per_round_and_the_first_round_does_not_count() {
        let log = RefCell::new(String::new());
        let named = |name: &'static str| {
            let log = &log;
            Contestant::new(name, move || {
                log.borrow_mut().push_str(name);
                Ok((log.borrow().len() as f64).into())
            })
        };
        let samples = take_turns(vec![named("a"), named("b")], 2, &|_| {}).unwrap();
        assert_eq!(*log.borrow(), "abbaba");
        let costs = |samples: &Samples| samples.as_ref().unwrap().iter().map(|one| one.cost).collect::<Vec<_>>();
        assert_eq!(samples.iter().map(costs).collect::<Vec<_>>(), [[4.0, 6.0], [3.0, 5.0]]);
    }

    #[test]
    fn a_contestant_that_is_missing_or_fails_is_out_and_the_others_are_measured() {
        let mut runs = 0;
        let fails = Contestant::new("fails", move || {
            runs += 1;
            ensure!(runs < 2, "broken");
            Ok(1.0.into())
        });
        let all = vec![
            Contestant::new("ours", || Ok(1.0.into())),
            Contestant::missing("gone", "not installed: apt install gone"),
            fails,
        ];
        let samples = take_turns(all, 3, &|_| {}).unwrap();
        assert_eq!(samples[0].as_ref().unwrap().len(), 3);
        assert_eq!(samples[1], Err("not installed: apt install gone".to_string()));
        assert_eq!(samples[2], Err("broken".to_string()));
    }
}
