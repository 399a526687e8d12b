//! Shows what the pool does, while it does it: each result as a line, how far all are, and what there is at Ctrl-C.
//!
//! The pool is driven by a thread of its own, and the main thread listens to one channel. So nothing that a server
//! does can keep Ctrl-C waiting, not even a connection attempt, which no thread can take back.

use super::journal::{Journal, Records};
use super::options::Order;
use super::retry::Fetcher;
use super::run::{self, Ended, Failure, Fetch, Panic};
use super::tally::Tally;
use common::console::{BAD, Console};
use fetch_pool::{FetchError, Page, Refusal};
use indicatif::{ProgressBar, ProgressStyle};
use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// From so many addresses on a person at a terminal sees how far all are.
const MANY: usize = 20;
/// The picture in text shows each of up to so many fetches.
const SHOWN: usize = 1_000;

/// What became of all the fetches.
pub struct Run {
    pub tally: Tally,
    /// In the order in which they were shown; empty if there were too many, and no output needs each.
    pub records: Records,
    pub panics: Vec<Panic>,
    pub total: Duration,
    /// How many addresses there were.
    pub urls: usize,
    /// A signal came before all were done: the exit code that goes with it.
    pub interrupted: Option<u8>,
}

/// What the main thread waits for.
pub enum Event {
    Result(Result<Fetch, Panic>),
    /// All is done; or no thread could be had; or the pool itself failed.
    End(Result<Result<Ended, Refusal>, Box<dyn Any + Send>>),
    /// With the exit code.
    Interrupted(u8),
}

/// Both ends of the channel of events.
pub type Events = (Sender<Event>, Receiver<Event>);

/// Where results are shown, and how.
pub struct Shown {
    pub console: Console,
    pub order: Order,
    /// Without the pages and "All done", which are of the first run.
    pub quiet: bool,
    /// An output needs each fetch at the end, however many there are: in which folder they may be kept until then.
    pub keep: Option<PathBuf>,
}

/// Fetches all `urls` with `workers` workers and shows each result.
///
/// # Errors
///
/// If the system starts no thread, or a file is needed and there can be none: one line.
pub fn run(
    urls: Vec<String>,
    workers: usize,
    fetcher: Fetcher,
    shown: &Shown,
    events: &Events,
) -> Result<Run, String> {
    let (sender, receiver) = events;
    let cannot = |words: &dyn std::fmt::Display| format!("nothing is fetched: {words}");
    let mut screen = Screen::new(shown, urls.len()).map_err(|error| cannot(&error))?;
    let begin = Instant::now();
    let agent = fetcher.agent.clone();
    let sender = sender.clone();
    let drive = move || {
        let report = |result| _ = sender.send(Event::Result(result));
        let fetch = move |number, url: &str| fetcher.fetch(number, url);
        let ended = catch_unwind(AssertUnwindSafe(|| run::fetch_all(urls, workers, fetch, report)));
        _ = sender.send(Event::End(ended));
    };
    let driver = thread::Builder::new().name("pool".into()).spawn(drive);
    driver.map_err(|error| cannot(&Refusal::NoThread(error.to_string().into())))?;
    let (total, interrupted) = loop {
        match receiver.recv().expect("the channel has a sender here") {
            Event::Result(result) => screen.take(result),
            Event::End(Ok(Ok(Ended { total, short_of_threads }))) => {
                if let Some(words) = short_of_threads {
                    let started = screen.tally.workers().max().map_or(0, |last| last + 1);
                    let line = format_args!("the system started {started} of {workers} threads: {words}");
                    screen.bar.suspend(|| shown.console.progress(line));
                }
                break (total, None);
            }
            Event::End(Ok(Err(refusal))) => return Err(cannot(&refusal)),
            Event::End(Err(panic)) => resume_unwind(panic),
            Event::Interrupted(code) => {
                agent.shutdown(); // closes the connections: the servers need not answer any more
                break (begin.elapsed(), Some(code));
            }
        }
    };
    Ok(screen.finish(total, interrupted))
}

/// The results so far.
struct Screen<'a> {
    shown: &'a Shown,
    urls: usize,
    bar: ProgressBar,
    tally: Tally,
    /// Those that were shown.
    journal: Journal,
    panics: Vec<Panic>,
    /// In the order of submission: those that wait for one before them.
    early: BTreeMap<usize, Fetch>,
    next: usize,
}

