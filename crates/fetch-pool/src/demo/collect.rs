//! Shows what the pool does, while it does it: each result as a line, how far all are, and what there is at Ctrl-C.
//!
//! The pool is driven by a thread of its own, and the main thread listens to one channel. So nothing that a server
//! does can keep Ctrl-C waiting, not even a connection attempt, which no thread can take back.

use super::options::Order;
use super::retry::Fetcher;
use super::run::{self, Failure, Fetch};
use common::console::{BAD, Console};
use fetch_pool::{FetchError, JobError, Page};
use indicatif::{ProgressBar, ProgressStyle};
use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// From so many addresses on a person at a terminal sees how far all are.
const MANY: usize = 20;

/// What became of all the fetches, in the order in which they were shown.
pub struct Run {
    pub fetches: Vec<Fetch>,
    /// Jobs that ended in a panic, which is a mistake in this program.
    pub panics: Vec<JobError>,
    pub total: Duration,
    /// How many addresses there were.
    pub urls: usize,
    /// Ctrl-C came before all were done.
    pub interrupted: bool,
}

/// What the main thread waits for.
pub enum Event {
    Result(Result<Fetch, JobError>),
    /// All is done, and took so long; or the pool itself failed.
    End(Result<Duration, Box<dyn Any + Send>>),
    Interrupted,
}

/// Both ends of the channel of events.
pub type Events = (Sender<Event>, Receiver<Event>);

/// Where results are shown, and how.
pub struct Shown {
    pub console: Console,
    pub order: Order,
    /// Without the pages and "All done", which are of the first run.
    pub quiet: bool,
}

/// Fetches all `urls` with `workers` workers and shows each result.
pub fn run(urls: Vec<String>, workers: usize, fetcher: Fetcher, shown: &Shown, events: &Events) -> Run {
    let (sender, receiver) = events;
    let mut screen = Screen::new(shown, urls.len());
    let begin = Instant::now();
    let agent = fetcher.agent.clone();
    let sender = sender.clone();
    thread::spawn(move || {
        let report = |result| _ = sender.send(Event::Result(result));
        let total = catch_unwind(AssertUnwindSafe(|| run::fetch_all(urls, workers, &fetcher, report)));
        _ = sender.send(Event::End(total));
    });
    let (total, interrupted) = loop {
        match receiver.recv().expect("the channel has a sender here") {
            Event::Result(result) => screen.take(result),
            Event::End(Ok(total)) => break (total, false),
            Event::End(Err(panic)) => resume_unwind(panic),
            Event::Interrupted => {
                agent.shutdown(); // closes the connections: the servers need not answer any more
                break (begin.elapsed(), true);
            }
        }
    };
    screen.finish(total, interrupted)
}

/// The results so far.
struct Screen<'a> {
    shown: &'a Shown,
    bar: ProgressBar,
    run: Run,
    /// In the order of submission: those that wait for one before them.
    early: BTreeMap<usize, Fetch>,
    next: usize,
}

impl<'a> Screen<'a> {
    fn new(shown: &'a Shown, urls: usize) -> Self {
        // Hidden by itself where stderr is not a terminal.
        let bar = if urls < MANY { ProgressBar::hidden() } else { ProgressBar::new(urls as u64) };
        bar.set_style(
            ProgressStyle::with_template("{pos} of {len} [{bar:40}] {elapsed}, about {eta} to go")
                .expect("the template is right")
                .progress_chars("=> "),
        );
        let run = Run { fetches: Vec::new(), panics: Vec::new(), total: Duration::ZERO, urls, interrupted: false };
        Screen { shown, bar, run, early: BTreeMap::new(), next: 0 }
    }

    fn take(&mut self, result: Result<Fetch, JobError>) {
        self.bar.inc(1);
        match result {
            Ok(fetch) if self.shown.order == Order::Completed => self.show(fetch),
            Ok(fetch) => {
                self.early.insert(fetch.number, fetch);
                while let Some(fetch) = self.early.remove(&self.next) {
                    self.next += 1;
                    self.show(fetch);
                }
            }
            Err(panicked) => {
                self.bar.suspend(|| self.shown.console.progress(format_args!("{BAD}failed{BAD:#} {panicked}")));
                self.run.panics.push(panicked);
            }
        }
    }

    /// A line for a result. The bar steps aside meanwhile, and the line is there whether or not there is a bar.
    fn show(&mut self, fetch: Fetch) {
        let console = self.shown.console;
        self.bar.suspend(|| match &fetch.outcome {
            _ if self.shown.quiet => {}
            Ok(page) => console.line(page_line(page)),
            Err(failure) => console.progress(failure_line(failure, fetch.tries)),
        });
        self.run.fetches.push(fetch);
    }

    fn finish(mut self, total: Duration, interrupted: bool) -> Run {
        // At Ctrl-C, those that waited for one that will not come.
        for fetch in std::mem::take(&mut self.early).into_values() {
            self.show(fetch);
        }
        self.bar.finish_and_clear();
        let run = Run { total, interrupted, ..self.run };
        let seconds = total.as_secs_f64();
        match interrupted {
            true => {
                let (done, urls) = (run.fetches.len(), run.urls);
                self.shown.console.line(format_args!("Interrupted after {seconds:.2}s, {done} of {urls} done"));
            }
            false if self.shown.quiet => {}
            false => self.shown.console.line(format_args!("All done in {seconds:.2}s")),
        }
        run
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
    pub fn failures(&self) -> usize {
        self.panics.len() + self.fetches.iter().filter(|fetch| fetch.outcome.is_err()).count()
    }

    /// All waits together.
    pub fn sum_of_waits(&self) -> Duration {
        self.fetches.iter().map(Fetch::wait).sum()
    }

    pub fn longest_wait(&self) -> Duration {
        self.fetches.iter().map(Fetch::wait).max().unwrap_or_default()
    }
}
