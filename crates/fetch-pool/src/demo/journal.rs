//! Every fetch of a run, for the outputs that tell of each: in memory while they are few, and then in a temporary file.
//!
//! The file has no name, so the system removes it when the program ends, even by a signal that no program survives.

use super::run::{Failure, Fetch};
use serde_core::ser::{Error, Serialize, SerializeSeq, Serializer};
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;
use std::time::Duration;
use tempfile::{SpooledData, SpooledTempFile};

/// Up to this many bytes stay in memory.
const IN_MEMORY: usize = 1 << 20;

/// Takes one fetch after the other: a line of JSON for each.
pub struct Journal {
    lines: BufWriter<SpooledTempFile>,
    /// The first write that failed; the fetches from then on are lost.
    failed: Option<io::Error>,
}

/// What the journal took.
pub struct Records {
    lines: io::Result<SpooledData>,
}

/// A fetch as the JSON document has it.
pub struct Record(Value);

impl Journal {
    /// An empty one. Its file is in `folder`, from the beginning if there will be `many` fetches.
    ///
    /// # Errors
    ///
    /// If there can be no file.
    pub fn new(folder: &Path, many: bool) -> io::Result<Journal> {
        let mut file = SpooledTempFile::new_in(IN_MEMORY, folder);
        if many {
            file.roll()?;
        }
        Ok(Journal { lines: BufWriter::new(file), failed: None })
    }

    pub fn add(&mut self, fetch: &Fetch) {
        if self.failed.is_none() {
            self.failed = writeln!(self.lines, "{}", Record::of(fetch).0).err();
        }
    }

    /// Ends it. A write that failed is an error of the reader.
    pub fn close(self) -> Records {
        let lines = match self.failed {
            Some(error) => Err(error),
            None => self.lines.into_inner().map_err(io::IntoInnerError::into_error),
        };
        Records { lines: lines.map(SpooledTempFile::into_inner) }
    }
}

impl Records {
    /// All records, in the order in which they were added.
    ///
    /// # Errors
    ///
    /// If they could not be kept, or cannot be read.
    pub fn iter(&self) -> io::Result<impl Iterator<Item = io::Result<Record>>> {
        let bytes: Box<dyn Read> = match &self.lines {
            Ok(SpooledData::InMemory(bytes)) => Box::new(bytes.get_ref().as_slice()),
            Ok(SpooledData::OnDisk(file)) => {
                let mut file = file;
                file.rewind()?;
                Box::new(file)
            }
            Err(error) => {
                return Err(io::Error::new(error.kind(), format!("the results could not be kept: {error}")));
            }
        };
        Ok(BufReader::new(bytes).lines().map(|line| Ok(Record(serde_json::from_str(&line?)?))))
    }
}

impl Record {
    fn of(fetch: &Fetch) -> Record {
        let [start, end] = [fetch.start, fetch.end].map(|time| time.as_secs_f64());
        Record(match &fetch.outcome {
            Ok(page) => json!({
                "url": fetch.url(), "size": page.size, "seconds": page.elapsed.as_secs_f64(), "redirects": page.redirects,
                "tries": fetch.tries, "worker": fetch.worker, "start": start, "end": end,
            }),
            Err(Failure { error, .. }) => json!({
                "url": fetch.url(), "error": error.to_string(), "tries": fetch.tries,
                "worker": fetch.worker, "start": start, "end": end,
            }),
        })
    }

    pub fn url(&self) -> &str {
        self.0["url"].as_str().unwrap_or_default()
    }

    /// The size of the page, or the error of a failed fetch.
    pub fn outcome(&self) -> Result<u64, &str> {
        self.0["size"].as_u64().ok_or_else(|| self.0["error"].as_str().unwrap_or_default())
    }

    pub fn tries(&self) -> &Value {
        &self.0["tries"]
    }

    pub fn worker(&self) -> usize {
        self.0["worker"].as_u64().and_then(|worker| worker.try_into().ok()).unwrap_or_default()
    }

    pub fn start(&self) -> Duration {
        self.time("start")
    }

    pub fn end(&self) -> Duration {
        self.time("end")
    }

    /// A number of seconds is a double, which has more digits than nanoseconds need.
    fn time(&self, name: &str) -> Duration {
        Duration::from_secs_f64(self.0[name].as_f64().unwrap_or_default())
    }

    pub fn into_json(self) -> Value {
        self.0
    }
}

/// A list in a JSON document that is written while it is read.
pub struct List<F>(pub F);

impl<F, I> Serialize for List<F>
where
    F: Fn() -> io::Result<I>,
    I: Iterator<Item = io::Result<Value>>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for element in (self.0)().map_err(S::Error::custom)? {
            list.serialize_element(&element.map_err(S::Error::custom)?)?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fetch_pool::{FetchError, Page};

    fn fetch(number: usize) -> Fetch {
        let url = format!("http://h/{number}");
        let (start, end) = (Duration::from_nanos(1_234_567), Duration::from_nanos(1_234_567_891_234_567));
        let page = Page { url: url.clone(), size: number as u64, elapsed: end - start, redirects: 2 };
        let outcome = if number == 1 { Err(Failure { url, error: FetchError::Refused }) } else { Ok(page) };
        Fetch { number, outcome, tries: 3, worker: 4, start, end }
    }

    /// Few in memory, many in a file from the beginning, and so many that they do not fit into memory.
    #[test]
    fn every_fetch_comes_back_in_order_however_many_there_are() {
        for (count, many, on_disk) in [(3, false, false), (3, true, true), (10_000, false, true)] {
            let mut journal = Journal::new(&std::env::temp_dir(), many).unwrap();
            (0..count).for_each(|number| journal.add(&fetch(number)));
            let records = journal.close();
            assert_eq!(matches!(records.lines, Ok(SpooledData::OnDisk(_))), on_disk);
            for _ in 0..2 {
                let mut seen = 0;
                for (number, record) in records.iter().unwrap().map(Result::unwrap).enumerate() {
                    let written = fetch(number);
                    assert_eq!((record.url(), record.worker()), (written.url(), 4));
                    assert_eq!((record.start(), record.end()), (written.start, written.end));
                    assert_eq!(record.outcome().ok(), written.outcome.as_ref().ok().map(|page| page.size));
                    seen += 1;
                }
                assert_eq!(seen, count, "and once more");
            }
        }
    }

    #[test]
    fn a_journal_that_cannot_be_kept_is_told_at_once_if_there_are_many() {
        assert!(Journal::new(Path::new("no/such/folder"), true).is_err());
        let mut journal = Journal::new(Path::new("no/such/folder"), false).unwrap();
        (0..10_000).for_each(|number| journal.add(&fetch(number)));
        let error = journal.close().iter().err().unwrap();
        assert!(error.to_string().starts_with("the results could not be kept: "), "{error}");
    }
}
