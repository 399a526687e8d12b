//! The program around the pool: its options, its picture, its words. The pool at work is in `run`.

mod picture;
mod run;
mod story;

use bpaf::{OptionParser, Parser, construct, positional};
use common::cli::{self, Output};
use common::console::Console;
use fetch_pool::loopback::{Pace, Server};
use run::Run;
use serde_json::json;
use std::process::ExitCode;
use std::time::Duration;

/// The lecture's five, lines 5 to 11.
const ENDPOINTS: [&str; 5] = ["/delay/0", "/uuid", "/ip", "/headers", "/get"];

/// What was asked for on the command line.
pub struct Options {
    workers: usize,
    timeout: Duration,
    output: Output,
    urls: Vec<String>,
}

pub fn options() -> OptionParser<Options> {
    let workers = cli::number("workers", "How many threads fetch", 1..=1000, 5);
    let timeout = cli::number("timeout", "Give up on a page after this many seconds", 0.001..=3600.0, 10.0)
        .map(Duration::from_secs_f64);
    let output = cli::output();
    let urls = positional::<String>("URL")
        .help(
            "What to fetch; /delay/2 and the like from this program's own server. Without any, the lecture's five",
        )
        .many();
    construct!(Options { workers, timeout, output, urls })
        .to_options()
        .descr("Example 19.1: a thread pool that fetches web pages and yields them as they complete.")
        .version(env!("CARGO_PKG_VERSION"))
}

/// Fails if one of the pages could not be fetched.
pub fn run(options: &Options) -> ExitCode {
    let console = Console::new(options.output);
    let asked_for: Vec<&str> = match &options.urls[..] {
        [] => ENDPOINTS.to_vec(),
        urls => urls.iter().map(String::as_str).collect(),
    };
    let server = match asked_for.iter().any(|url| url.starts_with('/')).then(|| Server::start(Pace::Lifelike)) {
        Some(Ok(server)) => Some(server),
        Some(Err(error)) => {
            console.progress(format_args!("error: cannot start the web server: {error}"));
            return ExitCode::FAILURE;
        }
        None => None,
    };
    if let Some(server) = &server {
        console.progress(format_args!("serving on {}, as slow as if it were far away", server.url("")));
    }
    let urls = asked_for.into_iter().map(|url| match &server {
        Some(server) if url.starts_with('/') => server.url(url),
        _ => url.to_string(),
    });

    let run = run::fetch_all(urls.collect(), options.workers, options.timeout, console);
    let peak = server.as_ref().map(Server::peak);
    console.line("");
    console.line(picture::timeline(&run, options.output));
    console.line("");
    console.line(story::of(&run, options.workers, peak));
    console.json(&document(&run, options, peak));
    if run.failures() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The JSON form: the pages in the order in which they were done, then the failures in theirs.
fn document(run: &Run, options: &Options, peak: Option<usize>) -> serde_json::Value {
    let (mut pages, mut failures) = (Vec::new(), Vec::new());
    for fetch in &run.fetches {
        let [start, end] = [fetch.start, fetch.end].map(|time| time.as_secs_f64());
        match &fetch.outcome {
            Ok(page) => pages.push(json!({
                "url": page.url, "size": page.size, "seconds": page.elapsed.as_secs_f64(),
                "worker": fetch.worker, "start": start, "end": end,
            })),
            Err(error) => failures.push(json!({
                "url": error.url, "error": error.cause(),
                "worker": fetch.worker, "start": start, "end": end,
            })),
        }
    }
    failures.extend(run.panics.iter().map(|panic| json!({"url": null, "error": panic.to_string()})));
    json!({
        "workers": options.workers,
        "timeout": options.timeout.as_secs_f64(),
        "pages": pages,
        "failures": failures,
        "seconds": run.total.as_secs_f64(),
        "seconds_with_one_worker": run.sum_of_waits().as_secs_f64(),
        "requests_at_once": peak,
    })
}
