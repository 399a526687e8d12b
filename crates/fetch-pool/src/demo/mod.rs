//! The program around the pool: what it was asked for, what it shows. The pool at work is in `run`.

mod collect;
mod document;
mod file;
mod interrupt;
mod options;
mod picture;
mod retry;
mod run;
mod story;
mod tally;
mod trace;
mod urls;
mod window;

use collect::{Event, Run, Shown};
use common::cli;
use common::console::Console;
use common::random::fresh_seed;
use fetch_pool::fetch;
use fetch_pool::loopback::{Pace, Server};
use file::Output;
pub use options::{Options, parser};
use retry::Fetcher;
use std::process::ExitCode;
use std::sync::mpsc::channel;

/// Fails if one of the pages could not be fetched.
pub fn run(options: &Options) -> ExitCode {
    let console = Console::new(options.output);
    let asked_for = options.asked_for().unwrap_or_else(|mistake| cli::refuse(mistake));
    let files = [&options.files.svg, &options.files.trace]
        .map(|path| path.as_deref().map(|path| Output::at(path).unwrap_or_else(|mistake| cli::refuse(mistake))));

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
    let urls: Vec<String> = asked_for
        .into_iter()
        .map(|url| match &server {
            Some(server) if url.starts_with('/') => server.url(&url),
            _ => url,
        })
        .collect();

    let events = channel();
    let interrupted = events.0.clone();
    interrupt::on_signal(move |code| _ = interrupted.send(Event::Interrupted(code)));
    let seed = options.seed.unwrap_or_else(fresh_seed);
    let run = |urls, workers, quiet: bool| {
        let agent = fetch::agent(workers, options.timeout);
        let fetcher = Fetcher { agent, max_bytes: options.max_bytes, retries: options.retries, seed };
        let keep = !quiet && (options.output.json || files.iter().any(Option::is_some));
        let shown = Shown { console, order: options.order, quiet, keep };
        collect::run(urls, workers, fetcher, &shown, &events)
    };
    let again = options.compare.then(|| urls.clone());
    let cannot = |line| {
        console.progress(format_args!("error: {line}"));
        ExitCode::FAILURE
    };
    let pool = match run(urls, options.workers, false) {
        Ok(pool) => pool,
        Err(line) => return cannot(line),
    };
    let peak = server.as_ref().map(Server::peak);
    console.line("");
    console.line(picture::timeline(&pool, options.output));
    console.line("");
    console.line(story::of(&pool, options.workers, peak));
    let alone = again.filter(|_| pool.interrupted.is_none()).map(|urls| {
        console.progress("once more, with one worker");
        run(urls, 1, true)
    });
    let alone = match alone.transpose() {
        Ok(alone) => alone,
        Err(line) => return cannot(line),
    };
    if let Some(alone) = &alone {
        console.line(story::comparison(&pool, options.workers, alone));
    }
    console.json(&document::of(&pool, options, seed, peak, alone.as_ref()));
    let mut written = true;
    for (file, content) in files.iter().zip([picture::svg as fn(&Run) -> String, trace::events]) {
        if let Some(Err(line)) = file.as_ref().map(|file| file.write(&content(&pool))) {
            console.progress(format_args!("error: {line}"));
            written = false;
        }
    }
    match pool.interrupted.or_else(|| alone.and_then(|alone| alone.interrupted)) {
        Some(code) => code.into(),
        None if written && pool.failures() == 0 => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}
