//! The run as one JSON document.

use super::collect::Run;
use super::journal::{List, Record};
use super::options::Options;
use serde_core::ser::{SerializeMap, Serializer};
use serde_json::json;
use std::io::{self, Write};

/// Writes the pages in the order in which they were done, or submitted if that was asked for, and the failures in
/// theirs.
pub fn write(
    out: &mut dyn Write,
    run: &Run,
    options: &Options,
    peak: Option<usize>,
    alone: Option<&Run>,
) -> io::Result<()> {
    let of_kind = |good: bool| {
        let right =
            move |record: &io::Result<Record>| record.as_ref().map_or(true, |one| one.outcome().is_ok() == good);
        run.records.iter().map(|records| records.filter(right).map(|record| record.map(Record::into_json)))
    };
    let panics = || run.panics.iter().map(|panic| Ok(json!({"url": panic.url, "error": panic.error.to_string()})));
    let alone = alone.filter(|alone| alone.interrupted.is_none());
    let mut serializer = serde_json::Serializer::pretty(&mut *out);
    let mut document = serializer.serialize_map(None)?;
    document.serialize_entry("failures", &List(|| Ok(of_kind(false)?.chain(panics()))))?;
    document.serialize_entry("interrupted", &run.interrupted.is_some())?;
    document.serialize_entry("pages", &List(|| of_kind(true)))?;
    document.serialize_entry("requests_at_once", &peak)?;
    document.serialize_entry("seconds", &run.total.as_secs_f64())?;
    document.serialize_entry("seconds_of_one_worker", &alone.map(|alone| alone.total.as_secs_f64()))?;
    document.serialize_entry("seconds_of_waiting", &run.tally.sum_of_waits.as_secs_f64())?;
    document.serialize_entry("timeout", &options.timeout.as_secs_f64())?;
    document.serialize_entry("workers", &options.workers)?;
    document.end()?;
    writeln!(out)
}
