//! Hides lines of the lab's own solutions. If a different exercise of a submission is wrong, the grader replaces it
//! by the lab's solution. A table with those lines would reveal the answer, and their numbers would fit no file of
//! the author's, so the table says "(the lab's queue)" instead.
//!
//! The explorer's report names places, so one place replaces all of these lines, and its name is then replaced by the
//! label.

use interleave::StateGraph;
use interleave::record::{Action, Object, Place, Record, Step, Thread};
use serde_json::{Value, json};
use std::panic::Location;

/// The place is this line. Its name is as long as "(the lab's queue)", so that the label does not change a table's
/// columns.
pub const PLACE: Place = Location::caller();

/// The environment variable with the lab's files, relative to the workspace, separated by colons.
pub const FILES: &str = "CHECKS_LAB_S_FILES";

/// The files that are not the author's, from the environment, which the grader sets. For a student there are none.
pub fn files() -> Vec<String> {
    let files = std::env::var(FILES).unwrap_or_default();
    files.split(':').filter(|file| !file.is_empty()).map(str::to_string).collect()
}

/// The record with the lab's lines hidden, and their label; `None` if it has none.
pub fn hidden(record: &Record, files: &[String]) -> Option<(Record, Label)> {
    let mut record = record.clone();
    let mut hiding = Hiding { files, seen: Vec::new() };
    record.steps.iter_mut().for_each(|step| hiding.step(step));
    record.threads.iter_mut().for_each(|thread| hiding.thread(thread));
    record.objects.iter_mut().for_each(|object| hiding.object(object));
    Some((record, hiding.label()?))
}

/// Hides the lab's lines in a graph of states. Returns their label; `None` if it has none.
pub fn hide(graph: &mut StateGraph, files: &[String]) -> Option<Label> {
    let mut hiding = Hiding { files, seen: Vec::new() };
    for node in &mut graph.nodes {
        node.threads.iter_mut().for_each(|thread| hiding.thread(thread));
        node.next.iter_mut().flatten().for_each(|place| hiding.place(place));
        node.objects.iter_mut().for_each(|object| hiding.object(object));
    }
    graph.edges.iter_mut().flat_map(|edge| &mut edge.steps).for_each(|step| hiding.step(step));
    hiding.label()
}

/// Puts [`PLACE`] in place of the lines of these files.
struct Hiding<'f> {
    files: &'f [String],
    /// The files that had such lines.
    seen: Vec<&'static str>,
}

impl Hiding<'_> {
    fn place(&mut self, place: &mut Place) {
        if self.files.iter().any(|file| file == place.file()) {
            self.seen.push(place.file());
            *place = PLACE;
        }
    }

    fn step(&mut self, step: &mut Step) {
        step.place.iter_mut().for_each(|place| self.place(place));
        if let Action::Unlock { locked, .. } = &mut step.action {
            self.place(locked);
        }
    }

    fn thread(&mut self, thread: &mut Thread) {
        thread.stuck.iter_mut().for_each(|(_, place)| self.place(place));
    }

    fn object(&mut self, object: &mut Object) {
        self.place(&mut object.created);
        object.held.iter_mut().for_each(|(_, place)| self.place(place));
    }

    fn label(self) -> Option<Label> {
        let first = *self.seen.first()?;
        let stem = |file: &str| file.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs").to_string();
        let what = if self.seen.iter().all(|file| *file == first) { stem(first) } else { "code".to_string() };
        Some(Label(format!("(the lab's {what})")))
    }
}

/// The label that replaces hidden lines.
pub struct Label(String);

impl Label {
    /// The states of a program, as JSON, with the label in them.
    pub fn put_into_states(&self, states: &mut Value) {
        for function in states["functions"].as_array_mut().into_iter().flatten() {
            if function["file"] == PLACE.file() {
                *function = json!({"file": self.0, "first": 0, "lines": []});
            }
        }
        for (list, member) in [("ends", "text"), ("standings", "waiting")] {
            for item in states[list].as_array_mut().into_iter().flatten() {
                if let Value::String(text) = &mut item[member] {
                    *text = text.replace(&short_place(), &self.0);
                }
            }
        }
    }

    /// A report with the label in it.
    pub fn put_into(&self, report: &str) -> String {
        let place = short_place();
        let name = place.split(':').next().unwrap_or_default();
        let labelled = report.replace(&place, &format!("{:width$}", self.0, width = place.len()));
        // If the reporter finds this file, it quotes it: beside a step, or below the table under the file's name.
        let line = include_str!("lab_s_lines.rs").lines().nth(PLACE.line() as usize - 1).unwrap_or_default();
        let quoted = labelled.replace(line, &" ".repeat(line.len()));
        let is_of_the_quote = |line: &str| {
            let number = line.trim_end().trim_end_matches(['│', '|']).trim();
            line == name || number == PLACE.line().to_string()
        };
        quoted.lines().filter(|line| !is_of_the_quote(line)).flat_map(|line| [line.trim_end(), "\n"]).collect()
    }
}

/// [`PLACE`] as a report names it.
fn short_place() -> String {
    let name = PLACE.file().rsplit(['/', '\\']).next().unwrap_or_default();
    format!("{name}:{}", PLACE.line())
}

#[cfg(test)]
mod tests {
    use super::*;
    use interleave::report::graph_json;
    use interleave::report::{Style, table};
    use interleave::{Options, explore, graph, sync::atomic::AtomicU32, sync::atomic::Ordering::Relaxed, thread};

    fn loses_an_increment() -> u32 {
        let count = AtomicU32::new(0);
        let increment = || count.store(count.load(Relaxed) + 1, Relaxed);
        thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(increment)));
        count.load(Relaxed)
    }

    fn lost_increment() -> Record {
        explore(&Options::new().expect(2), loses_an_increment).counterexample.unwrap()
    }

    #[test]
    fn lines_of_the_lab_are_in_a_graph_without_their_source() {
        let mut graph = graph(&Options::new(), loses_an_increment);
        let label = hide(&mut graph, &[file!().to_string()]).unwrap();
        let mut states = serde_json::from_str(&graph_json(&graph).to_string()).unwrap();
        label.put_into_states(&mut states);
        let text = states.to_string();
        assert!(text.contains("read count → 0") && text.contains("(the lab's lab_s_lines)"), "{text}");
        assert!(!text.contains(".rs") && !text.contains("count.store") && !text.contains("PLACE"), "{text}");
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
