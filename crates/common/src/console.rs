//! Where output goes: results to stdout, progress to stderr, colour only where a person looks at a terminal.
//!
//! `NO_COLOR`, `CLICOLOR_FORCE` and `TERM=dumb` are honoured (by `anstream`). A reader that closes the pipe early, as
//! `| head` does, ends the program quietly.

use crate::cli::Output;
use anstyle::{AnsiColor, Style};
use serde_json::Value;
use std::fmt::Display;
use std::io::{ErrorKind, Write};

/// For a result that is wrong. Never the only sign of it: the text says so too.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// For a result that is right.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// For a title.
pub const TITLE: Style = Style::new().bold();

/// The output of one example: text line by line, or one JSON document at the end.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    output: Output,
}

impl Console {
    /// A console that shows what `output` asks for.
    pub fn new(output: Output) -> Self {
        Console { output }
    }

    /// Prints a line of the text form the moment it is known; nothing with `--json`.
    pub fn line(&self, text: impl Display) {
        if !self.output.json {
            print(&mut anstream::stdout().lock(), text);
        }
    }

    /// Prints the JSON form; nothing without `--json`.
    pub fn json(&self, document: &Value) {
        if self.output.json {
            print(&mut anstream::stdout().lock(), format_args!("{document:#}"));
        }
    }

    /// Says on stderr how things go, in either form.
    pub fn progress(&self, text: impl Display) {
        print(&mut anstream::stderr().lock(), text);
    }
}

/// One whole line, flushed, so that lines of several threads never mix and a pipe sees each at once.
fn print(stream: &mut impl Write, text: impl Display) {
    match writeln!(stream, "{text}").and_then(|()| stream.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            eprintln!("error: cannot write the output: {error}");
            std::process::exit(1);
        }
    }
}
