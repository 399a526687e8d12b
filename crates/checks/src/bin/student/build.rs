//! Compiles the checks of an example: once on `std`'s primitives, once on the explorer's, both at the same time.
//!
//! Each build has its own target folder: two builds in one would wait for each other.

use crate::Lab;
use crate::progress::Progress;
use crate::restore;
use checks::{CompileError, EXERCISES, Exercise};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// How many of the compiler's errors in one file are shown: later ones often follow from the first.
const MOST_ERRORS: usize = 3;

/// The check binaries of an example.
pub struct Binaries {
    pub standard: PathBuf,
    pub model: PathBuf,
}

/// Why the check binaries could not be built.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// The first few errors in each file.
    pub errors: Vec<CompileError>,
    /// The number of all errors.
    pub total: usize,
    /// A sentence that explains the errors, if they do not speak for themselves.
    pub remark: Option<&'static str>,
    /// Check files to restore first; the compiler was not started.
    pub restore: Option<String>,
}

impl Refused {
    /// An error that belongs to no file.
    fn whole(text: String) -> Self {
        Refused {
            errors: vec![CompileError { rendered: text, ..CompileError::default() }],
            total: 1,
            ..Refused::default()
        }
    }

    /// The errors to show for an exercise: those in its own file, if there are any, otherwise all.
    pub fn errors_of(&self, exercise: &Exercise) -> impl Iterator<Item = &CompileError> {
        let own = exercise.path();
        let has_own = self.errors.iter().any(|error| error.file == own);
        self.errors.iter().filter(move |error| !has_own || error.file == own).take(MOST_ERRORS)
    }

    /// The first exercise whose file keeps this one from being compiled, if its own file has no errors.
    pub fn blocked_by(&self, exercise: &Exercise) -> Option<&'static Exercise> {
        let blames = |other: &Exercise| self.errors.iter().any(|error| error.file == other.path());
        if blames(exercise) { None } else { EXERCISES.iter().find(|other| blames(other)) }
    }
}

const ONLY_MODEL: &str = "Your code compiles with std's primitives, but not with those of the explorer, which runs it \
     in every interleaving. Take locks, threads and atomics from `common::sync` and `common::thread`.";
const ONLY_CHECKS: &str = "Your own files compile, but the checks that use them do not. Did you change the name, a \
     parameter or the return type of a public item?";

/// Builds both.
pub fn build(lab: &Lab, package: &str) -> Result<Binaries, Refused> {
    let restore = restore::missing(&lab.root, package);
    if restore.is_some() {
        return Err(Refused { restore, ..Refused::default() });
    }
    let folders = [lab.target.clone(), lab.target.join("checks-model")];
    if folders.iter().any(|folder| !folder.exists()) {
        eprintln!("Compiling the checks; the first time takes some minutes …");
    }
    let progress = &Progress::default();
    let [standard, model] = thread::scope(|scope| {
        let shown = scope.spawn(|| progress.show(package));
        let builds = [(&folders[0], None), (&folders[1], Some("model"))]
            .map(|(folder, feature)| scope.spawn(move || cargo(&lab.graded, package, folder, feature, progress)));
        let built = builds.map(|build| build.join().expect("building does not panic"));
        progress.end(shown.thread());
        built
    });
    let standard = standard?;
    // The build on `std` succeeded, so these errors come from the explorer's primitives.
    let model = model.map_err(|refused| Refused { remark: refused.remark.or(Some(ONLY_MODEL)), ..refused })?;
    Ok(Binaries { standard, model })
}

fn cargo(
    root: &Path,
    package: &str,
    folder: &PathBuf,
    feature: Option<&str>,
    progress: &Progress,
) -> Result<PathBuf, Refused> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let format = if anstream::AutoStream::choice(&std::io::stdout()) == anstream::ColorChoice::Never {
        "json"
    } else {
        "json-diagnostic-rendered-ansi"
    };
    command.current_dir(root);
    command.args(["build", "--quiet", "--package", package, "--test", "spec", "--no-default-features"]);
    command.args(["--message-format", format, "--target-dir"]).arg(folder);
    command.args(feature.map(|feature| format!("--features={feature}")));
    // `cargo run` sets these for this program. Build scripts that read them would run again.
    for (name, _) in std::env::vars_os() {
        let about_this = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if name.to_str().is_some_and(about_this) {
            command.env_remove(name);
        }
    }
    let failed = |error: std::io::Error| Refused::whole(format!("cannot start cargo: {error}"));
    let mut cargo = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let (stdout, mut stderr) = (cargo.stdout.take(), cargo.stderr.take());
    let (messages, said) = thread::scope(|scope| {
        let said = scope.spawn(|| {
            let mut said = Vec::new();
            // If this cannot be read, it is not shown; the exit code still tells whether the build failed.
            let _ = stderr.as_mut().map(|stderr| stderr.read_to_end(&mut said));
            String::from_utf8_lossy(&said).trim_end().to_string()
        });
        let mut messages: Vec<Value> = Vec::new();
        for line in
            stdout.map(BufReader::new).into_iter().flat_map(|stdout| stdout.split(b'\n').map_while(Result::ok))
        {
            messages.extend(serde_json::from_slice(&line).ok().inspect(|message| progress.heard(message)));
        }
        (messages, said.join().expect("reading does not panic"))
    });
    let succeeded = cargo.wait().map_err(failed)?.success();
    found(&messages, succeeded, said)
}

