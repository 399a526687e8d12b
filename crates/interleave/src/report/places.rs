//! Lines of the program under test, in short.

use crate::record::Place;

/// The place, unless it is in the standard library: `for item in &receiver` receives in a line that nobody wrote.
pub(super) fn own(place: Place) -> Option<Place> {
    let file = place.file();
    let foreign = file.starts_with("/rustc/") || file.contains("/lib/rustlib/src/");
    (!foreign).then_some(place)
}

/// `queue.rs:12`; with its folder where the file's own name says nothing.
pub(super) fn short(place: Place) -> String {
    format!("{}:{}", short_file(place.file()), place.line())
}

/// The name of the file; with its folder where that alone says nothing.
pub(super) fn short_file(file: &str) -> &str {
    let cut = |path: &str| path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let name = cut(file);
    if !matches!(&file[name..], "mod.rs" | "lib.rs" | "main.rs") || name == 0 {
        return &file[name..];
    }
    &file[cut(&file[..name - 1])..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_so_that_it_can_be_told_from_others() {
        assert_eq!(short_file("crates/queue/src/bounded.rs"), "bounded.rs");
        assert_eq!(short_file("crates/queue/src/queue/mod.rs"), "queue/mod.rs");
        assert_eq!(short_file("main.rs"), "main.rs");
    }
}
