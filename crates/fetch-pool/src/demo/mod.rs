//! The program around the pool: what it was asked for, what it shows. The pool at work is in `run`.

mod collect;
mod document;
mod file;
mod interrupt;
mod journal;
mod options;
mod picture;
mod retry;
mod run;
mod story;
mod tally;
mod trace;
mod urls;
mod window;

use collect::{Event, Shown};
use common::cli;
use common::console::Console;
use common::random::fresh_seed;
use fetch_pool::fetch;
use fetch_pool::loopback::{Pace, Server};
use file::Output;
pub use options::{Options, parser};
use retry::Fetcher;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::channel;

/// Fails if one of the pages could not be fetched.
pub fn run(options: &Options) -> ExitCode {
    let console = Console::new(options.output);
    let asked_for = options.asked_for().unwrap_or_else(|mistake| cli::refuse(mistake));
    let [svg, trace] = [&options.files.svg, &options.files.trace]
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
    let seed = fresh_seed();
    // Beside the file that they are for: that disk is meant to hold them.
    let folder = [&svg, &trace].into_iter().flatten().find_map(Output::folder).map(Path::to_path_buf);
    let folder = folder.or_else(|| options.output.json.then(std::env::temp_dir));
    let run = |urls, workers, quiet: bool| {
        let agent = fetch::agent(workers, options.timeout);
        let fetcher = Fetcher { agent, max_bytes: options.max_bytes, retries: options.retries, seed };
        let keep = folder.clone().filter(|_| !quiet);
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
    console.pause();
    console.prose(&story::of(&pool, options.workers, peak));
    let alone = again.filter(|_| pool.interrupted.is_none()).map(|urls| {
        console.progress("once more, with one worker");
        run(urls, 1, true)
    });
    let alone = match alone.transpose() {
        Ok(alone) => alone,
        Err(line) => return cannot(line),
    };
    if let Some(alone) = &alone {
        console.prose(&story::comparison(&pool, options.workers, alone));
    }
    let written = [
        svg.map(|file| file.write(|out| picture::svg(out, &pool))),
        trace.map(|file| file.write(|out| trace::write(out, &pool))),
        console.json_from(|out| document::write(out, &pool, options, peak, alone.as_ref())),
    ];
    let unwritten: Vec<String> = written.into_iter().flatten().filter_map(Result::err).collect();
    unwritten.iter().for_each(|line| console.progress(format_args!("error: {line}")));
    match pool.interrupted.or_else(|| alone.and_then(|alone| alone.interrupted)) {
        Some(code) => code.into(),
        None if unwritten.is_empty() && pool.failures() == 0 => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}
