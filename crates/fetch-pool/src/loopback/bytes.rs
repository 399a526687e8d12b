//! `/bytes/N`: N random bytes.

use super::answer::{Answer, arguments};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, RandomState};

/// The maximum number of bytes, as in httpbin.
const MOST: u64 = 100 * 1024;

/// `count` bytes; `None` if `count` is not a number. With `?seed=N` they are the same each time, but differ from those
/// of Python's generator.
pub fn answer(count: &str, query: Option<&str>) -> Option<Answer> {
    let digits = !count.is_empty() && count.bytes().all(|digit| digit.is_ascii_digit());
    // A number too large for 64 bits is larger than the maximum, too.
    let count = digits.then(|| count.parse().unwrap_or(u64::MAX).min(MOST))?;
    let seed = arguments(query.unwrap_or_default()).remove("seed").map(|seed| seed.to_string());
    let random = RandomState::new();
    let word = |number: u64| match &seed {
        Some(seed) => BuildHasherDefault::<DefaultHasher>::default().hash_one((seed, number)),
        None => random.hash_one(number),
    };
    let mut body: Vec<u8> = (0..count.div_ceil(8)).flat_map(|number| word(number).to_le_bytes()).collect();
    body.truncate(count as usize);
    Some(Answer::new(200, "application/octet-stream", body))
}

#[cfg(test)]
mod tests {
    use super::answer;

    fn body(count: &str, query: Option<&str>) -> Vec<u8> {
        answer(count, query).unwrap().body
    }

    #[test]
    fn bytes_returns_the_requested_number_up_to_a_limit() {
        for (asked, given) in
            [("0", 0), ("1", 1), ("13", 13), ("200000", 102_400), ("99999999999999999999999", 102_400)]
        {
            assert_eq!(body(asked, None).len(), given, "{asked}");
        }
        for no_number in ["", "-1", "x", "1.5", "+1"] {
            assert!(answer(no_number, None).is_none(), "{no_number}");
        }
    }

    #[test]
    fn a_seed_gives_the_same_bytes_again() {
        assert_eq!(body("100", Some("seed=7")), body("100", Some("seed=7")));
        assert_ne!(body("100", Some("seed=7")), body("100", Some("seed=8")));
        assert_ne!(body("100", None), body("100", None));
    }
}
