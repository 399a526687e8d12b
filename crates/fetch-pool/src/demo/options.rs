//! The command line.

use super::urls::{self, ENDPOINTS};
use bpaf::{OptionParser, Parser, construct, long, positional};
use common::cli;
use common::console::Output;
use fetch_pool::fetch::LARGEST_PAGE;
use std::path::PathBuf;
use std::time::Duration;

/// What was asked for on the command line.
pub struct Options {
    pub workers: usize,
    pub timeout: Duration,
    pub max_bytes: u64,
    pub retries: u32,
    pub order: Order,
    pub compare: bool,
    pub files: Files,
    pub output: Output,
    list: Option<String>,
    urls: Vec<String>,
}

/// In which order results are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The fastest first, each the moment it is there.
    Completed,
    /// As the addresses were given: a fast one waits for those before it.
    Submitted,
}

/// Pictures of the run for other programs to show.
pub struct Files {
    pub svg: Option<PathBuf>,
    pub trace: Option<PathBuf>,
}

pub fn parser() -> OptionParser<Options> {
    let workers = cli::number("workers", "How many threads fetch", 1..=1000, 5);
    let timeout = cli::number("timeout", "Give up on a page after this many seconds", 0.001..=3600.0, 10.0)
        .map(Duration::from_secs_f64);
    let max_bytes =
        cli::number("max-bytes", "Give up on a page of more bytes than this", 0..=1_000_000_000_000, LARGEST_PAGE);
    let retries = "Retry up to N times if the failure may be temporary, each time after a longer pause, or after the time \
        that the server asks for";
    let retries = cli::number("retries", retries, 0..=20, 0);
    let order = long("order")
        .help("completed (default): show the fastest page first; submitted: in the order given")
        .argument::<String>("ORDER")
        .parse(|order| match order.as_str() {
            "completed" => Ok(Order::Completed),
            "submitted" => Ok(Order::Submitted),
            _ => Err("--order takes completed or submitted"),
        })
        .fallback(Order::Completed);
    let compare = long("compare").help("Then fetch all once more with one worker, and compare").switch();
    let files = files();
    let output = cli::output();
    let list = long("urls")
        .help("Fetch the addresses in FILE, one per line; - is stdin; blank lines and lines that begin with # are skipped")
        .argument::<String>("FILE")
        .optional();
    let urls = positional::<String>("URL")
        .help(
            "Addresses to fetch; a path such as /delay/2 is fetched from this program's own server. The lecture's five by default",
        )
        .many();
    construct!(Options { workers, timeout, max_bytes, retries, order, compare, files, output, list, urls })
        .to_options()
        .descr("Example 19.1: a thread pool that fetches web pages and yields them as they complete.")
        .version(env!("CARGO_PKG_VERSION"))
}

fn files() -> impl Parser<Files> {
    let svg = long("svg")
        .help("Write a picture that shows when each worker fetched what")
        .argument::<PathBuf>("FILE")
        .optional();
    let trace =
        long("trace").help("Write the same as trace events, for Perfetto").argument::<PathBuf>("FILE").optional();
    construct!(Files { svg, trace })
}

impl Options {
    /// What to fetch, or what is wrong with the list of it.
    pub fn asked_for(&self) -> Result<Vec<String>, String> {
        let mut all = match &self.list {
            Some(list) => urls::read(list)?,
            None if self.urls.is_empty() => ENDPOINTS.map(String::from).to_vec(),
            None => Vec::new(),
        };
        all.extend(self.urls.iter().cloned());
        Ok(all)
    }
}
