//! What these commands print themselves. They link nothing of `common`, whose `console` does the same for the examples.

use std::fmt::Display;
use std::io::{ErrorKind, Write, stderr, stdout};
use std::process::exit;

/// A line on stdout, at once. A reader that closes the pipe early, as `| head` does, ends the program quietly.
pub fn say(text: impl Display) {
    write(format_args!("{text}\n"));
}

/// A question on stdout, with no end of line.
pub fn ask(text: impl Display) {
    write(text);
}

/// A line on stderr. Where that cannot be written to, nobody can be told; the work goes on.
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
