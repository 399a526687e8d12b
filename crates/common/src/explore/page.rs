//! `--open`: the page on which the reader is the scheduler, with one program of an example.

use super::{Program, Size, write};
use crate::{browser, console};
use interleave::record::{End, Record};
use interleave::report::{self, Page, graph_json_within};
use interleave::{ScheduleError, StateGraph};

/// Finding more states would take the explorer many seconds, and a page with more is of no use to a reader.
const MOST_STATES: usize = 5_000;
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Writes the page beside this program's executable, and opens it in the browser. It begins with the run of `record`, if
/// there is one. `graph` returns the states along a schedule, at most the given number.
pub(super) fn open(
    program: &Program,
    size: Size,
    record: Option<&Record>,
    graph: &dyn Fn(&str, usize) -> Result<StateGraph, ScheduleError>,
) -> Result<(), String> {
    let schedule = record.map_or("", |record| record.schedule.as_str());
    graph(schedule, 1).map_err(|error| error.to_string())?;
    let of_size = |states| graph(schedule, states).expect("the schedule has just been read");
    let graph = graph_json_within(MOST_BYTES, MOST_STATES, of_size).ok_or("its states are too large for a page")?;
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let explorer = this.file_stem().unwrap_or_default().to_string_lossy();
    let example = explorer.trim_start_matches("explore-");
    let command = format!(
        "cargo xtask explore {example} --program {} --threads {} --items {}",
        program.name, size.threads, size.items
    );
    let failing = record.filter(|record| !matches!(record.end, End::Returned { .. }));
    let page = report::page(&Page {
        title: &format!("You are the scheduler: {}", program.name),
        about: &failing.map_or_else(|| program.about.clone(), report::diagnosis),
        graph: &graph,
        run: failing.map(|record| record.schedule.as_str()),
        command: Some(&command),
    });
    let file = this.with_file_name(format!("{explorer}-{}.html", program.name));
    write(&file, &page)?;
    console::note(format_args!("wrote {}", file.display()));
    if let Err(why) = browser::open(&file) {
        console::note(format_args!("no browser could be opened ({why}): open that file yourself"));
    }
    Ok(())
}
