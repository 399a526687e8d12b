//! Short names for lines of the program under test.

use crate::record::{Place, Record};
use std::collections::BTreeSet;

/// The place, unless it is in the standard library: `for item in &receiver` receives at a line that the program does
/// not contain.
pub(super) fn own(place: Place) -> Option<Place> {
    let file = place.file();
    let foreign = file.starts_with("/rustc/") || file.contains("/lib/rustlib/src/");
    (!foreign).then_some(place)
}

/// The files that a record names.
#[derive(Default)]
pub(super) struct Files(BTreeSet<&'static str>);

impl Files {
    pub fn of(record: &Record) -> Self {
        let steps = record.steps.iter().filter_map(|step| step.place);
        let stuck = record.threads.iter().filter_map(|thread| thread.stuck.as_ref().map(|(_, place)| *place));
        let held = record.objects.iter().flat_map(|object| object.held.iter().map(|(_, place)| *place));
        Files::naming(steps.chain(stuck).chain(held))
    }

    /// Collects the files of these places.
    pub fn naming(places: impl Iterator<Item = Place>) -> Self {
        Files(places.filter_map(own).map(|place| place.file()).collect())
    }

    /// `queue.rs:12`, with as many of its folders as are needed to distinguish the file from the others.
    pub fn short(&self, place: Place) -> String {
        format!("{}:{}", self.name(place.file()), place.line())
    }

    /// The shortest suffix of the path that is informative and unique.
    pub fn name<'f>(&self, file: &'f str) -> &'f str {
        let mut from = last_part(file);
        if matches!(&file[from..], "mod.rs" | "lib.rs" | "main.rs") {
            from = with_the_folder(file, from);
        }
        let of_another = |end: &str| self.0.iter().any(|other| *other != file && is_end(other, end));
        while from > 0 && of_another(&file[from..]) {
            from = with_the_folder(file, from);
        }
        &file[from..]
    }
}

/// Where the part after the last separator begins.
fn last_part(path: &str) -> usize {
    path.rfind(['/', '\\']).map_or(0, |at| at + 1)
}

fn with_the_folder(path: &str, from: usize) -> usize {
    last_part(&path[..from.saturating_sub(1)])
}

fn is_end(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(['/', '\\']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_shortest_unique_name() {
        let name = |file: &'static str| Files::default().name(file);
        assert_eq!(name("crates/queue/src/bounded.rs"), "bounded.rs");
        assert_eq!(name("crates/queue/src/queue/mod.rs"), "queue/mod.rs");
        assert_eq!(name("main.rs"), "main.rs");
    }

    #[test]
    fn files_of_the_same_name_are_distinguished_by_their_folders() {
        let files = Files(BTreeSet::from(["q/src/queue.rs", "q/tests/spec/queue.rs", "q/src/full_queue.rs"]));
        assert_eq!(files.name("q/src/queue.rs"), "src/queue.rs");
        assert_eq!(files.name("q/tests/spec/queue.rs"), "spec/queue.rs");
        assert_eq!(files.name("q/src/full_queue.rs"), "full_queue.rs");
        let files = Files(BTreeSet::from(["queue.rs", "a\\b\\queue.rs", "c\\b\\queue.rs"]));
        assert_eq!(files.name("queue.rs"), "queue.rs");
        assert_eq!(files.name("a\\b\\queue.rs"), "a\\b\\queue.rs");
    }
}
