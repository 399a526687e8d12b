//! Finds a claim in a sentence.

use std::ops::Range;

/// What a sentence calls each thread, and the thread's number.
pub type Phrases = Vec<(String, usize)>;

/// The first place where the template fits, and the text of its `{…}`.
pub fn find(template: &str, sentence: &str, phrases: &Phrases) -> Option<(Range<usize>, Vec<String>)> {
    sentence.char_indices().find_map(|(start, _)| {
        let mut captures = Vec::new();
        let rest = fits(template, &sentence[start..], phrases, &mut captures)?;
        Some((start..sentence.len() - rest.len(), captures))
    })
}

/// The rest of the text after the template.
fn fits<'t>(template: &str, text: &'t str, phrases: &Phrases, captures: &mut Vec<String>) -> Option<&'t str> {
    let Some((literal, rest)) = template.split_once('{') else { return text.strip_prefix(template) };
    let text = text.strip_prefix(literal)?;
    let (kind, template) = rest.split_once('}')?;
    let known = captures.len();
    let with = |length: usize, captures: &mut Vec<String>| {
        captures.truncate(known);
        captures.push(text.get(..length)?.trim_matches('`').to_owned());
        fits(template, &text[length..], phrases, captures)
    };
    match kind {
        "T" => phrases
            .iter()
            .filter(|(phrase, _)| text.starts_with(phrase.as_str()))
            .find_map(|(phrase, _)| with(phrase.len(), captures)),
        "O" => {
            let name = text.strip_prefix('`')?;
            with(name.find('`')? + 2, captures)
        }
        "L" => with(text.find(|c: char| !c.is_ascii_digit()).filter(|length| *length > 0)?, captures),
        _ => {
            let ends = text.find('`').unwrap_or(text.len());
            (1..=ends).find_map(|length| with(length, captures))
        }
    }
}
