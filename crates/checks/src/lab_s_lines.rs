//! Lines that are not the author's. Where another exercise of a submission is wrong, the grader puts the lab's own solution in
//! its place. A table that gave its lines away would give the answer away, with numbers that fit no file of the author's: it
//! says "(the lab's queue)" instead.
//!
//! An explorer's report names places, so one place stands for all of these lines, and its name becomes the label.

use interleave::record::{Action, Place, Record};
use std::panic::Location;

/// The place: this line. Its name is as long as "(the lab's queue)", so that a table stays one with the label in it.
pub const PLACE: Place = Location::caller();

/// The environment variable that names the lab's files, from the workspace, with a colon between two.
pub const FILES: &str = "CHECKS_LAB_S_FILES";

/// The files that are not the author's, as the environment has them: those of a grader. A student's are all their own.
pub fn files() -> Vec<String> {
    let files = std::env::var(FILES).unwrap_or_default();
    files.split(':').filter(|file| !file.is_empty()).map(str::to_string).collect()
}

/// The record with the lab's lines hidden, and what to call them; `None` if it has none.
pub fn hidden(record: &Record, files: &[String]) -> Option<(Record, Label)> {
    let mut record = record.clone();
    let mut seen: Vec<&str> = Vec::new();
    let mut hide = |place: &mut Place| {
        if files.iter().any(|file| file == place.file()) {
            seen.push(place.file());
            *place = PLACE;
        }
    };
    for step in &mut record.steps {
        step.place.iter_mut().for_each(&mut hide);
        if let Action::Unlock { locked, .. } = &mut step.action {
            hide(locked);
        }
    }
    record.threads.iter_mut().filter_map(|thread| thread.stuck.as_mut()).for_each(|(_, place)| hide(place));
    for object in &mut record.objects {
        hide(&mut object.created);
        object.held.iter_mut().for_each(|(_, place)| hide(place));
    }
    let first = *seen.first()?;
    let stem = |file: &str| file.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs").to_string();
    let what = if seen.iter().all(|file| *file == first) { stem(first) } else { "code".to_string() };
    Some((record, Label(format!("(the lab's {what})"))))
}

/// What stands in place of lines that are not shown.
pub struct Label(String);

impl Label {
    /// A report with the label in it.
    pub fn put_into(&self, report: &str) -> String {
        let name = PLACE.file().rsplit(['/', '\\']).next().unwrap_or_default();
        let place = format!("{name}:{}", PLACE.line());
        let labelled = report.replace(&place, &format!("{:width$}", self.0, width = place.len()));
        // Where the reporter finds this file, it quotes it: beside a step, or below the table under the file's name.
        let line = include_str!("lab_s_lines.rs").lines().nth(PLACE.line() as usize - 1).unwrap_or_default();
        let quoted = labelled.replace(line, &" ".repeat(line.len()));
        let is_of_the_quote = |line: &str| {
            let number = line.trim_end().trim_end_matches(['│', '|']).trim();
            line == name || number == PLACE.line().to_string()
        };
        quoted.lines().filter(|line| !is_of_the_quote(line)).flat_map(|line| [line.trim_end(), "\n"]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interleave::report::{Style, table};
    use interleave::{Options, explore, sync::atomic::AtomicU32, sync::atomic::Ordering::Relaxed, thread};

    fn lost_increment() -> Record {
        let outcome = explore(&Options::new().expect("2"), || {
            let count = AtomicU32::new(0);
            let increment = || count.store(count.load(Relaxed) + 1, Relaxed);
            thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(increment)));
            count.load(Relaxed)
        });
        outcome.counterexample.unwrap()
    }

    #[test]
    fn lines_of_the_lab_are_in_a_table_without_their_source() {
        let (record, label) = hidden(&lost_increment(), &[file!().to_string()]).unwrap();
        for columns in [80, 200] {
            let style = Style { columns, explorer: false, ..Style::default() };
            let table = label.put_into(&table(&record, &style));
            assert!(table.contains("read count → 0") && table.contains("│ (the lab's lab_s_lines)"), "{table}");
            assert!(
                !table.contains(".rs") && !table.contains("count.store") && !table.contains("PLACE"),
                "{table}"
            );
        }
    }

    #[test]
    fn lines_of_the_author_are_shown() {
        assert!(hidden(&lost_increment(), &["crates/other/src/queue.rs".to_string()]).is_none());
    }

    #[test]
    fn the_label_is_as_long_as_the_place_that_it_takes() {
        let place = format!("lab_s_lines.rs:{}", PLACE.line());
        assert_eq!(Label("(the lab's queue)".to_string()).put_into(&place).trim_end().len(), place.len());
    }
}
