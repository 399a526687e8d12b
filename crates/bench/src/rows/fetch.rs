//! Fetching, compared to the ideal schedule, CPython and curl. The server is a separate process, so that its work
//! does not count.

use super::{Effort, python, status};
use crate::processes::{self, Server, run};
use crate::rounds::{Contestant, Sample, take_turns};
use crate::row::Row;
use anyhow::{Context, Result, anyhow, ensure};
use bpaf::{OptionParser, Parser, construct, positional};
use common::cli::given_number;
use fetch_pool::fetch::{agent, fetch_page};
use fetch_pool::loopback::{self, Pace};
use fetch_pool::{ThreadPool, as_completed};
use std::io::{Read, stdin};
use std::process::Command;
use std::time::{Duration, Instant};

/// A time limit that is reached only if something is wrong.
const TIMEOUT: Duration = Duration::from_secs(30);

const CURL: &str = "curl waits for all pages in one thread, by poll; ours starts a thread for each worker, and the \
    system switches between them for each page.";
const IDEAL: &str = "the pages come at once and are read by two processors, which also run the server; the ideal \
    schedule counts none of this work.";

/// The pages to fetch, and the number of workers.
struct Pages {
    /// The pages in curl's notation: `{0.1,0.2}` or `[1-500]`.
    glob: String,
    urls: Vec<String>,
    workers: usize,
    /// The ideal time in seconds: that of the server's delays alone.
    ideal: f64,
}

/// The lecture's five pages, with one worker each.
pub fn five(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    beside(work, effort.few_rounds(), |base| {
        let delays = ["0.1", "0.2", "0.3", "0.4", "0.5"];
        let urls = delays.iter().map(|delay| format!("{base}/delay/{delay}")).collect();
        Pages { glob: format!("{base}/delay/{{{}}}", delays.join(",")), urls, workers: 5, ideal: 0.5 }
    })
}

/// Enough pages for ten per worker.
pub fn many(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    beside(work, effort.few_rounds(), |base| pages_of_20_ms(base, effort.items(500), 50))
}

fn pages_of_20_ms(base: &str, count: usize, workers: usize) -> Pages {
    let url = |number| format!("{base}/delay/0.02?page={number}");
    let glob = format!("{base}/delay/0.02?page=[1-{count}]");
    let ideal = count.div_ceil(workers) as f64 * 0.02;
    Pages { glob, urls: (1..=count).map(url).collect(), workers, ideal }
}

fn beside(work: &'static str, rounds: usize, pages: impl FnOnce(&str) -> Pages) -> Result<Vec<Row>> {
    let (_server, base) = serve()?;
    let pages = &pages(&base);
    let samples = take_turns(contestants(pages), rounds, &|round| status(work, round, rounds))?;
    let [ours, ideal, python, curl] = &samples[..] else { unreachable!("four contestants") };
    let processor =
        |name: &'static str, target, peer| Row::of(work, name, Some(target), [ours, peer], |one| one.processor);
    Ok(vec![
        Row::of(work, "ideal schedule, time", Some(1.05), [ours, ideal], |one| Some(one.cost)).limited_by(IDEAL),
        processor("CPython urllib, CPU", 0.2, python),
        processor("curl --parallel, CPU", 1.0, curl).limited_by(CURL),
    ])
}

fn contestants(pages: &Pages) -> Vec<Contestant<'_>> {
    let ours = Contestant::new("ours", || fetched(pages));
    let ideal = Contestant::new("ideal schedule", || Ok(pages.ideal.into()));
    let python = match processes::missing("python3") {
        Some(why) => Contestant::missing("CPython urllib", why),
        None => Contestant::new("CPython urllib", || {
            let mut command = Command::new("python3");
            command.arg(python::script("fetch.py")).arg(pages.workers.to_string()).args(&pages.urls);
            sample(&mut command)
        }),
    };
    let curl = match processes::missing("curl") {
        Some(why) => Contestant::missing("curl --parallel", why),
        None => Contestant::new("curl --parallel", || {
            let mut command = Command::new("curl");
            // -q ignores the user's own settings.
            command.args(["-q", "--silent", "--show-error", "--fail", "--noproxy", "*", "--parallel"]);
            command.args(["--parallel-max", &pages.workers.to_string()]);
            command.args(["--output", if cfg!(windows) { "NUL" } else { "/dev/null" }, &pages.glob]);
            let ended = run(&mut command)?;
            Ok(Sample { processor: ended.processor, ..ended.time.as_secs_f64().into() })
        }),
    };
    vec![ours, ideal, python, curl]
}

/// Fetches in a separate process, so that its processor time can be measured.
fn fetched(pages: &Pages) -> Result<Sample> {
    let mut command = Command::new(std::env::current_exe()?);
    sample(command.arg(FETCH).args(["--workers", &pages.workers.to_string()]).args(&pages.urls))
}

/// The sample of a program that prints its own time in seconds.
fn sample(command: &mut Command) -> Result<Sample> {
    let ended = run(command)?;
    Ok(Sample { processor: ended.processor, ..python::number(&ended.text)?.into() })
}

/// Seconds for `count` pages of 20 ms each, for each number of workers in `workers`.
pub fn times(count: usize, workers: &[usize]) -> Result<Vec<(usize, f64)>> {
    let (_server, base) = serve()?;
    let time = |workers| Ok((workers, fetched(&pages_of_20_ms(&base, count, workers))?.cost));
    workers.iter().copied().map(time).collect()
}

/// The first argument of a process that serves.
pub const SERVE: &str = "serve";
/// The first argument of a process that fetches.
pub const FETCH: &str = "fetch";

pub fn serve() -> Result<(Server, String)> {
    Server::start(Command::new(std::env::current_exe()?).arg(SERVE))
}

/// The process that serves: prints its address, and ends when its stdin is closed, which happens when this process
/// ends.
pub fn serve_main() -> Result<()> {
    let server = loopback::Server::start(Pace::AtOnce).context("cannot serve")?;
    println!("{}", server.url(""));
    stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// The options of [`fetch_main`].
pub fn options() -> OptionParser<(usize, Vec<String>)> {
    let workers = given_number("workers", "How many workers", 1..=1000);
    let urls = positional::<String>("URL").many();
    construct!(workers, urls).to_options()
}

/// The process that fetches, like the example: submits all pages, and takes them as they complete. Prints seconds.
pub fn fetch_main(workers: usize, urls: Vec<String>) -> Result<()> {
    let count = urls.len();
    let agent = agent(workers, TIMEOUT);
    let begun = Instant::now();
    let pool = ThreadPool::new(workers);
    let submit = |url: String| {
        let agent = agent.clone();
        pool.submit(move || fetch_page(&agent, &url))
    };
    let futures: Vec<_> = urls.into_iter().map(submit).collect();
    let mut fetched = 0;
    for future in as_completed(futures) {
        let page = future.result().map_err(|error| anyhow!("{error}"))?;
        fetched += usize::from(page?.size > 0);
    }
    let time = begun.elapsed().as_secs_f64();
    ensure!(fetched == count, "{fetched} of {count} pages");
    println!("{time}");
    Ok(())
}
