//! The blocks of a source file: what a student writes, and what is given to them, each between two markers.
//!
//! ```text
//! // SOLUTION locked-count: reading needs the lock as well
//! *self.count.lock().unwrap()
//! // END SOLUTION
//! ```
//!
//! The same markers serve three readers: [`handout`] takes the solutions out, [`replace`] puts wrong and right ones in
//! their place, and [`parse`] refuses what could be read in two ways. There is no second copy of anything.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// What the markers stand around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a student writes.
    Solution,
    /// What the handout keeps.
    Given,
    /// In the file of a wrong or right solution: what takes the place of the block with the same name.
    Replace,
}

const KEYWORDS: [(Kind, &str); 3] =
    [(Kind::Solution, "SOLUTION"), (Kind::Given, "GIVEN"), (Kind::Replace, "REPLACE")];

/// One block of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Unique within its crate.
    pub id: String,
    /// What the markers stand around.
    pub kind: Kind,
    /// What the handout says in place of a solution.
    pub hint: Option<String>,
    /// Its lines with both markers, counted from 0.
    pub lines: Range<usize>,
    /// What stands before its first marker.
    pub indent: String,
}

impl Block {
    /// Its lines without the markers.
    pub fn body(&self) -> Range<usize> {
        self.lines.start + 1..self.lines.end - 1
    }
}

/// Markers that do not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockError {
    /// The file, as the caller named it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for BlockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for BlockError {}

/// The blocks of a source text in their order. `file` is its name in errors.
///
/// # Errors
///
/// A block within a block, one without a name or without an end, an end without a block, a name used twice.
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
                return Err(error(format!("`{id}` is no name: lower-case letters, digits and hyphens")));
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

/// The kind that a marker names, and what follows. A comment that happens to begin with the same letters is no marker.
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
/// As [`parse`], and a name that two files use.
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

/// What a stub may leave unused. The line goes at the top of each file with stubs, so that a handout compiles without
/// a warning.
pub const STUB_ALLOW: &str = "#![allow(dead_code, unreachable_code, unused_assignments, unused_imports, unused_mut, \
                              unused_variables, clippy::todo)] // for what is not written yet";

/// The text that a student gets: each solution is a `todo!` with its hint, or a hint in the source where that begins
/// with `//`, or nothing where there is no hint. What is given stays, without its markers.
///
/// # Errors
///
/// As [`parse`].
///
/// ```
/// let text = "fn answer() -> u32 {\n    // SOLUTION answer: six times seven\n    42\n    // END SOLUTION\n}\n";
/// let handout = grader::blocks::handout("a.rs", text)?;
/// assert!(handout.ends_with("fn answer() -> u32 {\n    todo!(\"{}\", \"six times seven\")\n}\n"));
/// # Ok::<(), grader::blocks::BlockError>(())
/// ```
pub fn handout(file: &str, text: &str) -> Result<String, BlockError> {
    let blocks = parse(file, text)?;
    let lines: Vec<&str> = text.lines().collect();
    let mut kept: Vec<String> = Vec::new();
    let mut stubs = false;
    let mut next = 0;
    for block in &blocks {
        kept.extend(lines[next..block.lines.start].iter().map(ToString::to_string));
        next = block.lines.end;
        match (block.kind, &block.hint) {
            (Kind::Given | Kind::Replace, _) => {
                kept.extend(lines[block.body()].iter().map(ToString::to_string));
            }
            (Kind::Solution, hint) => {
                stubs = true;
                if let Some(hint) = hint {
                    kept.push(format!("{}{}", block.indent, stub(hint, &lines[next..])));
                } else if kept.last().is_none_or(|line| line.is_empty()) {
                    // Nothing is left between two blank lines: one of them is enough.
                    next += usize::from(lines.get(next).is_some_and(|line| line.is_empty()));
                }
            }
        }
    }
    kept.extend(lines[next..].iter().map(ToString::to_string));
    if stubs {
        let top = kept.iter().take_while(|line| line.starts_with("//!")).count();
        let blank = if kept.get(top).is_none_or(|line| line.is_empty()) { vec![] } else { vec![String::new()] };
        let before = if top > 0 { vec![String::new()] } else { vec![] };
        kept.splice(top..top, before.into_iter().chain([STUB_ALLOW.to_string()]).chain(blank));
    }
    Ok(kept.join("\n") + "\n")
}

/// What stands in place of a solution. A `todo!` that other statements follow needs a semicolon; at the end of a
/// block it stands for the value.
fn stub(hint: &str, after: &[&str]) -> String {
    if hint.starts_with("//") {
        return hint.to_string();
    }
    let next = after.iter().map(|line| line.trim()).find(|line| !line.is_empty() && !line.starts_with("//"));
    let semicolon = if next.is_none_or(|line| line.starts_with('}')) { "" } else { ";" };
    format!("todo!(\"{{}}\", {hint:?}){semicolon}")
}

/// The text with some of its blocks' contents replaced. The markers stay, so that no block moves into another one.
///
/// # Errors
///
/// As [`parse`].
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

    const COUNTER: &str = "\
//! A counter.

use crate::Counter;
// SOLUTION imports
use common::sync::Mutex;
// END SOLUTION

struct Locked {
    // SOLUTION state: // What must it hold?
    count: Mutex<u64>,
    // END SOLUTION
}

impl Locked {
    // GIVEN new
    fn new() -> Self {
        // SOLUTIONS are elsewhere
        Locked::default()
    }
    // END GIVEN

    fn add(&self) {
        // SOLUTION add: take \"the\" lock, {and} add
        *self.count.lock().unwrap() += 1;
        // END SOLUTION
        // Now tell.
        self.tell();
    }
}
";

    #[test]
    fn a_handout_has_stubs_and_hints_and_what_is_given() {
        let expected = format!(
            "\
//! A counter.

{STUB_ALLOW}

use crate::Counter;

struct Locked {{
    // What must it hold?
}}

impl Locked {{
    fn new() -> Self {{
        // SOLUTIONS are elsewhere
        Locked::default()
    }}

    fn add(&self) {{
        todo!(\"{{}}\", \"take \\\"the\\\" lock, {{and}} add\");
        // Now tell.
        self.tell();
    }}
}}
"
        );
        assert_eq!(handout("counter.rs", COUNTER).unwrap(), expected);
    }

    #[test]
    fn a_file_without_solutions_stays_as_it_is() {
        assert_eq!(handout("a.rs", "fn f() {}\n").unwrap(), "fn f() {}\n");
        let given = "// GIVEN f\nfn f() {}\n// END GIVEN\n";
        assert_eq!(handout("a.rs", given).unwrap(), "fn f() {}\n");
    }

    #[test]
    fn a_replacement_takes_the_place_and_the_indentation_of_its_block() {
        let by = BTreeMap::from([("add".to_string(), "if true {\n\n    tell();\n}".to_string())]);
        let replaced = replace("counter.rs", COUNTER, &by).unwrap();
        let (before, after) = replaced.split_once("and} add\n").unwrap();
        assert_eq!(Some(before), COUNTER.split_once("and} add\n").map(|(before, _)| before));
        assert!(
            after.starts_with("        if true {\n\n            tell();\n        }\n        // END SOLUTION\n")
        );
        assert_eq!(replace("counter.rs", COUNTER, &BTreeMap::new()).unwrap(), COUNTER);
    }

    #[test]
    fn a_mistake_is_told_with_its_file_and_line() {
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
            "a.rs:1: `My_Block` is no name: lower-case letters, digits and hyphens"
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
    fn the_examples_markers_fit_together() {
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
