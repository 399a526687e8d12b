//! `cargo xtask bench`: compares our code to the libraries and programs that a student will meet next, in the same run.
//!
//! * [`rounds`]: contestants take turns, so that the two sides of a ratio run at nearly the same time. [`statistics`]: medians
//!   and quartiles of these ratios. [`processes`]: contestants that are separate programs.
//! * [`rows`]: what is measured. [`row`]: one line of the table. [`table`]: the table in 80 columns.
//! * [`growth`]: how costs grow, as pictures, which [`plot`] draws.
//! * [`machine`]: the machine that measured. [`book`]: the copy in the book.
//!
//! Exits with 0 if every target is met, with 1 if one is missed or something could not be measured, and with 2 for a
//! mistake on the command line. `--quick` judges no targets: it exits with 0 unless our own code fails.

mod book;
mod growth;
mod machine;
mod options;
mod plot;
mod processes;
mod rounds;
mod row;
mod rows;
mod statistics;
mod table;

use anyhow::{Context, Result};
use common::console::{Console, Output};
use machine::Machine;
use options::Options;
use row::Row;
use rows::{fetch, pages};
use serde_json::json;
use std::fmt::Write;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    // Some measured processes are this program itself.
    let done = match std::env::args().nth(1).as_deref() {
        Some(fetch::SERVE) => fetch::serve_main().map(|()| true),
        Some(fetch::FETCH) => {
            let arguments: Vec<String> = std::env::args().skip(2).collect();
            let (workers, urls) = fetch::options().run_inner(arguments.as_slice()).unwrap_or_default();
            fetch::fetch_main(workers, urls).map(|()| true)
        }
        Some(pages::PAGES) => {
            let arguments: Vec<String> = std::env::args().skip(2).collect();
            let workers = arguments[0].parse().unwrap_or(1);
            pages::pages_main(workers, arguments[1].as_ref()).map(|()| true)
        }
        Some(processes::MEASURED) => processes::measured_main(std::env::args_os().skip(2)).map(|()| true),
        _ => bench(&common::cli::parse(&options::commands())),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            Console::new(Output::default()).progress(format_args!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Measures the selected works. Returns whether every target was met.
fn bench(options: &Options) -> Result<bool> {
    let console = Console::new(Output::default());
    let machine = Machine::here();
    let begun = Instant::now();
    // An unwritable file is found now, not after a quarter of an hour.
    if let Some(Err(error)) = options.json.as_ref().map(std::fs::File::create) {
        common::cli::refuse(format_args!("--json: cannot write the file: {error}"));
    }
    let mut rows: Vec<Row> = Vec::new();
    for (work, measure) in rows::ALL.iter().filter(|(work, _)| options.asks_for(work.name)) {
        console.progress(format_args!("{}: {}", work.name, work.about));
        // The table says what could not be measured; the rest is measured anyway.
        rows.extend(
            measure(work.name, options.effort()).unwrap_or_else(|error| vec![Row::failed(work.name, &error)]),
        );
    }
    let mut plots = Vec::new();
    if options.asks_for(growth::NAME) {
        console.progress(format_args!("{}: {}", growth::NAME, growth::ABOUT));
        match growth::measure(options.effort()) {
            Ok(drawn) => plots = drawn,
            Err(error) => rows.push(Row::failed(growth::NAME, &error)),
        }
    }
    let mut text = machine.text();
    if options.quick {
        text += "A try: few rounds of little work. These figures mean little.\n";
    }
    text += "\n";
    for (work, _) in rows::ALL.iter().filter(|(work, _)| options.asks_for(work.name)) {
        let _ = writeln!(text, "{:<11}{}", work.name, work.about);
    }
    if !rows.is_empty() {
        text += "\n";
        text += &table::table(&rows);
    }
    console.line(text.trim_end());
    if let Some(file) = &options.json {
        let rows: Vec<_> = rows.iter().map(Row::json).collect();
        let plots: Vec<_> = plots.iter().map(plot::Plot::json).collect();
        let json = json!({"machine": machine.json(), "quick": options.quick, "rows": rows, "growth": plots});
        std::fs::write(file, format!("{json:#}\n")).with_context(|| format!("cannot write {}", file.display()))?;
    }
    if options.book {
        book::write(&options.typed(), &text, &plots)?;
    }
    console.progress(format_args!("took {:.0} s", begun.elapsed().as_secs_f64()));
    let failed = rows.iter().any(|row| row.peer == row::FAILED);
    Ok(!failed && (options.quick || rows.iter().all(|row| row.is_met() != Some(false))))
}
