//! How cargo runs the compiler for the reference, written down. Cargo never runs on a submission, for it would run what
//! the submission tells it to; with what is written down here, the compiler is run without it.
//!
//! Cargo calls this program in place of `rustc` (`RUSTC_WORKSPACE_WRAPPER`); it notes the arguments and goes on to
//! `rustc`. A crate that is fresh is not compiled again, so notes stay from one time to the next.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Names the folder of the notes; where it is set, this program stands for the compiler.
pub const NOTES: &str = "GRADER_COMPILER_NOTES";

/// One run of the compiler.
#[derive(Clone, Debug)]
pub struct Compilation {
    /// The compiler.
    pub rustc: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// What cargo told it, and the code that it compiles, in the environment.
    pub environment: Vec<(String, String)>,
}

impl Compilation {
    /// The note about the run that wrote `artifact`, a file as cargo reports it.
    pub fn of(notes: &Path, artifact: &Path) -> Result<Self> {
        let stem = artifact.file_stem().unwrap_or_default().to_string_lossy();
        let stem = stem.strip_prefix("lib").filter(|_| artifact.extension().is_some()).unwrap_or(&stem);
        let file = notes.join(format!("{stem}.json"));
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("{} is missing: remove target/grade, and start again", file.display()))?;
        let json: Value = serde_json::from_str(&text)?;
        let strings = |json: &Value| -> Vec<String> {
            json.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_string)).collect()
        };
        let pairs = json["environment"].as_object().into_iter().flatten();
        let environment = pairs.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_string())));
        Ok(Compilation {
            rustc: PathBuf::from(json["rustc"].as_str().unwrap_or("rustc")),
            arguments: strings(&json["arguments"]),
            environment: environment.collect(),
        })
    }
}

/// Stands for the compiler: notes what it is told, and goes on to it.
pub fn main(notes: &Path) -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let rustc = arguments.next().unwrap_or_default();
    let arguments: Vec<String> = arguments.collect();
    if let Some(stem) = stem(&arguments)
        && let Err(error) = note(&notes.join(format!("{stem}.json")), &rustc, &arguments)
    {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    match Command::new(&rustc).args(&arguments).status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("error: cannot start {rustc}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The name of what is compiled, as in its file: `counter_race-652b841cdcd9ba85`. None if the compiler is only asked.
fn stem(arguments: &[String]) -> Option<String> {
    let name = &arguments[arguments.iter().position(|argument| argument == "--crate-name")? + 1];
    let extra = arguments.iter().find_map(|argument| argument.strip_prefix("extra-filename="))?;
    Some(format!("{name}{extra}"))
}

fn note(file: &Path, rustc: &str, arguments: &[String]) -> Result<()> {
    let told = |name: &str| (name.starts_with("CARGO_") && name != "CARGO_MAKEFLAGS") || name == "OUT_DIR";
    let environment: serde_json::Map<String, Value> =
        std::env::vars().filter(|(name, _)| told(name)).map(|(name, value)| (name, value.into())).collect();
    let json = json!({"rustc": rustc, "arguments": arguments, "environment": environment});
    crate::files::write_atomically(file, &json.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_to_the_compiler_is_not_noted() {
        assert_eq!(stem(&["-vV".to_string()]), None);
        assert_eq!(stem(&["--crate-name", "___", "--print=cfg"].map(str::to_string)), None);
    }

    #[test]
    fn a_note_has_the_name_of_the_file_that_is_written() {
        let arguments = ["--crate-name", "spec", "--edition=2024", "-C", "extra-filename=-9fca"];
        assert_eq!(stem(&arguments.map(str::to_string)).as_deref(), Some("spec-9fca"));
    }
}
