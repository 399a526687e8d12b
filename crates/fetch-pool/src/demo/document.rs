//! The run as one JSON document.

use super::collect::Run;
use super::options::Options;
use super::run::Failure;
use serde_json::{Value, json};

/// The pages in the order in which they were done, or submitted if that was asked for; then the failures in theirs.
pub fn of(run: &Run, options: &Options, seed: u64, peak: Option<usize>, alone: Option<&Run>) -> Value {
    let (mut pages, mut failures) = (Vec::new(), Vec::new());
    for fetch in &run.fetches {
        let [start, end] = [fetch.start, fetch.end].map(|time| time.as_secs_f64());
        match &fetch.outcome {
            Ok(page) => pages.push(json!({
                "url": page.url, "size": page.size, "seconds": page.elapsed.as_secs_f64(), "redirects": page.redirects,
                "tries": fetch.tries, "worker": fetch.worker, "start": start, "end": end,
            })),
            Err(Failure { url, error }) => failures.push(json!({
                "url": url, "error": error.to_string(), "tries": fetch.tries,
                "worker": fetch.worker, "start": start, "end": end,
            })),
        }
    }
    failures.extend(run.panics.iter().map(|panic| json!({"url": panic.url, "error": panic.error.to_string()})));
    json!({
        "workers": options.workers,
        "timeout": options.timeout.as_secs_f64(),
        "seed": seed,
        "pages": pages,
        "failures": failures,
        "interrupted": run.interrupted.is_some(),
        "seconds": run.total.as_secs_f64(),
        "seconds_of_waiting": run.tally.sum_of_waits.as_secs_f64(),
        "seconds_of_one_worker": alone.filter(|alone| alone.interrupted.is_none()).map(|alone| alone.total.as_secs_f64()),
        "requests_at_once": peak,
    })
}
