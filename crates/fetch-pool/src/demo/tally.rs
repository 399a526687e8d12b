//! What is known of a run when its fetches are no longer: numbers, and who was busy when. It takes the same memory for a
//! hundred thousand fetches as for a thousand.

use super::run::Fetch;
use common::timeline::Span;
use std::collections::BTreeMap;
use std::time::Duration;

/// No picture in text shows more stretches than this.
const MOST: usize = 2_000;

#[derive(Default)]
pub struct Tally {
    pub done: usize,
    pub failed: usize,
    /// All waits together.
    pub sum_of_waits: Duration,
    pub longest_wait: Duration,
    /// When the last fetch was done.
    pub end: Duration,
    busy: BTreeMap<usize, Vec<Stretch>>,
    stretches: usize,
    /// Pauses no longer than this are left out.
    grain: Duration,
}

/// Fetches of one worker with no pause in between that could be seen.
struct Stretch {
    start: Duration,
    end: Duration,
    fetches: usize,
}

impl Tally {
    pub fn add(&mut self, fetch: &Fetch) {
        self.done += 1;
        self.failed += usize::from(fetch.outcome.is_err());
        self.sum_of_waits += fetch.wait();
        self.longest_wait = self.longest_wait.max(fetch.wait());
        self.end = self.end.max(fetch.end);
        self.stretch(fetch.worker, Stretch { start: fetch.start, end: fetch.end, fetches: 1 });
        while self.stretches > MOST.max(2 * self.busy.len()) {
            self.grain = (2 * self.grain).max(Duration::from_micros(100));
            for (worker, stretches) in std::mem::take(&mut self.busy) {
                self.stretches -= stretches.len();
                stretches.into_iter().for_each(|stretch| self.stretch(worker, stretch));
            }
        }
    }

    /// One after the other, as its worker did them.
    fn stretch(&mut self, worker: usize, next: Stretch) {
        let stretches = self.busy.entry(worker).or_default();
        match stretches.last_mut() {
            Some(last) if !self.grain.is_zero() && next.start.saturating_sub(last.end) <= self.grain => {
                last.end = last.end.max(next.end);
                last.fetches += next.fetches;
            }
            _ => {
                stretches.push(next);
                self.stretches += 1;
            }
        }
    }

    /// The workers that had something to do.
    pub fn workers(&self) -> impl ExactSizeIterator<Item = usize> {
        self.busy.keys().copied()
    }

    /// Who was busy when, a lane for each of [`workers`](Tally::workers).
    pub fn spans(&self) -> Vec<Span> {
        let lanes = self.busy.values().enumerate();
        let span = |(lane, stretch): (usize, &Stretch)| {
            let label = if stretch.fetches == 1 { String::new() } else { format!("{} fetches", stretch.fetches) };
            Span { lane, start: stretch.start, end: stretch.end, label }
        };
        lanes.flat_map(|(lane, stretches)| stretches.iter().map(move |stretch| (lane, stretch))).map(span).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fetch_pool::Page;

    #[test]
    fn a_hundred_thousand_fetches_are_counted_and_take_a_bounded_place() {
        let ms = Duration::from_millis;
        let mut tally = Tally::default();
        for number in 0..100_000_u32 {
            let start = ms(10) * (number / 2);
            let page = Page { url: String::new(), size: 1, elapsed: ms(9), redirects: 0 };
            let worker = usize::from(number % 2 == 1);
            tally.add(&Fetch { number: 0, outcome: Ok(page), tries: 1, worker, start, end: start + ms(9) });
        }
        assert_eq!((tally.done, tally.failed, tally.longest_wait), (100_000, 0, ms(9)));
        assert_eq!((tally.sum_of_waits, tally.end), (ms(900_000), ms(499_999)));
        let spans = tally.spans();
        assert!(spans.len() <= MOST, "{}", spans.len());
        assert_eq!(spans.iter().map(|span| span.end).max(), Some(ms(499_999)));
        assert_eq!(tally.workers().collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn a_pause_that_can_be_seen_stays() {
        let second = Duration::from_secs;
        let mut tally = Tally::default();
        for start in [0, 100] {
            for number in 0..10_000 {
                let start = second(start) + Duration::from_micros(100) * number;
                let page = Page { url: String::new(), size: 1, elapsed: second(0), redirects: 0 };
                let end = start + Duration::from_micros(90);
                tally.add(&Fetch { number: 0, outcome: Ok(page), tries: 1, worker: 3, start, end });
            }
        }
        let spans = tally.spans();
        assert!(spans.windows(2).any(|pair| pair[1].start - pair[0].end > second(90)), "{spans:?}");
    }
}
