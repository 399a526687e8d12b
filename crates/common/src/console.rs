//! Where output goes: results to stdout, progress to stderr, colour only where a person looks at a terminal.
//!
//! `NO_COLOR`, `CLICOLOR_FORCE` and `TERM=dumb` are honoured (by `anstream`). A reader that closes the pipe early, as
//! `| head` does, ends the program quietly. Results that cannot be written end it with exit code 1; progress that cannot
//! be written is dropped.

use crate::width;
use anstyle::{AnsiColor, Style};
use serde_json::Value;
use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write, stderr, stdin};

/// For a result that is wrong. Never the only sign of it: the text says so too.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// For a result that is right.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// For a title.
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
    /// The width of a picture and of prose, in columns: 80, or 120 with `--wide`, or as many as the terminal has if these
    /// are fewer.
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
    /// A console that shows what `output` asks for.
    pub fn new(output: Output) -> Self {
        Console { output }
    }

    /// Prints a line of the text form the moment it is known; nothing with `--json`.
    pub fn line(&self, text: impl Display) {
        if !self.output.json {
            result(text);
        }
    }

    /// Prints prose, each paragraph of it broken to the width of the output; nothing with `--json`.
    pub fn prose(&self, text: &str) {
        self.line(width::wrap(text, self.output.columns()));
    }

    /// With `--pause`, waits for Enter: so far there is a result, and what follows says what it means. The end of the input
    /// is as good as Enter.
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

    /// Prints the JSON form as `write` makes it, piece by piece; without `--json` there is none.
    ///
    /// # Errors
    ///
    /// If it cannot be made or printed: one line.
    pub fn json_from(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Option<Result<(), String>> {
        self.output.json.then(|| {
            let mut stdout = BufWriter::new(anstream::stdout().lock());
            match write(&mut stdout).and_then(|()| stdout.flush()) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
                written => written.map_err(|error| format!("cannot write the output: {error}")),
            }
        })
    }

    /// Says on stderr how things go, in either form.
    pub fn progress(&self, text: impl Display) {
        note(text);
    }

    /// Says how far a long run has come, in one line that the next takes the place of; an empty text takes it away. Only
    /// a person at a terminal sees it.
    pub fn status(&self, text: impl Display) {
        if stderr().is_terminal() {
            let mut stderr = stderr().lock();
            let room = self.output.columns().min(80) - 1; // in the last column it would begin a line
            let _ = write!(stderr, "\r{:<room$.room$}\r", text.to_string()).and_then(|()| stderr.flush());
        }
    }
}

/// A whole line on stderr. Where that cannot be written to, nobody can be told; the work goes on.
pub(crate) fn note(text: impl Display) {
    let mut stderr = anstream::stderr().lock();
    let _ = writeln!(stderr, "{text}").and_then(|()| stderr.flush());
}

/// One whole line on stdout, flushed, so that lines of several threads never mix and a pipe sees each at once.
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
