//! Reads a list of exceptions with their reasons: the mutants that `cargo xtask audit --mutants` accepts as harmless,
//! and the sentences that no check tests.
//!
//! ```text
//! # A comment.
//! queue-get: `self.not_full.notify_one();` after `return Ok(item);`
//!     Why that is right, in any number of lines. One reason may be for several exceptions above it.
//! ```

use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::path::Path;

/// The exceptions with their reasons.
pub type Reasons = BTreeMap<String, String>;

/// Reads such a list.
///
/// # Errors
///
/// If the file cannot be read, an exception has no reason or is listed twice, or a reason has no exception.
pub fn read(file: &Path) -> Result<Reasons> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    parse(&text).with_context(|| file.display().to_string())
}

fn parse(text: &str) -> Result<Reasons> {
    let mut list = Reasons::new();
    // Exceptions that have no reason yet.
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
            ensure!(!open.is_empty(), "`{}` is a reason without an exception", line.trim());
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
    fn a_reason_follows_the_exceptions_that_it_is_for() {
        let list =
            parse("# All.\na: without `b;`\na: without `c;`\n    No one\n    sees it.\n\nd: x\n  Why.\n").unwrap();
        let listed: Vec<_> = list.iter().map(|(name, reason)| (name.as_str(), reason.as_str())).collect();
        assert_eq!(
            listed,
            [("a: without `b;`", "No one sees it."), ("a: without `c;`", "No one sees it."), ("d: x", "Why.")]
        );
    }

    #[test]
    fn an_exception_without_a_reason_is_refused() {
        assert_eq!(parse("a: without `b;`\n").unwrap_err().to_string(), "`a: without `b;`` has no reason");
        assert_eq!(parse("    why\n").unwrap_err().to_string(), "`why` is a reason without an exception");
        let twice = "a: x\n  Why.\na: x\n  Why.\n";
        assert_eq!(parse(twice).unwrap_err().to_string(), "`a: x` is listed twice");
    }
}
