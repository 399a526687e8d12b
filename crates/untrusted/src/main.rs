//! Writes the seeds of one target into a folder: `cargo run --package untrusted -- TARGET DIR`.

use anyhow::{Context, Result};
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (name, folder) = (arguments.next(), arguments.next().map(PathBuf::from));
    let target = untrusted::TARGETS.iter().find(|target| Some(target.name) == name.as_deref());
    let (target, folder) = target.zip(folder).context("needs the name of a target and a folder")?;
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (number, seed) in (target.seeds)()?.iter().enumerate() {
        let file = folder.join(format!("seed-{number}"));
        std::fs::write(&file, seed).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}
