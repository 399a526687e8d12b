//! Removes the solutions, which gives the files that students get.

use super::{BlockError, Kind, parse};

/// The attribute at the top of each file with stubs, so that a handout compiles without a warning.
pub const STUB_ALLOW: &str = "#![allow(dead_code, unreachable_code, unused_assignments, unused_imports, unused_mut, \
                              unused_variables, clippy::todo)] // for what is not written yet";

/// The text that a student gets. Each solution becomes a `todo!` with its hint, or the hint itself if that begins with
/// `//`, or nothing if there is no hint. Given code stays, without its markers.
///
/// # Errors
///
/// As [`parse()`].
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
                    // A removed block leaves two blank lines: keep one of them.
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

/// The stub for a solution. A `todo!` needs a semicolon if other statements follow; at the end of a block it stands
/// for the value.
fn stub(hint: &str, after: &[&str]) -> String {
    if hint.starts_with("//") {
        return hint.to_string();
    }
    let next = after.iter().map(|line| line.trim()).find(|line| !line.is_empty() && !line.starts_with("//"));
    let semicolon = if next.is_none_or(|line| line.starts_with('}')) { "" } else { ";" };
    format!("todo!(\"{{}}\", {hint:?}){semicolon}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::fixture::COUNTER;

    #[test]
    fn a_handout_has_stubs_hints_and_given_code() {
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
}