impl<'a> Screen<'a> {
    fn new(shown: &'a Shown, urls: usize) -> Result<Self, String> {
        // Hidden by itself where stderr is not a terminal.
        let bar = if urls < MANY { ProgressBar::hidden() } else { ProgressBar::new(urls as u64) };
        bar.set_style(
            ProgressStyle::with_template("{pos} of {len} [{bar:40}] {elapsed}, about {eta} to go")
                .expect("the template is right")
                .progress_chars("=> "),
        );
        let folder = shown.keep.clone().unwrap_or_else(std::env::temp_dir);
        let journal = Journal::new(&folder, shown.keep.is_some() && urls > SHOWN)
            .map_err(|error| format!("the results cannot be kept in {}: {error}", folder.display()))?;
        let (tally, panics, early) = (Tally::default(), Vec::new(), BTreeMap::new());
        Ok(Screen { shown, urls, bar, tally, journal, panics, early, next: 0 })
    }

    fn take(&mut self, result: Result<Fetch, Panic>) {
        self.bar.inc(1);
        if let Ok(fetch) = &result {
            self.tally.add(fetch);
        }
        match result {
            Ok(fetch) if self.shown.order == Order::Completed => self.show(&fetch),
            Ok(fetch) => {
                self.early.insert(fetch.number, fetch);
                while let Some(fetch) = self.early.remove(&self.next) {
                    self.next += 1;
                    self.show(&fetch);
                }
            }
            Err(panic) => {
                let Panic { url, error } = &panic;
                self.bar.suspend(|| self.shown.console.progress(format_args!("{BAD}failed{BAD:#} {url}: {error}")));
                self.panics.push(panic);
            }
        }
    }

    /// A line for a result. The bar steps aside meanwhile, and the line is there whether or not there is a bar.
    fn show(&mut self, fetch: &Fetch) {
        let console = self.shown.console;
        self.bar.suspend(|| match &fetch.outcome {
            _ if self.shown.quiet => {}
            Ok(page) => console.line(page_line(page)),
            Err(failure) => console.progress(failure_line(failure, fetch.tries)),
        });
        // Of others only the tally keeps something.
        if self.shown.keep.is_some() || self.urls <= SHOWN {
            self.journal.add(fetch);
        }
    }

    fn finish(mut self, total: Duration, interrupted: Option<u8>) -> Run {
        // At Ctrl-C, those that waited for one that will not come.
        for fetch in std::mem::take(&mut self.early).into_values() {
            self.show(&fetch);
        }
        self.bar.finish_and_clear();
        let Screen { shown: Shown { console, quiet, .. }, urls, tally, journal, panics, .. } = self;
        let seconds = total.as_secs_f64();
        match interrupted.is_some() {
            true => {
                console.line(format_args!("Interrupted after {seconds:.2}s, {} of {urls} done", tally.done));
            }
            false if *quiet => {}
            false => console.line(format_args!("All done in {seconds:.2}s")),
        }
        Run { tally, records: journal.close(), panics, total, urls, interrupted }
    }
}

/// The lecture's line; it says more only if there is more to say.
fn page_line(Page { url, size, elapsed, redirects }: &Page) -> String {
    let redirects = match redirects {
        0 => String::new(),
        1 => " (1 redirect)".to_string(),
        more => format!(" ({more} redirects)"),
    };
    format!("{url}: {size} bytes in {:.2}s{redirects}", elapsed.as_secs_f64())
}

/// What failed and why. An address that is none may be empty or hold anything: quotes show where it begins and
/// ends.
fn failure_line(Failure { url, error }: &Failure, tries: u32) -> String {
    let url = match error {
        FetchError::MalformedUrl => format!("{url:?}"),
        _ => url.clone(),
    };
    let tries = if tries > 1 { format!(" ({tries} tries)") } else { String::new() };
    format!("{BAD}failed{BAD:#} {url}: {error}{tries}")
}

impl Run {
    /// Whether there were too many fetches to show each.
    pub fn is_long(&self) -> bool {
        self.urls > SHOWN
    }

    pub fn failures(&self) -> usize {
        self.panics.len() + self.tally.failed
    }
}
