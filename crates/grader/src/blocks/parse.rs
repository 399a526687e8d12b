//! Finds the blocks, and refuses ambiguous markers.

use super::{Block, BlockError, Kind};
use std::collections::BTreeMap;

const KEYWORDS: [(Kind, &str); 3] =
    [(Kind::Solution, "SOLUTION"), (Kind::Given, "GIVEN"), (Kind::Replace, "REPLACE")];

/// The blocks of a source text, in order. `file` is its name in errors.
///
/// # Errors
///
/// If a block is nested, has no name or no end, or uses a name again, or if an end has no block.
///
/// ```
/// let blocks = grader::blocks::parse("a.rs", "// SOLUTION answer: what is six times seven?\n42\n// END SOLUTION\n")?;
/// assert_eq!(blocks[0].id, "answer");
/// assert_eq!(blocks[0].hint.as_deref(), Some("what is six times seven?"));
/// # Ok::<(), grader::blocks::BlockError>(())
/// ```
pub fn parse(file: &str, text: &str) -> Result<Vec<Block>, BlockError> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in text.lines().enumerate() {
        let error = |message: String| BlockError { file: file.to_string(), line: number + 1, message };
        let Some(marker) = line.trim().strip_prefix("//").map(str::trim) else { continue };
        if let Some(kind) = keyword(marker.strip_prefix("END ").unwrap_or("")).filter(|(_, rest)| rest.is_empty()) {
            let word = marker;
            let mut block = open.take().ok_or_else(|| error(format!("`{word}` ends nothing")))?;
            if block.kind != kind.0 {
                return Err(error(format!("`{word}` does not end the block `{}`", block.id)));
            }
            block.lines.end = number + 1;
            blocks.push(block);
        } else if let Some((kind, rest)) = keyword(marker) {
            if let Some(outer) = &open {
                return Err(error(format!("a block within the block `{}`", outer.id)));
            }
            let (id, hint) = rest.split_once(':').map_or((rest, None), |(id, hint)| (id, Some(hint.trim())));
            let id = id.trim();
            if id.is_empty() {
                return Err(error("a block without a name".to_string()));
            }
            if !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
                return Err(error(format!("`{id}` is not a name: use lower-case letters, digits and hyphens")));
            }
            if blocks.iter().any(|block| block.id == id) {
                return Err(error(format!("the name `{id}` is used twice")));
            }
            let indent = line[..line.len() - line.trim_start().len()].to_string();
            let hint = hint.filter(|hint| !hint.is_empty()).map(str::to_string);
            open = Some(Block { id: id.to_string(), kind, hint, lines: number..number, indent });
        }
    }
    match open {
        Some(block) => {
            let message = format!("the block `{}` has no end", block.id);
            Err(BlockError { file: file.to_string(), line: block.lines.start + 1, message })
        }
        None => Ok(blocks),
    }
}

/// The kind that a marker names, and the rest. A comment that merely begins with the same letters is not a marker.
fn keyword(marker: &str) -> Option<(Kind, &str)> {
    KEYWORDS.iter().find_map(|(kind, word)| {
        let rest = marker.strip_prefix(word)?;
        (rest.is_empty() || rest.starts_with([' ', ':'])).then(|| (*kind, rest.trim()))
    })
}

/// The blocks of all files of a crate.
///
/// # Errors
///
/// As for [`parse()`], and if two files use the same name.
pub fn parse_all<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<BTreeMap<&'a str, Vec<Block>>, BlockError> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut all = BTreeMap::new();
    for (file, text) in files {
        let blocks = parse(file, text)?;
        for block in &blocks {
            if let Some(other) = seen.insert(block.id.clone(), file) {
                let message = format!("the name `{}` is used in {other}, too", block.id);
                return Err(BlockError { file: file.to_string(), line: block.lines.start + 1, message });
            }
        }
        all.insert(file, blocks);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_reported_with_its_file_and_line() {
        let error = |text| parse("a.rs", text).unwrap_err().to_string();
        assert_eq!(
            error("// SOLUTION a\n// GIVEN b\n// END GIVEN\n// END SOLUTION\n"),
            "a.rs:2: a block within the block `a`"
        );
        assert_eq!(error("\n  // SOLUTION a\nx\n"), "a.rs:2: the block `a` has no end");
        assert_eq!(error("// SOLUTION a\n// END GIVEN\n"), "a.rs:2: `END GIVEN` does not end the block `a`");
        assert_eq!(error("// END SOLUTION\n"), "a.rs:1: `END SOLUTION` ends nothing");
        assert_eq!(error("// SOLUTION\n// END SOLUTION\n"), "a.rs:1: a block without a name");
        assert_eq!(error("// SOLUTION : hint\n// END SOLUTION\n"), "a.rs:1: a block without a name");
        assert_eq!(
            error("// GIVEN My_Block\n// END GIVEN\n"),
            "a.rs:1: `My_Block` is not a name: use lower-case letters, digits and hyphens"
        );
        let twice = "// GIVEN a\n// END GIVEN\n// SOLUTION a\n// END SOLUTION\n";
        assert_eq!(error(twice), "a.rs:3: the name `a` is used twice");
    }

    #[test]
    fn a_name_is_used_once_in_a_crate() {
        let one = "// GIVEN a\n// END GIVEN\n";
        let error = parse_all([("one.rs", one), ("two.rs", one)]).unwrap_err();
        assert_eq!(error.to_string(), "two.rs:1: the name `a` is used in one.rs, too");
    }

    #[test]
    fn the_examples_markers_are_valid() {
        let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut solutions = 0;
        for exercise in checks::EXERCISES {
            let file = crates.join(exercise.package).join(exercise.file);
            let blocks = parse(exercise.file, &std::fs::read_to_string(&file).unwrap()).unwrap();
            solutions += blocks.iter().filter(|block| block.kind == Kind::Solution).count();
        }
        assert!(solutions > 0, "the examples have moved");
    }
}
