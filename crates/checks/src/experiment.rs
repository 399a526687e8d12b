//! A behaviour or property check, in two halves. One runs with the code under test and only observes; it does not
//! know the right answer. The other runs in a separate process and knows it. Inputs are drawn from a seed, so that
//! hard-coded answers are wrong for a different seed.

use crate::finding::Finding;
use crate::verdict::Verdict;
pub use common::random::{RngExt, SliceRandom, Xoshiro256PlusPlus as Generator};
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;

/// The default seed. It is fixed, so that the same code gets the same verdict.
pub const SEED: u64 = 19;

/// How to draw an input, how to observe the code under test, and how to judge the observation.
///
/// The first and the last run in a different process than the code under test. Inputs and observations are sent as
/// JSON, so an `Option<Option<T>>` would not arrive unchanged.
///
/// ```
/// use checks::Check;
/// use checks::experiment::{Experiment, Generator, RngExt, equal};
///
/// const CHECK: Check = Check::behaviour("adds", &Experiment { input: two_numbers, observe: add, judge: is_the_sum });
///
/// fn two_numbers(generator: &mut Generator) -> (u32, u32) {
///     (generator.random_range(1..100), generator.random_range(1..100))
/// }
///
/// fn add((a, b): (u32, u32)) -> u32 {
///     a + b // by the code under test
/// }
///
/// fn is_the_sum((a, b): (u32, u32), sum: u32) -> Result<(), String> {
///     equal(&format!("{a} and {b} added"), &sum, &(a + b))
/// }
/// assert_eq!(CHECK.id, "adds");
/// ```
#[derive(Debug)]
pub struct Experiment<I, S> {
    /// Draws the input of the code under test.
    pub input: fn(&mut Generator) -> I,
    /// Runs the code under test and returns the observation.
    pub observe: fn(I) -> S,
    /// Says what is wrong with the observation, in words for the student.
    pub judge: fn(I, S) -> Result<(), String>,
}

/// An [`Experiment`] with its types erased.
pub trait Halves: Debug + Sync {
    /// Draws an input.
    fn input(&self, generator: &mut Generator) -> Value;

    /// Observes the code under test with an input; `None` if `input` has the wrong type.
    fn observe(&self, input: Value) -> Option<Value>;

    /// Judges an observation; the generator must be the one that drew the input.
    fn judge(&self, generator: &mut Generator, observation: Value) -> Finding;
}

impl<I, S> Halves for Experiment<I, S>
where
    I: Debug + Serialize + DeserializeOwned,
    S: Debug + Serialize + DeserializeOwned,
{
    fn input(&self, generator: &mut Generator) -> Value {
        to_json((self.input)(generator))
    }

    fn observe(&self, input: Value) -> Option<Value> {
        Some(to_json((self.observe)(serde_json::from_value(input).ok()?)))
    }

    fn judge(&self, generator: &mut Generator, observation: Value) -> Finding {
        let Ok(seen) = serde_json::from_value(observation) else {
            return Finding::new(Verdict::NoVerdict, "the observation is not of the type that this check has");
        };
        match (self.judge)((self.input)(generator), seen) {
            Ok(()) => Finding::passed(),
            Err(wrong) => Finding::new(Verdict::WrongResult, wrong),
        }
    }
}

fn to_json(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("numbers, texts and lists of them can be written as JSON")
}

/// The generator for the check `id`: each check draws from its own stream.
pub fn generator(seed: u64, id: &str) -> Generator {
    // FNV-1a (Fowler, Noll and Vo): the same on every machine and in every version of the library.
    let stream = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    common::random::generator(seed, stream)
}

/// The input of a check that needs none.
pub fn nothing(_: &mut Generator) {}

/// The judge of a check of code that might wait for ever or panic: it only has to return.
///
/// # Errors
/// Never.
pub fn came_back<I>(_: I, _: ()) -> Result<(), String> {
    Ok(())
}

/// Checks that `seen` equals `expected`; `what` says what was observed.
///
/// # Errors
/// If not: all three, on one line each.
///
/// ```
/// use checks::experiment::equal;
/// assert_eq!(equal("the count", &1, &2), Err("the count\ngot:      1\nexpected: 2".to_string()));
/// ```
pub fn equal<T: PartialEq + Debug>(what: &str, seen: &T, expected: &T) -> Result<(), String> {
    if seen == expected { Ok(()) } else { Err(format!("{what}\ngot:      {seen:?}\nexpected: {expected:?}")) }
}

/// Checks a condition.
///
/// # Errors
/// `otherwise`, if it does not hold.
pub fn holds(condition: bool, otherwise: impl Into<String>) -> Result<(), String> {
    if condition { Ok(()) } else { Err(otherwise.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TWICE: Experiment<u32, u32> = Experiment {
        input: |generator| generator.random_range(0..1_000_000),
        observe: |number| number * 2,
        judge: |number, twice| equal("twice the number", &twice, &(number * 2)),
    };

    #[test]
    fn the_judge_derives_the_input_from_the_seed() {
        let input = TWICE.input(&mut generator(7, "twice"));
        let seen = TWICE.observe(input).unwrap();
        assert_eq!(TWICE.judge(&mut generator(7, "twice"), seen.clone()), Finding::passed());
        assert_eq!(TWICE.judge(&mut generator(8, "twice"), seen).verdict, Verdict::WrongResult);
    }

    #[test]
    fn different_seeds_and_checks_draw_different_inputs() {
        let draw = |seed, id| TWICE.input(&mut generator(seed, id));
        assert_eq!(draw(7, "twice"), draw(7, "twice"));
        assert_ne!(draw(7, "twice"), draw(8, "twice"));
        assert_ne!(draw(7, "twice"), draw(7, "again"));
    }

    #[test]
    fn an_observation_of_the_wrong_type_gets_no_verdict() {
        for seen in [json!(null), json!("2"), json!([2]), json!(-2), json!(2.5)] {
            assert_eq!(TWICE.judge(&mut generator(7, "twice"), seen).verdict, Verdict::NoVerdict);
        }
    }
}
