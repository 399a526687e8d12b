//! Output of these commands. They do not link `common`, whose `console` does the same for the examples.

use std::fmt::Display;
use std::io::{ErrorKind, Write, stderr, stdout};
use std::process::exit;

/// Prints a line to stdout at once. If the reader closes the pipe early, as `| head` does, the program ends quietly.
pub fn say(text: impl Display) {
    write(format_args!("{text}\n"));
}

/// Prints a question to stdout, without a newline.
pub fn ask(text: impl Display) {
    write(text);
}

/// Prints a line to stderr. If that fails, the work continues.
pub fn note(text: impl Display) {
    let _ = writeln!(stderr(), "{text}");
}

fn write(text: impl Display) {
    let mut stdout = stdout().lock();
    match write!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => exit(0),
        Err(error) => {
            note(format_args!("error: cannot write the output: {error}"));
            exit(1);
        }
    }
}
