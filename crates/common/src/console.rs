//! Prints results to stdout and progress to stderr, in colour only on a terminal.
//!
//! `NO_COLOR`, `CLICOLOR_FORCE` and `TERM=dumb` are honoured (by `anstream`). If the reader closes the pipe early, as
//! `| head` does, the program ends quietly. If a result cannot be written, it ends with exit code 1; progress that cannot
//! be written is dropped.

use crate::width;
use anstyle::{AnsiColor, Style};
use serde_json::Value;
use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write, stderr, stdin};

/// The style of a wrong result. It is never the only sign of a mistake: the text says so too.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// The style of a right result.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// The style of a title.
pub const TITLE: Style = Style::new().bold();

/// How an example shows its results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Draw with ASCII characters only.
    pub ascii: bool,
    /// Draw up to 120 columns wide instead of up to 80.
    pub wide: bool,
    /// Print one JSON document instead of text.
    pub json: bool,
    /// Wait for Enter between a result and its explanation.
    pub pause: bool,
}

impl Output {
    /// The width of pictures and prose in columns: 80, or 120 with `--wide`, or that of the terminal if it is smaller.
    ///
    /// ```
    /// use common::console::Output;
    /// assert!((50..=80).contains(&Output::default().columns()));
    /// ```
    pub fn columns(self) -> usize {
        width::columns(if self.wide { 120 } else { 80 })
    }
}

/// The output of one example: text line by line, or one JSON document at the end.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    output: Output,
}

impl Console {
    /// A console for the form that `output` asks for.
    pub fn new(output: Output) -> Self {
        Console { output }
    }

    /// Prints a line of the text form at once; nothing with `--json`.
    pub fn line(&self, text: impl Display) {
        if !self.output.json {
            result(text);
        }
    }

    /// Prints prose, wrapped to the width of the output; nothing with `--json`.
    pub fn prose(&self, text: &str) {
        self.line(width::wrap(text, self.output.columns()));
    }

    /// With `--pause`, waits for Enter, or for the end of the input. Call it between a result and its explanation.
    pub fn pause(&self) {
        if self.output.pause && !self.output.json {
            result("(Press Enter to go on.)");
            let _ = stdin().read_line(&mut String::new());
        }
    }

    /// Prints the JSON form; nothing without `--json`.
    pub fn json(&self, document: &Value) {
        if self.output.json {
            result(format_args!("{document:#}"));
        }
    }

    /// Lets `write` print the JSON form piece by piece; `None` without `--json`.
    ///
    /// # Errors
    ///
    /// One line, if `write` fails or the output cannot be written.
    pub fn json_from(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Option<Result<(), String>> {
        self.output.json.then(|| {
            let mut stdout = BufWriter::new(anstream::stdout().lock());
            match write(&mut stdout).and_then(|()| stdout.flush()) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
                written => written.map_err(|error| format!("cannot write the output: {error}")),
            }
        })
    }

    /// Prints a line of progress on stderr, also with `--json`.
    pub fn progress(&self, text: impl Display) {
        note(text);
    }

    /// Shows the progress of a long run in one line on stderr, which each call overwrites and an empty text clears. Only a
    /// terminal shows it.
    pub fn status(&self, text: impl Display) {
        if stderr().is_terminal() {
            let mut stderr = stderr().lock();
            let room = self.output.columns().min(80) - 1; // text in the last column could wrap to a new line
            let _ = write!(stderr, "\r{:<room$.room$}\r", text.to_string()).and_then(|()| stderr.flush());
        }
    }
}

/// Prints a line on stderr at once. If that fails, the error is ignored and the work goes on.
pub(crate) fn note(text: impl Display) {
    let mut stderr = anstream::stderr().lock();
    let _ = writeln!(stderr, "{text}").and_then(|()| stderr.flush());
}

/// Prints a line on stdout, under a lock so that lines of several threads never mix, and flushes it so that a pipe gets it
/// at once.
pub(crate) fn result(text: impl Display) {
    let mut stdout = anstream::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            note(format_args!("error: cannot write the output: {error}"));
            std::process::exit(1);
        }
    }
}
