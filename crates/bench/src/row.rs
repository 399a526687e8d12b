//! A row of the table: one work, our figure and a peer's, and the target for their ratio.

use crate::rounds::{Sample, Samples};
use crate::statistics::{Summary, ratios};
use serde_json::{Value, json};

/// The comparison of ours and a peer on one work.
#[derive(Clone, Debug)]
pub struct Row {
    /// The name of the work for `--only`; rows of the same work share it.
    pub work: &'static str,
    /// The peer.
    pub peer: String,
    /// The unit of the figures.
    pub unit: Unit,
    /// The highest acceptable ratio ours / peer; `None` if there is no target.
    pub target: Option<f64>,
    /// Why ours is not faster; printed if the target is missed, or if there is no target and the peer is faster.
    pub limit: &'static str,
    /// The figures, or why there are none.
    pub figures: Result<Figures, String>,
}

/// Medians of both, and of their ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Ours.
    pub ours: f64,
    /// The peer's.
    pub peer: f64,
    /// Ours / peer.
    pub ratio: Summary,
    /// The number of rounds, or programs, behind the medians.
    pub count: usize,
}

/// A unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// A count.
    Count,
    /// Bytes of memory.
    Bytes,
}

/// A work.
#[derive(Clone, Copy)]
pub struct Work {
    /// Its name for `--only`.
    pub name: &'static str,
    /// Its description in the legend.
    pub about: &'static str,
}

/// Replaces the peers of a work that could not be measured at all.
pub const FAILED: &str = "(all)";

impl Row {
    /// The only row of a work that failed.
    pub fn failed(work: &'static str, error: &anyhow::Error) -> Row {
        let figures = Err(format!("{error:#}"));
        Row { work, peer: FAILED.to_string(), unit: Unit::Seconds, target: None, limit: "", figures }
    }

    /// A row from the samples of `take_turns` for ours and one peer. `of` selects what this row measures.
    pub fn of(
        work: &'static str,
        peer: &str,
        target: Option<f64>,
        [ours, peers]: [&Samples; 2],
        of: fn(&Sample) -> Option<f64>,
    ) -> Row {
        let costs = |samples: &Samples| -> Result<Vec<f64>, String> {
            let samples = samples.as_ref().map_err(String::clone)?;
            samples.iter().map(|one| of(one).ok_or("this system does not tell it".to_string())).collect()
        };
        let figures = costs(ours).and_then(|ours| Ok((ours, costs(peers)?)));
        let figures = figures.and_then(|(ours, peer)| Figures::paired(&ours, &peer).ok_or("no rounds".to_string()));
        Row { work, peer: peer.to_string(), unit: Unit::Seconds, target, limit: "", figures }
    }

    /// The same row, with the reason that is printed if the peer is faster.
    pub fn limited_by(self, limit: &'static str) -> Row {
        Row { limit, ..self }
    }

    /// Whether the target is met; `None` if there is no target or nothing was measured.
    pub fn is_met(&self) -> Option<bool> {
        let figures = self.figures.as_ref().ok()?;
        // Rounded as printed: 1.004 is shown as 1.00.
        self.target.map(|target| figures.ratio.median <= target * 1.005)
    }

    /// Whether the reason why ours is slower should be printed.
    pub fn is_slower(&self) -> bool {
        let slower = self.figures.as_ref().is_ok_and(|figures| figures.ratio.median > self.target.unwrap_or(1.0));
        self.is_met() == Some(false) || (self.target.is_none() && slower)
    }

    /// The row as JSON.
    pub fn json(&self) -> Value {
        let unit = match self.unit {
            Unit::Seconds => "seconds",
            Unit::Count => "count",
            Unit::Bytes => "bytes",
        };
        let mut json = json!({"work": self.work, "peer": self.peer, "unit": unit, "target": self.target,
            "met": self.is_met()});
        match &self.figures {
            Ok(Figures { ours, peer, ratio, count }) => {
                json["ours"] = (*ours).into();
                json["peers"] = (*peer).into();
                json["count"] = (*count).into();
                json["ratio"] = json!({"lower": ratio.lower, "median": ratio.median, "upper": ratio.upper});
            }
            Err(why) => json["missing"] = why.as_str().into(),
        }
        json
    }
}

impl Figures {
    /// Figures from measurements in pairs; `None` if there are none.
    pub fn paired(ours: &[f64], peer: &[f64]) -> Option<Figures> {
        let ratio = Summary::of(&ratios(ours, peer))?;
        let median = |numbers: &[f64]| Summary::of(numbers).map(|summary| summary.median);
        Some(Figures { ours: median(ours)?, peer: median(peer)?, ratio, count: ours.len() })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn row(ours: f64, peer: f64, target: Option<f64>) -> Row {
        let samples = |cost: f64| -> Samples { Ok(vec![cost.into(); 3]) };
        Row::of("counter", "std Mutex<u64>", target, [&samples(ours), &samples(peer)], |one| Some(one.cost))
    }

    #[test]
    fn a_target_is_met_missed_or_absent() {
        assert_eq!(row(1.0, 2.0, Some(0.5)).is_met(), Some(true));
        assert_eq!(row(1.1, 2.0, Some(0.5)).is_met(), Some(false));
        assert_eq!(row(1.0, 2.0, None).is_met(), None);
        assert!(row(2.0, 1.0, None).is_slower() && !row(1.0, 2.0, None).is_slower());
    }

    #[test]
    fn a_row_in_json_has_figures_or_says_what_is_missing() {
        let json = row(1.0, 2.0, Some(0.4)).json();
        assert_eq!(json["ratio"], json!({"lower": 0.5, "median": 0.5, "upper": 0.5}));
        assert_eq!((&json["ours"], &json["peers"], &json["count"]), (&json!(1.0), &json!(2.0), &json!(3)));
        assert_eq!(
            (&json["work"], &json["unit"], &json["met"]),
            (&json!("counter"), &json!("seconds"), &json!(false))
        );

        let gone: Samples = Err("not installed: apt install curl".to_string());
        let row = Row::of("fetch-5", "curl", Some(1.0), [&Ok(vec![1.0.into()]), &gone], |one| one.processor);
        assert_eq!(row.json()["missing"], "this system does not tell it");
        let row = Row::of("fetch-5", "curl", Some(1.0), [&Ok(vec![1.0.into()]), &gone], |one| Some(one.cost));
        assert_eq!(row.json()["missing"], "not installed: apt install curl");
        assert_eq!(row.json()["met"], Value::Null);
    }
}
