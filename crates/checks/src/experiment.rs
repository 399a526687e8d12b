//! A behaviour or property check in its two halves. One runs beside the code under test and only looks; it does not know
//! what is right. The other, in a process of its own, knows what must be seen. What the code under test is given is drawn
//! from a seed, so that an answer that was written down beforehand is wrong for another seed.

use crate::finding::Finding;
use crate::verdict::Verdict;
pub use common::random::{RngExt, SliceRandom, Xoshiro256PlusPlus as Generator};
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;

/// The seed of a run that names none: the same code gets the same verdict.
pub const SEED: u64 = 19;

/// What the code under test is given, what is seen of it, and what must be seen.
///
/// The first and the last run where the code under test is not, and what is between them travels as JSON: an
/// `Option<Option<T>>` would not arrive as it was sent.
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
    /// Draws what the code under test is given.
    pub input: fn(&mut Generator) -> I,
    /// Runs the code under test, and says what it saw.
    pub observe: fn(I) -> S,
    /// Says what is wrong with that, as a student reads it.
    pub judge: fn(I, S) -> Result<(), String>,
}

/// An [`Experiment`] whose types are known to itself alone.
pub trait Halves: Debug + Sync {
    /// What the code under test is given.
    fn input(&self, generator: &mut Generator) -> Value;

    /// What is seen of it then; nothing if this is no such input.
    fn observe(&self, input: Value) -> Option<Value>;

    /// What that is worth; the generator must be the one that the input came from.
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
            return Finding::new(Verdict::NoVerdict, "what was seen is not of the form that this check has");
        };
        match (self.judge)((self.input)(generator), seen) {
            Ok(()) => Finding::passed(),
            Err(wrong) => Finding::new(Verdict::WrongResult, wrong),
        }
    }
}

fn to_json(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("numbers, texts and lists of them have a form in JSON")
}

/// The generator of the check `id`: each check draws from a stream of its own.
pub fn generator(seed: u64, id: &str) -> Generator {
    // FNV-1a (Fowler, Noll and Vo), for it is the same on every machine and with every version of the library.
    let stream = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    common::random::generator(seed, stream)
}

/// For a check that begins with nothing.
pub fn nothing(_: &mut Generator) {}

/// For a check of what might wait for ever, or panic: that it came back is all that must hold.
///
/// # Errors
/// Never.
pub fn came_back<I>(_: I, _: ()) -> Result<(), String> {
    Ok(())
}

/// That `seen` is as `expected`; `what` says what was seen.
///
/// # Errors
/// All three in a line each, if it is not.
///
/// ```
/// use checks::experiment::equal;
/// assert_eq!(equal("the count", &1, &2), Err("the count\ngot:      1\nexpected: 2".to_string()));
/// ```
pub fn equal<T: PartialEq + Debug>(what: &str, seen: &T, expected: &T) -> Result<(), String> {
    if seen == expected { Ok(()) } else { Err(format!("{what}\ngot:      {seen:?}\nexpected: {expected:?}")) }
}

/// That this holds.
///
/// # Errors
/// `otherwise`, if it does not.
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
    fn the_judge_knows_the_input_from_the_seed() {
        let input = TWICE.input(&mut generator(7, "twice"));
        let seen = TWICE.observe(input).unwrap();
        assert_eq!(TWICE.judge(&mut generator(7, "twice"), seen.clone()), Finding::passed());
        assert_eq!(TWICE.judge(&mut generator(8, "twice"), seen).verdict, Verdict::WrongResult);
    }

    #[test]
    fn seeds_and_checks_differ_in_what_they_draw() {
        let draw = |seed, id| TWICE.input(&mut generator(seed, id));
        assert_eq!(draw(7, "twice"), draw(7, "twice"));
        assert_ne!(draw(7, "twice"), draw(8, "twice"));
        assert_ne!(draw(7, "twice"), draw(7, "again"));
    }

    #[test]
    fn an_observation_of_another_form_is_no_verdict() {
        for seen in [json!(null), json!("2"), json!([2]), json!(-2), json!(2.5)] {
            assert_eq!(TWICE.judge(&mut generator(7, "twice"), seen).verdict, Verdict::NoVerdict);
        }
    }
}
