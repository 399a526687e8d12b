//! The run as trace events, a lane for each worker, for Perfetto and chrome://tracing to show.
//!
//! The format is Google's "Trace Event Format": `M` events name the lanes, an `X` event is one fetch, and times are
//! microseconds. A worker fetches one page after the other, so no two events of a lane overlap.

use super::collect::Run;
use super::journal::{List, Record};
use serde_core::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::time::Duration;

/// Writes the JSON document.
pub fn write(out: &mut dyn Write, run: &Run) -> io::Result<()> {
    let name = |kind, worker: usize, name: String| {
        let arguments = json!({"name": name});
        json!({"name": kind, "ph": "M", "pid": 1, "tid": worker, "args": arguments})
    };
    let lanes = || run.tally.workers().map(|worker| name("thread_name", worker, format!("worker {worker}")));
    let names = || [name("process_name", 0, "fetch-pool".into())].into_iter().chain(lanes()).map(Ok);
    let fetches = || run.records.iter().map(|records| records.map(|record| record.map(event)));
    let mut serializer = serde_json::Serializer::new(&mut *out);
    let mut document = serializer.serialize_map(None)?;
    document.serialize_entry("displayTimeUnit", "ms")?;
    document.serialize_entry("traceEvents", &List(|| Ok(names().chain(fetches()?))))?;
    document.end()?;
    writeln!(out)
}

fn event(fetch: Record) -> Value {
    let micros = |time: Duration| time.as_nanos() as f64 / 1000.0;
    let result = match fetch.outcome() {
        Ok(size) => ("bytes", Value::from(size)),
        Err(error) => ("error", error.into()),
    };
    json!({
        "name": fetch.url(), "cat": if fetch.outcome().is_ok() { "page" } else { "failure" },
        "ph": "X", "pid": 1, "tid": fetch.worker(), "ts": micros(fetch.start()), "dur": micros(fetch.end() - fetch.start()),
        "args": {"tries": fetch.tries(), result.0: result.1},
    })
}
