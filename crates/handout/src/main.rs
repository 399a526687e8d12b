//! `cargo xtask handout DIR`: writes the students' workspace into a new folder.
//!
//! * `manifest`: which files it contains.
//! * `destination`: where it may be written.

mod destination;
mod manifest;

use bpaf::{Args, ParseFailure, Parser, construct, positional};
use grader::blocks;
use manifest::Manifest;
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The file with a copy of all others; see `crates/checks/src/bin/student/given.rs`.
const GIVEN: &str = "given.json";

/// The files that only a handout has.
const OWN: &str = "crates/handout/files";

fn main() -> ExitCode {
    let folder = positional::<PathBuf>("DIR").help("A folder that does not exist yet, or is empty");
    let options = construct!(folder).to_options().descr("Write the students' workspace");
    let folder = match options.run_inner(Args::current_args().set_name("cargo xtask handout")) {
        Ok(folder) => folder,
        Err(ParseFailure::Stderr(message)) => {
            eprintln!("error: {}", message.monochrome(true));
            return ExitCode::from(2);
        }
        Err(help) => {
            help.print_message(80);
            return ExitCode::SUCCESS;
        }
    };
    let Some(root) = checks::folder::root() else {
        eprintln!("error: {}", checks::folder::MISSING);
        return ExitCode::from(2);
    };
    if let Err(message) = destination::may_write(&root, &folder) {
        eprintln!("error: {message}");
        return ExitCode::from(2);
    }
    match write(&root, &folder) {
        Ok(files) => {
            eprintln!("Wrote {files} files to {}.", folder.display());
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the handout. Returns the number of files.
fn write(root: &Path, folder: &Path) -> Result<usize, String> {
    let manifest = Manifest::parse(include_str!("../manifest.txt"));
    let own = root.join(OWN);
    let shipped = manifest.files(root)?.into_iter().map(|file| (root.join(&file), file));
    let own = manifest::all_files(&own).into_iter().map(|file| (own.join(&file), file));
    let files: Vec<_> = shipped.chain(own).collect();
    for (from, file) in &files {
        let at = |error: std::io::Error| format!("{}: {error}", from.display());
        let text = fs::read_to_string(from).map_err(at)?;
        let to = folder.join(file);
        fs::create_dir_all(to.parent().unwrap_or(folder)).map_err(at)?;
        fs::write(&to, blocks::shipped(file, &text)?).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    prune(folder)?;
    keep_given(folder)?;
    Ok(files.len() + 1)
}

/// Writes a copy of all files into one file, so that `cargo xtask check` can tell which ungraded files a student
/// changed.
fn keep_given(folder: &Path) -> Result<(), String> {
    let mut given = Map::new();
    for file in manifest::all_files(folder) {
        let text =
            fs::read_to_string(folder.join(&file)).map_err(|error| format!("{}: {error}", file.display()))?;
        given.insert(file.to_string_lossy().replace('\\', "/"), text.into());
    }
    let file = folder.join(GIVEN);
    fs::write(&file, Value::Object(given).to_string()).map_err(|error| format!("{}: {error}", file.display()))
}

/// Lets cargo remove unused crates from the lock file without changing versions. This command needs no crate's
/// source, and sources for other systems may never have been downloaded.
fn prune(folder: &Path) -> Result<(), String> {
    let mut cargo = Command::new("cargo");
    cargo.args(["update", "--workspace", "--offline", "--quiet", "--manifest-path"]).arg(folder.join("Cargo.toml"));
    let output = cargo.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).trim_end().to_string()),
    }
}
