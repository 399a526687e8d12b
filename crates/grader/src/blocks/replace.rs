//! Replaces the reference's solutions by wrong or right ones.

use super::{BlockError, parse};
use std::collections::BTreeMap;

/// The text with the contents of some blocks replaced. The markers stay, so that blocks stay separate.
///
/// # Errors
///
/// As [`parse()`].
pub fn replace(file: &str, text: &str, by: &BTreeMap<String, String>) -> Result<String, BlockError> {
    let blocks = parse(file, text)?;
    let lines: Vec<&str> = text.lines().collect();
    let mut replaced = String::new();
    let mut next = 0;
    for block in &blocks {
        let Some(new) = by.get(&block.id) else { continue };
        for line in &lines[next..=block.lines.start] {
            replaced += line;
            replaced.push('\n');
        }
        for line in new.lines() {
            if !line.is_empty() {
                replaced += &block.indent;
                replaced += line;
            }
            replaced.push('\n');
        }
        next = block.lines.end - 1;
    }
    for line in &lines[next..] {
        replaced += line;
        replaced.push('\n');
    }
    Ok(replaced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::fixture::COUNTER;

    #[test]
    fn a_replacement_gets_the_indentation_of_its_block() {
        let by = BTreeMap::from([("add".to_string(), "if true {\n\n    tell();\n}".to_string())]);
        let replaced = replace("counter.rs", COUNTER, &by).unwrap();
        let (before, after) = replaced.split_once("and} add\n").unwrap();
        assert_eq!(Some(before), COUNTER.split_once("and} add\n").map(|(before, _)| before));
        assert!(
            after.starts_with("        if true {\n\n            tell();\n        }\n        // END SOLUTION\n")
        );
        assert_eq!(replace("counter.rs", COUNTER, &BTreeMap::new()).unwrap(), COUNTER);
    }
}
