//! The run as trace events, a lane for each worker, for Perfetto and chrome://tracing to show.
//!
//! The format is Google's "Trace Event Format": `M` events name the lanes, an `X` event is one fetch, and times are
//! microseconds. A worker fetches one page after the other, so no two events of a lane overlap.

use super::collect::Run;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The JSON document.
pub fn events(run: &Run) -> String {
    let workers: BTreeSet<usize> = run.fetches.iter().map(|fetch| fetch.worker).collect();
    let name = |kind, worker: usize, name: String| {
        let arguments = json!({"name": name});
        json!({"name": kind, "ph": "M", "pid": 1, "tid": worker, "args": arguments})
    };
    let mut events = vec![name("process_name", 0, "fetch-pool".into())];
    events.extend(workers.iter().map(|&worker| name("thread_name", worker, format!("worker {worker}"))));
    events.extend(run.fetches.iter().map(|fetch| {
        let micros = |time: std::time::Duration| time.as_nanos() as f64 / 1000.0;
        let result = match &fetch.outcome {
            Ok(page) => ("bytes", Value::from(page.size)),
            Err(failure) => ("error", failure.error.to_string().into()),
        };
        json!({
            "name": fetch.url(), "cat": if fetch.outcome.is_ok() { "page" } else { "failure" },
            "ph": "X", "pid": 1, "tid": fetch.worker, "ts": micros(fetch.start), "dur": micros(fetch.wait()),
            "args": {"tries": fetch.tries, result.0: result.1},
        })
    }));
    format!("{}\n", json!({"traceEvents": events, "displayTimeUnit": "ms"}))
}
