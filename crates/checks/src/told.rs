//! The sentences of an exercise's text. Each check names the sentences that it tests, so that no check asks for
//! something that the text does not say, and no requirement in the text goes untested.

/// One sentence of a source file that students get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The line on which its paragraph begins, counted from 1.
    pub line: usize,
    /// Its words, separated by single spaces.
    pub text: String,
    /// Whether it describes something that the student writes, as opposed to given code.
    pub asks: bool,
}

/// The sentences of the documentation and of the hints in a source text, in order. Hints ask for something, and so
/// does the documentation of a module, of a `struct` and of an item with a solution in it.
///
/// ```
/// let source = "/// Waits. Then it\n/// goes on.\nfn wait() {\n    // SOLUTION wait: queue-join: wait\n}\n";
/// let sentences: Vec<_> = checks::told::sentences(source).into_iter().map(|sentence| sentence.text).collect();
/// assert_eq!(sentences, ["Waits.", "Then it goes on.", "queue-join: wait"]);
/// ```
pub fn sentences(source: &str) -> Vec<Sentence> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = Vec::new();
    let mut number = 0;
    while let Some(line) = lines.get(number) {
        let length = lines[number..].iter().take_while(|line| documentation(line).is_some()).count();
        if length > 0 {
            let asks = line.trim_start().starts_with("//!") || item_asks(&lines[number + length..]);
            for (at, text) in paragraphs(&lines[number..number + length]) {
                let sentence = |text| Sentence { line: number + at + 1, text, asks };
                found.extend(split(&text).into_iter().map(sentence));
            }
        } else if let Some(hint) = solution(line).and_then(|(_, hint)| hint) {
            found.push(Sentence { line: number + 1, text: hint.to_string(), asks: true });
        }
        number += length.max(1);
    }
    found
}

/// The text of a documentation line.
fn documentation(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))?;
    // Four slashes are an ordinary comment.
    (!text.starts_with('/')).then(|| text.strip_prefix(' ').unwrap_or(text))
}

/// The name and the hint of a solution's first marker.
fn solution(line: &str) -> Option<(&str, Option<&str>)> {
    let rest = line.trim_start().strip_prefix("// SOLUTION ")?;
    Some(rest.split_once(": ").map_or((rest, None), |(name, hint)| (name, Some(hint.trim()))))
}

/// Whether the item that begins there is a `struct` or has a solution in it, judging by rustfmt's indentation.
fn item_asks(lines: &[&str]) -> bool {
    let mut lines = lines.iter().skip_while(|line| line.trim_start().starts_with("#["));
    let Some(first) = lines.next() else { return false };
    let indentation = &first[..first.len() - first.trim_start().len()];
    let last = format!("{indentation}}}");
    let is_one_line = first.ends_with([';', ',']);
    first.contains("struct ")
        || (!is_one_line && lines.take_while(|line| **line != last).any(|line| solution(line).is_some()))
}

/// The paragraphs of some lines of documentation, each with its first line; without headings and code.
fn paragraphs(lines: &[&str]) -> Vec<(usize, String)> {
    let mut paragraphs: Vec<(usize, String)> = Vec::new();
    let (mut is_code, mut is_new) = (false, true);
    for (number, line) in lines.iter().enumerate() {
        let text = documentation(line).unwrap_or_default().trim();
        let is_fence = text.starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence || text.is_empty() || text.starts_with('#') {
            is_new = true;
        } else if is_new {
            paragraphs.push((number, text.to_string()));
            is_new = false;
        } else if let Some((_, paragraph)) = paragraphs.last_mut() {
            *paragraph = format!("{paragraph} {text}");
        }
    }
    paragraphs
}

/// The sentences of a paragraph: each ends with `.`, `?` or `!`, and the next does not begin with a lower-case letter.
fn split(paragraph: &str) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut is_new = true;
    for word in paragraph.split_whitespace() {
        match sentences.last_mut() {
            Some(sentence) if !is_new || word.starts_with(char::is_lowercase) => {
                *sentence = format!("{sentence} {word}");
            }
            _ => sentences.push(word.to_string()),
        }
        is_new = word.ends_with(['.', '?', '!']) || word.ends_with(".)");
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_of_code_to_write_asks_for_something() {
        let source = "//! A module.\n\n/// Given.\npub fn given() {\n    let a = 1;\n}\n\n/// To write.\n#[inline]\npub fn \
                      written() {\n    // SOLUTION a\n    // END SOLUTION\n}\n\n/// A field.\nfield: u8,\n";
        let asking: Vec<_> = sentences(source).into_iter().map(|sentence| (sentence.line, sentence.asks)).collect();
        assert_eq!(asking, [(1, true), (3, false), (8, true), (15, false)]);
    }

    #[test]
    fn headings_and_code_are_not_sentences() {
        let source = "/// One `a. b` and (two.) Three?\n///\n/// ```\n/// code. Code.\n/// ```\n///\n/// # Panics\n/// If x.\nx;\n";
        let texts: Vec<_> = sentences(source).into_iter().map(|sentence| sentence.text).collect();
        assert_eq!(texts, ["One `a. b` and (two.)", "Three?", "If x."]);
    }
}
