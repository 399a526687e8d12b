//! Reads an attack from a file, which replaces marked blocks of the reference, as a wrong solution does, and states
//! the expected results below its idea:
//!
//! ```text
//! //! Leaks a file that only the grader can read.
//! //!
//! //! check: atomic-counts-alone
//! //! expect: forbidden
//! //! confined: panicked
//! //! stopped by: scan, landlock, namespaces, uid
//! ```
//!
//! `expect` is the verdict of its checks as handed in, `confined` the one without the scan and without the compiler's
//! refusal of `unsafe`; there may be several if it depends on the system. `stopped by` lists everything that stops
//! it. `tells: TEXT` must not occur in a report, and neither may the secrets in [`super::targets`]; `from: NAME` is
//! the name of the submission; `review: TEXT` must be in its results, for the instructor.
//!
//! Words between two `@` stand for values that differ each time, such as the path of a file to read: see
//! [`super::targets::Targets::words`]. `@REPEAT 1000 x@` stands for a thousand `x`.

use crate::blocks::{self, Kind};
use crate::launch::Guard;
use crate::reference::Reference;
use anyhow::{Context, Result, ensure};
use checks::Verdict;
use confine::Layer;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// A layer or guard that stops attacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A layer of the confinement.
    Layer(Layer),
    /// A guard before the confinement.
    Guard(Guard),
    /// The way results are judged and written, which cannot be disabled.
    Judge,
}

impl Stop {
    /// See [`Guard::is_first`].
    pub fn is_first(self) -> bool {
        matches!(self, Stop::Guard(guard) if guard.is_first())
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Stop::Layer(layer) => layer.name(),
            Stop::Guard(guard) => guard.name(),
            Stop::Judge => "judge",
        })
    }
}

impl FromStr for Stop {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let guard = Guard::ALL.into_iter().find(|guard| guard.name() == text).map(Stop::Guard);
        let judge = (text == "judge").then_some(Stop::Judge);
        guard.or(judge).or_else(|| text.parse().ok().map(Stop::Layer)).ok_or_else(|| {
            let names = Layer::ALL.map(Layer::name).into_iter().chain(Guard::ALL.map(Guard::name));
            format!("there is no layer or guard `{text}`; they are {}", names.collect::<Vec<_>>().join(", "))
        })
    }
}

/// One attack.
#[derive(Clone, Debug)]
pub struct Attack {
    /// `reading/another-submission`.
    pub name: String,
    /// The example whose blocks it replaces.
    pub package: &'static str,
    /// The checks that it is graded by.
    pub checks: Vec<String>,
    /// Their verdicts as it is handed in.
    pub expected: Vec<Verdict>,
    /// Their verdicts without the guards before the confinement; the same as `expected` by default.
    pub confined: Vec<Verdict>,
    /// Everything that stops it.
    pub stops: Vec<Stop>,
    /// Text that no report may contain.
    pub tells: Option<String>,
    /// Text that results must contain, for the instructor.
    pub review: Option<String>,
    /// The name of the submission.
    pub from: String,
    /// The blocks, with words between `@` to replace.
    pub blocks: BTreeMap<String, String>,
}

/// Every attack, by name.
pub fn all(reference: &Reference) -> Result<Vec<Attack>> {
    let folder = reference.root.join("crates/grader/attacks");
    let mut attacks = Vec::new();
    for file in crate::files::below(&folder, &|_| false)? {
        if file.extension().is_some_and(|extension| extension == "rs") {
            let name = file.strip_prefix(&folder)?.with_extension("").to_string_lossy().into_owned();
            attacks.push(Attack::read(reference, &name, &file).with_context(|| name.clone())?);
        }
    }
    Ok(attacks)
}

impl Attack {
    fn read(reference: &Reference, name: &str, file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file)?;
        let header: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
        let all = |key: &str| -> Vec<&str> {
            let values = header.iter().filter_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
            values.flat_map(|value| value.split(", ")).map(str::trim).collect()
        };
        let verdicts = |key: &str| -> Result<Vec<Verdict>> {
            all(key).into_iter().map(|word| word.parse().map_err(|error| anyhow::anyhow!("{error}"))).collect()
        };
        let known = |id: &&str| reference.checks.iter().find(|known| known.check.id == *id);
        let checks = all("check");
        let first = checks.first().and_then(known).context("no `check:` that exists")?;
        let stops = all("stopped by").into_iter().map(str::parse).collect::<Result<Vec<Stop>, _>>();
        let expected = verdicts("expect")?;
        let confined = verdicts("confined")?;
        let lines: Vec<&str> = text.lines().collect();
        let mut replaced = BTreeMap::new();
        for block in blocks::parse(name, &text)? {
            ensure!(block.kind == Kind::Replace, "the block `{}` is no REPLACE", block.id);
            replaced.insert(block.id.clone(), lines[block.body()].join("\n"));
        }
        let attack = Attack {
            name: name.to_string(),
            package: first.exercise.package,
            checks: checks.iter().map(ToString::to_string).collect(),
            confined: if confined.is_empty() { expected.clone() } else { confined },
            expected,
            stops: stops.map_err(|error| anyhow::anyhow!("{error}"))?,
            tells: all("tells").first().map(ToString::to_string),
            review: all("review").first().map(ToString::to_string),
            from: all("from").first().unwrap_or(&name).to_string(),
            blocks: replaced,
        };
        ensure!(header.first().is_some_and(|line| !line.is_empty()), "no `//!` describes the attack");
        ensure!(!attack.expected.is_empty() && !attack.stops.is_empty(), "needs `expect:` and `stopped by:`");
        ensure!(!attack.blocks.is_empty(), "it replaces nothing");
        Ok(attack)
    }

    /// The guards to disable in each run: none; and, if something is behind them, the guards before the
    /// confinement.
    pub fn ways(&self) -> Vec<Vec<Stop>> {
        let guards: Vec<Stop> = self.stops.iter().copied().filter(|stop| stop.is_first()).collect();
        let mut ways = vec![Vec::new()];
        if !guards.is_empty() && guards.len() < self.stops.len() {
            ways.push(guards);
        }
        ways
    }

    /// Its files as handed in, with these words replaced.
    pub fn files(&self, reference: &Reference, words: &[(&str, String)]) -> Result<BTreeMap<&'static str, String>> {
        let mut by: BTreeMap<String, String> = BTreeMap::new();
        for (id, body) in &self.blocks {
            by.insert(id.clone(), repeated(&filled(body, words))?);
        }
        let mut files = BTreeMap::new();
        let mut left = self.blocks.clone();
        for ((_, file), text) in reference.texts.iter().filter(|((of, _), _)| *of == self.package) {
            files.insert(*file, blocks::replace(file, text, &by)?);
            for block in blocks::parse(file, text)? {
                left.remove(&block.id);
            }
        }
        ensure!(left.is_empty(), "{} has no block {:?}", self.package, left.keys());
        Ok(files)
    }
}

/// Replaces the words.
pub fn filled(text: &str, words: &[(&str, String)]) -> String {
    words.iter().fold(text.to_string(), |text, (word, value)| text.replace(word, value))
}

/// Expands each `@REPEAT 3 x@` to `xxx`.
fn repeated(text: &str) -> Result<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("@REPEAT ") {
        let (count, after) = after.split_once(' ').context("@REPEAT has a number")?;
        let (what, after) = after.split_once('@').context("@REPEAT has an end")?;
        filled += before;
        filled += &what.repeat(count.parse()?);
        rest = after;
    }
    Ok(filled + rest)
}
