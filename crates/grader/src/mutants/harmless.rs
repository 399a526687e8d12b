//! The list of mutants that every check passes since nothing is wrong with them: `harmless.txt` in an example's folder.
//!
//! ```text
//! # A comment.
//! queue-get: `self.not_full.notify_one();` after `return Ok(item);`
//!     Why that is harmless, in as many lines as it takes.
//! ```

use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::path::Path;

/// The mutants that are harmless, with the reason.
pub type Harmless = BTreeMap<String, String>;

/// Reads the list of an example in the folder `folder`; an example without one has none.
pub fn read(folder: &Path) -> Result<Harmless> {
    let file = folder.join("harmless.txt");
    if !file.exists() {
        return Ok(Harmless::new());
    }
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    parse(&text).with_context(|| file.display().to_string())
}

fn parse(text: &str) -> Result<Harmless> {
    let mut list = Harmless::new();
    // The mutants that have no reason yet: one reason may stand below several.
    let mut open: Vec<&str> = Vec::new();
    let mut reason = String::new();
    for line in text.lines().chain([""]).filter(|line| !line.starts_with('#')) {
        let is_reason = line.starts_with(' ');
        if !is_reason && !reason.is_empty() {
            for name in open.drain(..) {
                ensure!(list.insert(name.to_string(), reason.clone()).is_none(), "`{name}` is listed twice");
            }
            reason.clear();
        }
        if is_reason {
            ensure!(!open.is_empty(), "`{}` is a reason for nothing", line.trim());
            reason = format!("{reason} {}", line.trim()).trim().to_string();
        } else if !line.trim().is_empty() {
            open.push(line.trim_end());
        }
    }
    ensure!(open.is_empty(), "`{}` has no reason", open[0]);
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_stands_below_the_mutants_that_it_is_for() {
        let list = parse("# All.\na: without `b;`\na: without `c;`\n    No one\n    sees it.\n\nd: x\n  Why.\n").unwrap();
        let listed: Vec<_> = list.iter().map(|(name, reason)| (name.as_str(), reason.as_str())).collect();
        assert_eq!(
            listed,
            [("a: without `b;`", "No one sees it."), ("a: without `c;`", "No one sees it."), ("d: x", "Why.")]
        );
    }

    #[test]
    fn a_mutant_without_a_reason_is_refused() {
        assert_eq!(parse("a: without `b;`\n").unwrap_err().to_string(), "`a: without `b;`` has no reason");
        assert_eq!(parse("    why\n").unwrap_err().to_string(), "`why` is a reason for nothing");
        let twice = "a: x\n  Why.\na: x\n  Why.\n";
        assert_eq!(parse(twice).unwrap_err().to_string(), "`a: x` is listed twice");
    }
}
