//! The program around the pool: what it was asked for, what it shows. The pool at work is in `run`.

mod collect;
mod document;
mod interrupt;
mod options;
mod picture;
mod retry;
mod run;
mod story;
mod trace;
mod urls;
mod window;

use collect::{Event, Run, Shown};
use common::cli;
use common::console::Console;
use common::random::fresh_seed;
use fetch_pool::fetch;
use fetch_pool::loopback::{Pace, Server};
pub use options::{Options, parser};
use retry::Fetcher;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::channel;

/// Fails if one of the pages could not be fetched.
pub fn run(options: &Options) -> ExitCode {
    let console = Console::new(options.output);
    let asked_for = options.asked_for().unwrap_or_else(|mistake| cli::refuse(mistake));
    // Before anything is fetched: who gave a path that cannot be written to should not wait to be told so.
    let [svg, trace] = [&options.files.svg, &options.files.trace].map(|path| path.as_deref().map(create));

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
    interrupt::on_ctrl_c(move || _ = interrupted.send(Event::Interrupted));
    let seed = options.seed.unwrap_or_else(fresh_seed);
    let run = |urls, workers, quiet| {
        let agent = fetch::agent(workers, options.timeout);
        let fetcher = Fetcher { agent, max_bytes: options.max_bytes, retries: options.retries, seed };
        let shown = Shown { console, order: options.order, quiet };
        collect::run(urls, workers, fetcher, &shown, &events)
    };
    let again = options.compare.then(|| urls.clone());
    let pool = run(urls, options.workers, false);
    let peak = server.as_ref().map(Server::peak);
    console.line("");
    console.line(picture::timeline(&pool, options.output));
    console.line("");
    console.line(story::of(&pool, options.workers, peak));
    let alone = again.filter(|_| !pool.interrupted).map(|urls| {
        console.progress("once more, with one worker");
        run(urls, 1, true)
    });
    if let Some(alone) = &alone {
        console.line(story::comparison(&pool, options.workers, alone));
    }
    console.json(&document::of(&pool, options, seed, peak, alone.as_ref()));
    let mut written = true;
    for (file, content) in [(svg, picture::svg as fn(&Run) -> String), (trace, trace::events)] {
        if let Some(mut file) = file {
            written &= file.write(&content(&pool), console);
        }
    }
    match () {
        () if pool.interrupted || alone.is_some_and(|alone| alone.interrupted) => interrupt::EXIT_CODE.into(),
        () if written && pool.failures() == 0 => ExitCode::SUCCESS,
        () => ExitCode::FAILURE,
    }
}

/// A file to be written at the end.
struct Output {
    path: PathBuf,
    file: File,
}

fn create(path: &Path) -> Output {
    match File::create(path) {
        Ok(file) => Output { path: path.to_path_buf(), file },
        Err(error) => cli::refuse(format_args!("cannot write {}: {error}", path.display())),
    }
}

impl Output {
    /// Whether it was written.
    fn write(&mut self, content: &str, console: Console) -> bool {
        let written = self.file.write_all(content.as_bytes());
        if let Err(error) = &written {
            console.progress(format_args!("error: cannot write {}: {error}", self.path.display()));
        }
        written.is_ok()
    }
}
