//! One address, asked for again where that may help.

use common::random::{RngExt, generator};
use fetch_pool::{FetchError, Page, fetch_up_to};
use std::thread;
use std::time::{Duration, Instant};
use ureq::Agent;

/// The first pause is at most so long; the next at most twice as long, and so on.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// No pause is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// How pages are fetched.
#[derive(Clone)]
pub struct Fetcher {
    pub agent: Agent,
    pub max_bytes: u64,
    /// How often to ask again. Each time the whole time-out is granted anew.
    pub retries: u32,
    pub seed: u64,
}

impl Fetcher {
    /// The page or the error of the last try, and the number of tries.
    pub fn fetch(&self, number: usize, url: &str) -> (Result<Page, FetchError>, u32) {
        let mut tries = 1;
        loop {
            let start = Instant::now();
            let outcome = fetch_up_to(self.max_bytes, &self.agent, url);
            let wait = match &outcome {
                Err(error) if error.is_worth_a_retry() && tries <= self.retries => error.retry_after(),
                _ => return (outcome, tries),
            };
            // A server that names a time gets it, as far as the time-out of this try reaches; asked earlier, it would
            // say the same again.
            let left =
                self.agent.config().timeouts().global.unwrap_or(Duration::MAX).saturating_sub(start.elapsed());
            match wait {
                Some(wait) if wait > left => return (outcome, tries),
                Some(wait) => thread::sleep(wait),
                None => thread::sleep(pause(self.seed, number, tries)),
            }
            tries += 1;
        }
    }
}

/// How long address `number` pauses after its `tries`th try: any time up to a bound that doubles with each try.
///
/// The bound spares a server that is in trouble; the chance keeps those who failed together from coming back
/// together ("full jitter": Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015).
fn pause(seed: u64, number: usize, tries: u32) -> Duration {
    let bound = FIRST_PAUSE.saturating_mul(1 << (tries - 1).min(16)).min(LONGEST_PAUSE);
    let mut random = generator(seed, number as u64);
    let part: f64 = (0..tries).map(|_| random.random()).last().unwrap_or_default();
    bound.mul_f64(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound_and_follow_from_the_seed() {
        for number in 0..100 {
            for (tries, bound) in [(1, 200), (2, 400), (3, 800), (7, 10_000), (20, 10_000)] {
                let drawn = pause(7, number, tries);
                assert!(drawn <= Duration::from_millis(bound), "{tries}: {drawn:?}");
                assert_eq!(drawn, pause(7, number, tries));
            }
        }
        let longest = |tries| (0..100).map(|number| pause(7, number, tries)).max().unwrap();
        assert!(longest(1) < longest(3) && longest(3) < longest(7));
    }

    #[test]
    fn two_addresses_do_not_pause_for_the_same_time() {
        assert_ne!(pause(7, 0, 1), pause(7, 1, 1));
        assert_ne!(pause(7, 0, 1), pause(8, 0, 1));
    }
}
