//! The seed: rustc's incremental compilation data for the reference's own files. A submission is compiled with a copy
//! of it, so unchanged code is not compiled again, which is most of the checks and of the library.
//!
//! It is made once for each slot, from the reference alone, when an example is laid out there for the second time:
//! for a single submission it would cost more than it saves. A submission's compiler gets a copy, and nothing that it
//! writes is kept.

use crate::cargo::Program;
use crate::compile::compile;
use crate::files::{Digest, copy_folder};
use crate::reference::Reference;
use crate::slot::Slot;
use anyhow::{Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder with the data, inside the compiler's output folder.
pub const MEMORY: &str = "incremental";

/// The incremental data that a compiler starts with.
#[derive(Clone, Copy, Debug)]
pub enum Memory<'a> {
    /// No data, and none is to be written.
    Off,
    /// No data, but it is to be written.
    New,
    /// A copy of the data in this folder.
    Of(&'a Path),
}

/// The data for `program` in `slot`, whose tree holds the reference's files; perhaps none yet.
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
            // Data of an older reference. It does no harm if it cannot be removed.
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
    /// Copies the data for a compiler that writes into `out`.
    pub fn lay(self, out: &Path) -> Result<()> {
        if let Memory::Of(seed) = self { copy_folder(seed, &out.join(MEMORY)) } else { Ok(()) }
    }

    /// The compiler's arguments for a step: to keep incremental data, in units, of which it rewrites those that
    /// changed. Each unit is a file that is copied, linked and removed for each submission: sixteen take a quarter less
    /// processor time than rustc's 256, and eight are too coarse.
    pub fn arguments(self, out: &Path, step: usize) -> Vec<String> {
        if let Memory::Off = self {
            return Vec::new();
        }
        let folder = out.join(MEMORY).join(step.to_string());
        vec![format!("-Cincremental={}", folder.display()), "-Ccodegen-units=16".to_string()]
    }
}

/// A digest of the reference and of cargo's arguments, which name the compiler and all libraries.
fn digest(reference: &Reference, program: &Program) -> String {
    let compiled = [&program.standard, &program.model];
    let compilations = compiled.into_iter().flat_map(|compiled| [&compiled.library, &compiled.checks]);
    let arguments = compilations.flat_map(|compilation| &compilation.arguments);
    let told = Memory::New.arguments(Path::new(""), 0);
    let texts = [&reference.digest].into_iter().chain(&told).chain(arguments);
    texts.fold(Digest::default(), |digest, text| digest.with(text.as_bytes())).text()
}
