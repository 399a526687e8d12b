//! Writes the book's copy: the table in `docs/outputs/`, the pictures in `docs/src/pictures/`. The text of the
//! chapter is written by hand.

use crate::plot::Plot;
use crate::processes::root;
use anyhow::{Context, Result};

/// Writes the output of `command`, and its pictures.
///
/// # Errors
///
/// If a file cannot be written.
pub fn write(command: &str, text: &str, plots: &[Plot]) -> Result<()> {
    let table = ("docs/outputs/bench.txt".to_string(), format!("$ {command}\n{}\n", text.trim_end()));
    let pictures = plots.iter().map(|plot| (format!("docs/src/pictures/{}.svg", plot.name), plot.svg()));
    for (file, text) in [table].into_iter().chain(pictures) {
        std::fs::write(root().join(&file), text).with_context(|| format!("cannot write {file}"))?;
    }
    Ok(())
}
