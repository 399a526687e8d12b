//! Runs cargo to compile the reference's checks, and reads what it built: on `std`'s primitives only a type check, on
//! the explorer's primitives a program.

use crate::recorder::{Compilation, NOTES};
use crate::reference::Reference;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The check binary of each example. It holds all checks, so that only one is compiled for each submission.
pub const BINARY: &str = "all";

/// The check binary of an example, with the library that it tests.
#[derive(Clone)]
pub struct Program {
    /// The example.
    pub package: &'static str,
    /// How they are compiled on `std`'s primitives.
    pub standard: Compiled,
    /// How they are compiled on the explorer's.
    pub model: Compiled,
    /// The reference's own check binary.
    pub executable: PathBuf,
}

/// How an example is compiled on one kind of primitives.
#[derive(Clone)]
pub struct Compiled {
    /// Its library.
    pub library: Compilation,
    /// The name of the library's file.
    pub library_file: String,
    /// Its checks.
    pub checks: Compilation,
}

/// Compiles the workspace in `root` into `target`, and records in `notes` how.
pub fn build(root: &Path, target: &Path, notes: &Path) -> Result<Vec<Program>> {
    let packages = Reference::packages();
    let standard = artifacts(cargo(root, target, notes, "check", &packages, "")?)?;
    let model = artifacts(cargo(root, target, notes, "build", &packages, "model")?)?;
    let compiled = |messages: &[Value], package| -> Result<(Compiled, PathBuf)> {
        let library =
            of(messages, package, "lib").with_context(|| format!("cargo reports no library of {package}"))?;
        let checks =
            of(messages, package, "test").with_context(|| format!("cargo reports no checks of {package}"))?;
        let compiled = Compiled {
            library: Compilation::of(notes, &library)?,
            library_file: library.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            checks: Compilation::of(notes, &checks)?,
        };
        Ok((compiled, checks))
    };
    let programs = packages.into_iter().map(|package| {
        let ((standard, _), (model, executable)) = (compiled(&standard, package)?, compiled(&model, package)?);
        Ok(Program { package, standard, model, executable })
    });
    programs.collect()
}

fn cargo(
    root: &Path,
    target: &Path,
    notes: &Path,
    command: &str,
    packages: &[&str],
    feature: &str,
) -> Result<Command> {
    let mut cargo = Command::new("cargo");
    // Dependencies that are already there need no network; missing ones must be downloaded once.
    cargo.current_dir(root).args([command, "--quiet", "--locked", "--profile", "grade"]);
    cargo.args(["--message-format", "json-render-diagnostics", "--no-default-features"]);
    cargo.arg("--target-dir").arg(target);
    for package in packages {
        cargo.args(["--package", package]);
        if !feature.is_empty() {
            cargo.args(["--features", &format!("{package}/{feature}")]);
        }
    }
    cargo.args(["--test", BINARY]);
    cargo.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?).env(NOTES, notes);
    Ok(cargo)
}

/// The artifacts that cargo reports.
fn artifacts(mut cargo: Command) -> Result<Vec<Value>> {
    let output = cargo.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    ensure!(output.status.success(), "the reference does not compile");
    let messages = String::from_utf8_lossy(&output.stdout);
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Ok(messages.filter(|message| message["reason"] == "compiler-artifact").collect())
}

/// The artifact of a package: for its library the file that other crates are compiled against, for its checks the
/// program, or the metadata after a type check.
fn of(messages: &[Value], package: &str, kind: &str) -> Option<PathBuf> {
    let is_it = |message: &&Value| {
        let manifest = message["manifest_path"].as_str().unwrap_or_default();
        let folder = Path::new("crates").join(package);
        Path::new(manifest).parent().is_some_and(|parent| parent.ends_with(folder))
            && message["target"]["kind"][0] == kind
            && (kind == "lib" || message["target"]["name"] == BINARY)
    };
    let message = messages.iter().find(is_it)?;
    let files = message["filenames"].as_array()?.iter().filter_map(Value::as_str).map(PathBuf::from);
    let files: Vec<_> = message["executable"].as_str().map(PathBuf::from).into_iter().chain(files).collect();
    let is_library = |file: &&PathBuf| file.extension().is_some_and(|extension| extension == "rlib");
    files.iter().find(is_library).or(files.first()).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_artifact_is_the_program_the_library_or_metadata() {
        let made = |kind: &str, name: &str, files: &[&str], executable: Option<&str>| {
            json!({"manifest_path": "/w/crates/counter-race/Cargo.toml", "target": {"kind": [kind], "name": name},
                "filenames": files, "executable": executable})
        };
        let found = |message: Value, kind| {
            of(&[message], "counter-race", kind).map(|file| file.to_string_lossy().into_owned())
        };
        let library = |files: &[&str]| found(made("lib", "counter_race", files, None), "lib");
        assert_eq!(library(&["libc.rmeta"]).as_deref(), Some("libc.rmeta"));
        assert_eq!(library(&["libc.rmeta", "libc.rlib"]).as_deref(), Some("libc.rlib"));
        let checks = |name, executable| found(made("test", name, &["liball.rmeta"], executable), "test");
        assert_eq!(checks(BINARY, None).as_deref(), Some("liball.rmeta"));
        assert_eq!(checks(BINARY, Some("all-1")).as_deref(), Some("all-1"));
        assert_eq!(checks("spec", Some("spec-1")), None);
    }
}