/// The binary that cargo reports, or the errors.
fn found(messages: &[Value], succeeded: bool, said: String) -> Result<PathBuf, Refused> {
    if succeeded {
        let binary = messages.iter().filter(|message| message["target"]["name"] == "spec");
        let binary = binary.filter_map(|message| message["executable"].as_str()).next_back();
        return binary.map(PathBuf::from).ok_or_else(Refused::default);
    }
    let refused = errors(messages);
    Err(if refused.total > 0 { refused } else { Refused::whole(said) })
}

/// The compiler's errors: those in the code or, if there are none, those in the checks that use it.
fn errors(messages: &[Value]) -> Refused {
    let theirs = |file: &str| EXERCISES.iter().any(|exercise| exercise.path() == file);
    let errors = messages.iter().filter_map(|message| {
        Some((message["target"]["name"] == "spec", CompileError::of(&message["message"], &theirs)?))
    });
    let (of_checks, of_code): (Vec<_>, Vec<_>) = errors.partition(|(of_checks, _)| *of_checks);
    let remark = (of_code.is_empty() && !of_checks.is_empty()).then_some(ONLY_CHECKS);
    let errors = if of_code.is_empty() { of_checks } else { of_code };
    let mut refused = Refused { total: errors.len(), remark, ..Refused::default() };
    for (_, error) in errors {
        error.add_to(&mut refused.errors, MOST_ERRORS);
    }
    refused
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const LOCKED: &str = "crates/counter-race/src/locked.rs";
    const ATOMIC: &str = "crates/counter-race/src/atomic.rs";

    fn error(target: &str, file: &str, text: &str) -> Value {
        let span = json!({"file_name": file, "line_start": 1, "is_primary": true, "expansion": null});
        json!({"target": {"name": target}, "message": {"level": "error", "rendered": text, "spans": [span]}})
    }

    fn shown(refused: &Refused, exercise: &Exercise) -> Vec<String> {
        refused.errors_of(exercise).map(|error| error.rendered.clone()).collect()
    }

    #[test]
    fn errors_in_the_code_come_before_those_in_the_checks() {
        let of_checks = error("spec", "crates/counter-race/tests/spec/locked.rs", "no such method");
        let refused = errors(&[of_checks.clone(), error("counter_race", LOCKED, "expected `u64`\n")]);
        assert_eq!((shown(&refused, &EXERCISES[0]), refused.remark), (vec!["expected `u64`".to_string()], None));
        assert_eq!(errors(&[of_checks]).remark, Some(ONLY_CHECKS));
    }

    #[test]
    fn only_the_first_of_many_errors_are_shown_and_the_rest_are_counted() {
        let refused = errors(&vec![error("counter_race", LOCKED, "again"); 1000]);
        assert_eq!((shown(&refused, &EXERCISES[0]).len(), refused.total), (MOST_ERRORS, 1000));
    }

    #[test]
    fn an_exercise_shows_errors_in_its_own_file_or_names_the_exercise_that_blocks_it() {
        let [locked, atomic, predictions] = [&EXERCISES[0], &EXERCISES[1], &EXERCISES[2]];
        let mut messages = vec![error("counter_race", LOCKED, "of locked"); 5];
        messages.push(error("counter_race", ATOMIC, "of atomic"));
        let refused = errors(&messages);
        assert_eq!(shown(&refused, atomic), ["of atomic"]);
        assert_eq!([refused.blocked_by(locked), refused.blocked_by(atomic)], [None, None]);
        assert_eq!(refused.blocked_by(predictions), Some(locked));
        assert_eq!(errors(&messages[5..]).blocked_by(locked), Some(atomic));
    }
}
