//! What a program says that runs into a part which is not written yet: one line, and not the panics of a hundred
//! threads.

use crate::console;
use std::panic::{set_hook, take_hook};
use std::sync::{Mutex, PoisonError};

/// How the message of `todo!()` begins.
const TODO: &str = "not yet implemented";
/// Held for ever by the first thread that meets a `todo!`: the others say nothing more.
static FIRST: Mutex<()> = Mutex::new(());

/// From now on the first `todo!` that any thread meets ends the process with exit code 1, after a line on stderr that
/// says where it is. Every other panic is as before.
pub fn ends_the_program() {
    let otherwise = take_hook();
    set_hook(Box::new(move |panic| {
        let place = panic.location().map(|location| (location.file(), location.line()));
        match panic.payload_as_str().and_then(|message| line(message, place)) {
            Some(line) => {
                let _first = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
                console::note(line);
                std::process::exit(1);
            }
            None => otherwise(panic),
        }
    }));
}

/// What to say of a panic with this message, if it is that of a `todo!`.
fn line(message: &str, place: Option<(&str, u32)>) -> Option<String> {
    let rest = message.strip_prefix(TODO)?.trim_start_matches(": ");
    let place = place.map(|(file, line)| format!(" at {file}:{line}")).unwrap_or_default();
    let colon = if rest.is_empty() { "" } else { ": " };
    Some(format!("error: this program runs into a part that is not written yet{place}{colon}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_todo_is_told_with_its_place_and_every_other_panic_is_none_of_it() {
        let place = Some(("src/atomic.rs", 33));
        let said = line("not yet implemented: atomic-counter: read the number", place).unwrap();
        assert!(said.ends_with(" at src/atomic.rs:33: atomic-counter: read the number"), "{said}");
        assert!(line("not yet implemented", place).unwrap().ends_with(" at src/atomic.rs:33"));
        assert_eq!(line("attempt to add with overflow", place), None);
    }
}
