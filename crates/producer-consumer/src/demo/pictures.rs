//! Draws who worked when and how many tasks waited in the queue, and explains it in words.

use super::Options;
use super::diary::{Diary, Entry, Who};
use common::console::TITLE;
use common::timeline::{self, Axis, Span};

/// The most workers that are drawn.
const MOST_LANES: usize = 16;
/// Up to this many workers, the text gives each worker's share.
const MOST_NAMED: usize = 3;
/// The tallest picture of the queue, in lines.
const MOST_LEVELS: usize = 10;

pub fn draw(options: &Options, diary: &Diary) -> String {
    let pages = diary.pages();
    let drawn = options.workers.min(MOST_LANES);
    let mut lanes = vec!["producer".to_string()];
    lanes.extend((0..drawn).map(|worker| format!("worker {worker}")));
    let lane = |entry: &Entry| match entry.who {
        Who::Producer => 0,
        Who::Worker(number) => number + 1,
    };
    let span = |entry: &Entry| Span {
        lane: lane(entry),
        start: entry.start,
        end: entry.end,
        label: entry.task.to_string(),
    };
    let spans: Vec<_> = pages.entries.iter().map(span).collect();

    let output = options.output;
    let axis = Axis::for_spans(&lanes, &spans, output.columns());
    let more = match options.workers - drawn {
        0 => String::new(),
        more => format!(" (and {more} more workers)"),
    };
    let who = timeline::draw(&lanes, &spans, output.columns(), output.ascii);
    let depth = axis.levels(&pages.depths(options.capacity), MOST_LEVELS, output.ascii);
    format!(
        "{TITLE}Who worked when{TITLE:#}{more}\n{who}\n\n\
         {TITLE}Tasks waiting in the queue{TITLE:#} (at most {})\n{depth}",
        options.capacity
    )
}

pub fn story(options: &Options, diary: &Diary, seed: u64) -> String {
    let pages = diary.pages();
    if options.items == 0 {
        return "There was no task: the sentinel came first, and stopped every worker.".to_string();
    }
    let mut tally = vec![0; options.workers];
    for entry in &pages.entries {
        if let Who::Worker(number) = entry.who {
            tally[number] += 1;
        }
    }
    let shares = match options.workers {
        0..=MOST_NAMED => {
            let share = |(worker, tasks)| format!("{tasks} by worker {worker}");
            tally.iter().enumerate().map(share).collect::<Vec<_>>().join(", ")
        }
        workers => format!("by {} of {workers} workers", tally.iter().filter(|&&tasks| tasks > 0).count()),
    };
    let pressure = match pages.found_full {
        0 => "The producer never found the queue full, so `put` never made it wait.".to_string(),
        times => format!(
            "The producer found the queue full {}: then `put` waits for a worker.",
            if times == 1 { "once".to_string() } else { format!("{times} times") }
        ),
    };
    let sentinel = match options.workers {
        1 => "The sentinel stopped the worker.",
        _ => "One sentinel stopped every worker: each put it back for the next.",
    };
    format!(
        "Each task was processed once: {shares}.\n\
         {pressure}\n\
         {sentinel}\n\
         With --seed {seed} every task takes exactly as long as it did now."
    )
}
