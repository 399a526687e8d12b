//! A wrong or right solution: a file that replaces blocks of the reference, and states the expected verdicts.

use crate::blocks::{self, Kind};
use crate::reference::Reference;
use anyhow::{Context, Result, bail, ensure};
use checks::Verdict;
use std::collections::BTreeMap;
use std::path::Path;

/// A wrong or right solution.
#[derive(Debug)]
pub struct Variant {
    /// `counter-race/wrong/two-locks`.
    pub name: String,
    /// Its example.
    pub package: &'static str,
    /// Its idea, in a sentence.
    pub idea: String,
    /// The checks that must not pass, with the expected verdicts.
    pub expected: BTreeMap<String, Verdict>,
    /// Checks with the advice that they must give.
    pub advice: BTreeMap<String, String>,
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
        let (expects, doc): (Vec<_>, Vec<_>) = doc.partition(|line| line.starts_with("expect:"));
        let (advises, idea): (Vec<_>, Vec<_>) = doc.into_iter().partition(|line| line.starts_with("advice:"));
        let idea = idea.join(" ").trim().to_string();
        ensure!(!idea.is_empty(), "no `//!` says what the idea is");
        let mut expected = BTreeMap::new();
        let check_and_text = |line: &'_ str| -> Result<(String, String)> {
            let (_, rest) = line.split_once(':').expect("of these lines");
            let (id, text) = rest.split_once('=').with_context(|| format!("`{line}` has no `=`"))?;
            let (id, text) = (id.trim(), text.trim());
            let known = reference.checks_of(package).any(|(_, known)| known.check.id == id);
            ensure!(known, "{package} has no check `{id}`");
            Ok((id.to_string(), text.to_string()))
        };
        let advice = advises.into_iter().map(check_and_text).collect::<Result<_>>()?;
        for line in expects {
            let (id, verdict) = check_and_text(line)?;
            let verdict = verdict.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
            ensure!(verdict != Verdict::Passed, "only checks that do not pass have an `expect:`");
            ensure!(expected.insert(id.clone(), verdict).is_none(), "`{id}` is expected twice");
        }
        ensure!(right || !expected.is_empty(), "a wrong solution needs an `expect:`");
        ensure!(!right || expected.is_empty(), "a right solution passes every check");

        let lines: Vec<&str> = text.lines().collect();
        let mut by = BTreeMap::new();
        for block in blocks::parse(name, text)? {
            ensure!(block.kind == Kind::Replace, "the block `{}` is not a REPLACE block", block.id);
            by.insert(block.id.clone(), lines[block.body()].join("\n"));
        }
        ensure!(!by.is_empty(), "it replaces nothing");
        Self::apply(reference, package, by).map(|files| Variant {
            name: name.to_string(),
            package,
            idea,
            expected,
            advice,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::fixture::reference;

    const BLOCK: &str = "// REPLACE locked-increment\nwrong();\n// END REPLACE\n";

    fn parse(name: &str, doc: &str, blocks: &str) -> Result<Variant> {
        Variant::parse(&reference(), "counter-race", &format!("counter-race/{name}"), &format!("{doc}\n\n{blocks}"))
    }

    #[test]
    fn a_wrong_solution_is_the_reference_with_its_blocks_replaced() {
        let doc = "//! Does it\n//! wrong.\n//!\n//! expect: counts-alone = race condition";
        let variant = parse("wrong/a", doc, BLOCK).unwrap();
        assert_eq!(variant.idea, "Does it wrong.");
        assert_eq!(variant.expected, BTreeMap::from([("counts-alone".to_string(), Verdict::RaceCondition)]));
        let text = "fn f() {\n    // SOLUTION locked-increment: add\n    wrong();\n    // END SOLUTION\n}\n";
        assert_eq!(variant.files["src/locked.rs"], text);
    }

    #[test]
    fn a_solution_states_the_expected_advice() {
        let doc = "//! Does it\n//! wrong.\n//!\n//! expect: counts-alone = race condition\n\
                   //! advice: counts-alone = It passes with `Acquire` = 1.";
        let variant = parse("wrong/a", doc, BLOCK).unwrap();
        let advice = ("counts-alone".to_string(), "It passes with `Acquire` = 1.".to_string());
        assert_eq!((variant.idea.as_str(), variant.advice), ("Does it wrong.", BTreeMap::from([advice])));
        let doc = "//! x\n//! advice: nothing = at all";
        assert_eq!(parse("right/a", doc, BLOCK).unwrap_err().to_string(), "counter-race has no check `nothing`");
    }

    #[test]
    fn an_invalid_solution_file_is_refused() {
        let error = |name, doc, blocks| parse(name, doc, blocks).unwrap_err().to_string();
        let passing = "//! x\n//! expect: counts-alone = passed";
        assert_eq!(error("wrong/a", "//! x", BLOCK), "a wrong solution needs an `expect:`");
        assert_eq!(error("wrong/a", passing, BLOCK), "only checks that do not pass have an `expect:`");
        assert_eq!(
            error("right/a", "//! x\n//! expect: counts-alone = deadlock", BLOCK),
            "a right solution passes every check"
        );
        assert_eq!(error("right/a", "// x", BLOCK), "no `//!` says what the idea is");
        assert_eq!(error("right/a", "//! x", ""), "it replaces nothing");
        assert_eq!(
            error("wrong/a", "//! x\n//! expect: nothing = deadlock", BLOCK),
            "counter-race has no check `nothing`"
        );
        assert_eq!(error("wrong/a", "//! x\n//! expect: counts-alone = sad", BLOCK), "`sad` is not a verdict");
        let other = BLOCK.replace("increment", "decrement");
        assert_eq!(
            error("right/a", "//! x", &other),
            "no file that a student edits has a block `locked-decrement`"
        );
    }
}
