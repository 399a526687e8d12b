//! Medians and quartiles of measurements. A mean would be distorted by every interruption.

/// The median and the quartiles of some numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// A quarter of them are below this.
    pub lower: f64,
    /// Half of them are below this.
    pub median: f64,
    /// Three quarters of them are below this.
    pub upper: f64,
}

impl Summary {
    /// The spread of `numbers`; `None` if there are none.
    pub fn of(numbers: &[f64]) -> Option<Summary> {
        let mut sorted = numbers.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |part| quantile(&sorted, part);
        Some(Summary { lower: at(0.25)?, median: at(0.5)?, upper: at(0.75)? })
    }
}

/// Interpolates if the place falls between two numbers (the usual rule: R's type 7, NumPy's default).
fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let place = part * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(below + (above - below) * place.fract())
}

/// The ratio ours / peer of each round. Both ran one right after the other, so a slowdown of the machine affects both
/// and their ratio stays.
pub fn ratios(ours: &[f64], peer: &[f64]) -> Vec<f64> {
    ours.iter().zip(peer).map(|(ours, peer)| ours / peer).collect()
}

/// The geometric mean, for ratios that may differ by powers of ten; `None` if there are none.
pub fn geometric_mean(numbers: &[f64]) -> Option<f64> {
    let sum: f64 = numbers.iter().map(|number| number.ln()).sum();
    (!numbers.is_empty()).then(|| (sum / numbers.len() as f64).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_quartiles_are_interpolated() {
        let summary = |numbers: &[f64]| Summary::of(numbers).unwrap();
        assert_eq!(summary(&[3.0, 1.0, 2.0]), Summary { lower: 1.5, median: 2.0, upper: 2.5 });
        assert_eq!(summary(&[4.0, 1.0, 3.0, 2.0]), Summary { lower: 1.75, median: 2.5, upper: 3.25 });
        assert_eq!(summary(&[7.0]), Summary { lower: 7.0, median: 7.0, upper: 7.0 });
        assert_eq!(Summary::of(&[]), None);
    }

    #[test]
    fn one_interrupted_round_does_not_move_the_median() {
        assert_eq!(Summary::of(&[1.0, 1.0, 1.0, 1.0, 900.0]).unwrap().median, 1.0);
    }

    #[test]
    fn a_ratio_compares_samples_of_the_same_round() {
        // The second round was slow for both, which does not change the ratio.
        assert_eq!(ratios(&[1.0, 10.0, 3.0], &[2.0, 20.0, 3.0]), [0.5, 0.5, 1.0]);
    }

    #[test]
    fn the_mean_of_ten_times_faster_and_ten_times_slower_is_one() {
        assert!((geometric_mean(&[0.1, 10.0]).unwrap() - 1.0).abs() < 1e-12);
        assert!((geometric_mean(&[0.001, 0.1]).unwrap() - 0.01).abs() < 1e-12);
        assert_eq!(geometric_mean(&[]), None);
    }
}
