//! What the compiler remembers of the reference's own files (rustc's incremental compilation). A submission is compiled with
//! a copy of it: what is as in the reference is not checked, optimised and written out again, and that is most of the
//! checks and what they use of the library.
//!
//! It is made for each slot once, from the reference alone: when an example is laid out there for the second time, for
//! where one submission is graded it would cost more than it saves. A submission's compiler gets a copy, and nothing of what
//! it writes is kept.

use crate::cargo::Program;
use crate::compile::compile;
use crate::files::{Digest, copy_folder};
use crate::reference::Reference;
use crate::slot::Slot;
use anyhow::{Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder, in the one that the compiler writes into, of what it remembers.
pub const MEMORY: &str = "incremental";

/// What a compiler begins with.
#[derive(Clone, Copy, Debug)]
pub enum Memory<'a> {
    /// It remembers nothing, and nothing is to be remembered of what it does.
    Off,
    /// What it does is to be remembered.
    New,
    /// It remembers this.
    Of(&'a Path),
}

/// What the compiler remembers of `program` in `slot`, in whose tree the reference's files are; nothing yet, perhaps.
pub fn seed(reference: &Reference, program: &Program, slot: &Slot) -> Result<Option<PathBuf>> {
    let again = slot.lays_out_again(program.package);
    let prefix = format!("{}-", program.package);
    let seed = slot.seeds().join(prefix.clone() + &digest(reference, program));
    if seed.exists() {
        return Ok(Some(seed));
    }
    if !again {
        return Ok(None);
    }
    for entry in fs::read_dir(slot.seeds()).into_iter().flatten().filter_map(Result::ok) {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            // Of an older reference. One that cannot be removed is in the way of nothing.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let out = slot.tree().join("out");
    let built = compile(reference, program, &slot.tree(), &out, &[], Memory::New)?;
    ensure!(built.is_ok(), "the reference does not compile: {built:?}");
    fs::create_dir_all(slot.seeds())?;
    fs::rename(out.join(MEMORY), &seed)?;
    fs::remove_dir_all(&out)?;
    Ok(Some(seed))
}

impl Memory<'_> {
    /// Lays it where a compiler finds it that writes into `out`.
    pub fn lay(self, out: &Path) -> Result<()> {
        if let Memory::Of(seed) = self { copy_folder(seed, &out.join(MEMORY)) } else { Ok(()) }
    }

    /// What the compiler is told for a step of what it does: to remember, in pieces, of which it writes anew those that
    /// changed. Each piece is a file that is copied, linked and removed for each submission: sixteen take a quarter less
    /// processor time than rustc's 256, and eight are too coarse.
    pub fn arguments(self, out: &Path, step: usize) -> Vec<String> {
        if let Memory::Off = self {
            return Vec::new();
        }
        let folder = out.join(MEMORY).join(step.to_string());
        vec![format!("-Cincremental={}", folder.display()), "-Ccodegen-units=16".to_string()]
    }
}

/// Changes with the reference, and with what it is compiled with: cargo's arguments name the compiler and all libraries.
fn digest(reference: &Reference, program: &Program) -> String {
    let compiled = [&program.standard, &program.model];
    let compilations = compiled.into_iter().flat_map(|compiled| [&compiled.library, &compiled.checks]);
    let arguments = compilations.flat_map(|compilation| &compilation.arguments);
    let told = Memory::New.arguments(Path::new(""), 0);
    let texts = [&reference.digest].into_iter().chain(&told).chain(arguments);
    texts.fold(Digest::default(), |digest, text| digest.with(text.as_bytes())).text()
}
