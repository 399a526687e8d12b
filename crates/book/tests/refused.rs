//! What the book says that Rust refuses, it refuses, with the message that the book shows.

use book::refused::message;
use std::fs;
use std::path::PathBuf;

/// Every program in an example's `refused/`.
fn programs() -> Vec<PathBuf> {
    let crates = fs::read_dir(book::root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let mut programs = Vec::new();
    for folder in crates.map(|path| path.join("refused")).filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                programs.push(path);
            }
        }
    }
    assert!(programs.len() >= 3, "the examples have moved");
    programs.sort();
    programs
}

/// `UPDATE=1 cargo test -p book --test refused` records what a new compiler says.
#[test]
fn the_compiler_refuses_each_program_with_the_recorded_message() {
    for program in programs() {
        let file = program.file_name().unwrap().to_str().unwrap();
        let said = message(program.parent().unwrap(), file).unwrap();
        let recorded = program.with_extension("stderr");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&recorded, &said).unwrap();
        }
        let recorded = fs::read_to_string(&recorded).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(said, recorded, "{file}: the compiler says:\n{said}");
    }
}
