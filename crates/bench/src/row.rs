//! A row of the table: one work, ours and one peer, and the target for their ratio.

use crate::rounds::{Sample, Samples};
use crate::statistics::{Summary, ratios};
use serde_json::{Value, json};

/// What ours and a peer both did, and what came of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// As `--only` has it; the rows of one work share it.
    pub work: &'static str,
    /// Who it is measured beside.
    pub peer: String,
    /// What the numbers count.
    pub unit: Unit,
    /// The ratio ours / peer may be as much as this. `None`: shown, and no more.
    pub target: Option<f64>,
    /// Why ours cannot be faster here; printed where the target is missed, or there is none and the peer is faster.
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
    /// How many rounds, or programs, the medians are of.
    pub count: usize,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// So many of them.
    Count,
    /// Bytes of memory.
    Bytes,
}

/// What is true of all rows of one work.
#[derive(Clone, Copy)]
pub struct Work {
    /// As `--only` has it.
    pub name: &'static str,
    /// What is measured, in a line of the legend.
    pub about: &'static str,
}

/// Stands for the peers of a work of which nothing could be measured.
pub const FAILED: &str = "(all)";

impl Row {
    /// The only row of a work that failed.
    pub fn failed(work: &'static str, error: &anyhow::Error) -> Row {
        let figures = Err(format!("{error:#}"));
        Row { work, peer: FAILED.to_string(), unit: Unit::Seconds, target: None, limit: "", figures }
    }

    /// A row of what `take_turns` gave for ours and one peer. `of` takes out what this row is about.
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

    /// The same row, with the reason that is given where the peer is faster.
    pub fn limited_by(self, limit: &'static str) -> Row {
        Row { limit, ..self }
    }

    /// Whether the target is met; `None` where there is no target or nothing was measured.
    pub fn is_met(&self) -> Option<bool> {
        let figures = self.figures.as_ref().ok()?;
        // As it is printed: 1.004 reads 1.00.
        self.target.map(|target| figures.ratio.median <= target * 1.005)
    }

    /// Whether something has to be said about why ours is not as fast.
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
    /// Of measurements that were made in pairs; `None` where there are none.
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
    fn a_target_is_met_or_not_or_there_is_none() {
        assert_eq!(row(1.0, 2.0, Some(0.5)).is_met(), Some(true));
        assert_eq!(row(1.1, 2.0, Some(0.5)).is_met(), Some(false));
        assert_eq!(row(1.0, 2.0, None).is_met(), None);
        assert!(row(2.0, 1.0, None).is_slower() && !row(1.0, 2.0, None).is_slower());
    }

    #[test]
    fn a_row_in_json_has_its_figures_or_says_what_is_missing() {
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
