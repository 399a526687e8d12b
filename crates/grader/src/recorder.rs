//! Records how cargo runs the compiler for the reference. Cargo never runs on a submission, because it could run code
//! of the submission; with this record, the compiler can be run without cargo.
//!
//! Cargo calls this program in place of `rustc` (`RUSTC_WORKSPACE_WRAPPER`); it records the arguments and runs
//! `rustc`. A crate that is up to date is not compiled again, so records are kept for the next time.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The environment variable with the folder of the records. If it is set, this program acts as the compiler.
pub const NOTES: &str = "GRADER_COMPILER_NOTES";

/// One run of the compiler.
#[derive(Clone, Debug)]
pub struct Compilation {
    /// The compiler.
    pub rustc: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// The environment variables from cargo for the compiler and for the code it compiles.
    pub environment: Vec<(String, String)>,
}

impl Compilation {
    /// The record of the run that wrote `artifact`, a file that cargo reports.
    pub fn of(notes: &Path, artifact: &Path) -> Result<Self> {
        let stem = artifact.file_stem().unwrap_or_default().to_string_lossy();
        let stem = stem.strip_prefix("lib").filter(|_| artifact.extension().is_some()).unwrap_or(&stem);
        let file = notes.join(format!("{stem}.json"));
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("{} is missing: remove target/grade and start again", file.display()))?;
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

/// Acts as the compiler: records its arguments, and runs it.
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

/// The name of the artifact, as in its file: `counter_race-652b841cdcd9ba85`. `None` if the compiler is only queried.
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
    fn a_query_to_the_compiler_is_not_recorded() {
        assert_eq!(stem(&["-vV".to_string()]), None);
        assert_eq!(stem(&["--crate-name", "___", "--print=cfg"].map(str::to_string)), None);
    }

    #[test]
    fn a_record_has_the_name_of_the_artifact() {
        let arguments = ["--crate-name", "spec", "--edition=2024", "-C", "extra-filename=-9fca"];
        assert_eq!(stem(&arguments.map(str::to_string)).as_deref(), Some("spec-9fca"));
    }
}
