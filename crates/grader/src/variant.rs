//! A wrong or right solution: a file that replaces blocks of the reference, and says what it must get.

use crate::blocks::{self, Kind};
use crate::reference::Reference;
use anyhow::{Context, Result, bail, ensure};
use checks::Verdict;
use std::collections::BTreeMap;
use std::path::Path;

/// One such file.
#[derive(Debug)]
pub struct Variant {
    /// `counter-race/wrong/two-locks`.
    pub name: String,
    /// Its example.
    pub package: &'static str,
    /// What the idea is.
    pub idea: String,
    /// The checks that must not pass, with what they must find.
    pub expected: BTreeMap<String, Verdict>,
    /// The files as a student would hand them in.
    pub files: BTreeMap<&'static str, String>,
}

impl Variant {
    /// Reads the file of a wrong or right solution of `package`.
    pub fn read(reference: &Reference, package: &'static str, file: &Path) -> Result<Self> {
        let right = file.parent().is_some_and(|folder| folder.ends_with("right"));
        let kind = if right { "right" } else { "wrong" };
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{package}/{kind}/{stem}");
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        Self::parse(reference, package, &name, &text).with_context(|| name)
    }

    fn parse(reference: &Reference, package: &'static str, name: &str, text: &str) -> Result<Self> {
        let right = name.contains("/right/");
        let doc = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
        let (expects, idea): (Vec<_>, Vec<_>) = doc.partition(|line| line.starts_with("expect:"));
        let idea = idea.join(" ").trim().to_string();
        ensure!(!idea.is_empty(), "no `//!` says what the idea is");
        let mut expected = BTreeMap::new();
        for line in expects {
            let (id, verdict) =
                line["expect:".len()..].split_once('=').with_context(|| format!("`{line}` has no `=`"))?;
            let (id, verdict) = (id.trim(), verdict.trim());
            let known = reference.checks_of(package).any(|(_, known)| known.check.id == id);
            ensure!(known, "{package} has no check `{id}`");
            let verdict = verdict.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
            ensure!(verdict != Verdict::Passed, "checks that pass need no `expect:`");
            ensure!(expected.insert(id.to_string(), verdict).is_none(), "`{id}` is expected twice");
        }
        ensure!(right || !expected.is_empty(), "a wrong solution needs an `expect:`");
        ensure!(!right || expected.is_empty(), "a right solution passes every check");

        let lines: Vec<&str> = text.lines().collect();
        let mut by = BTreeMap::new();
        for block in blocks::parse(name, text)? {
            ensure!(block.kind == Kind::Replace, "the block `{}` is no REPLACE", block.id);
            by.insert(block.id.clone(), lines[block.body()].join("\n"));
        }
        ensure!(!by.is_empty(), "it replaces nothing");
        Self::apply(reference, package, by).map(|files| Variant {
            name: name.to_string(),
            package,
            idea,
            expected,
            files,
        })
    }

    /// The reference's files with these blocks replaced.
    fn apply(
        reference: &Reference,
        package: &'static str,
        mut by: BTreeMap<String, String>,
    ) -> Result<BTreeMap<&'static str, String>> {
        let mut files = BTreeMap::new();
        for ((_, file), text) in reference.texts.iter().filter(|((of, _), _)| *of == package) {
            files.insert(*file, blocks::replace(file, text, &by)?);
            for block in blocks::parse(file, text)? {
                by.remove(&block.id);
            }
        }
        if let Some(id) = by.keys().next() {
            bail!("no file that a student edits has a block `{id}`");
        }
        Ok(files)
    }
}
