//! Shortens values, which are `Debug` texts: a reader wants the fields of a long struct, and of a change only the
//! fields that changed.

/// Longer texts are cut in the middle; the JSON report has them in full.
const LONGEST: usize = 96;

/// The value in brief: `State { items: [1], done: false }` becomes `items [1], done false`.
pub(super) fn brief(value: &str) -> String {
    let text = match fields(value) {
        Some(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name} {value}"));
            fields.collect::<Vec<_>>().join(", ")
        }
        None => value.to_owned(),
    };
    shorten(&text)
}

/// What changed: `[] → [1]`, or for a struct `items [] → [1]`.
pub(super) fn change(before: &str, after: &str) -> String {
    let changed = fields(before).zip(fields(after)).and_then(|(before, after)| {
        let same_shape = before.iter().map(|field| field.0).eq(after.iter().map(|field| field.0));
        let pairs = before.iter().zip(&after).filter(|(old, new)| old != new);
        let changed: Vec<String> =
            pairs.map(|((name, old), (_, new))| format!("{name} {} → {}", shorten(old), shorten(new))).collect();
        (same_shape && !changed.is_empty()).then(|| changed.join(", "))
    });
    changed.unwrap_or_else(|| format!("{} → {}", shorten(before), shorten(after)))
}

/// The fields of a struct's `Debug` text; `None` if it is not one.
pub(super) fn fields(value: &str) -> Option<Vec<(&str, &str)>> {
    let (name, rest) = value.split_once(" {")?;
    let body = rest.strip_suffix('}')?.trim();
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    top_level_parts(body).into_iter().map(|part| part.trim().split_once(": ")).collect()
}

/// Splits at commas outside brackets and strings.
fn top_level_parts(body: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut string, mut escaped) = (Vec::new(), 0, 0_usize, false, false);
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if string => escaped = true,
            '"' => string = !string,
            _ if string => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&body[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&body[start..]);
    parts
}

fn shorten(text: &str) -> String {
    shortened(text, LONGEST)
}

/// Cuts a text of more than `longest` characters in the middle.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    let length = text.chars().count();
    if length <= longest {
        return text.to_owned();
    }
    let half = longest / 2;
    let head: String = text.chars().take(half).collect();
    let tail: String = text.chars().skip(length - half).collect();
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_struct_is_shown_as_its_fields() {
        assert_eq!(brief("Two_Words { items: [1, 2], name: \"a, b\" }"), "items [1, 2], name \"a, b\"");
        assert_eq!(brief("[1, 2]"), "[1, 2]");
        assert_eq!(brief("Some(State { a: 1 })"), "Some(State { a: 1 })");
    }

    #[test]
    fn only_the_changed_fields_of_a_struct_are_shown() {
        let (before, after) = ("S { items: [], done: false }", "S { items: [1], done: false }");
        assert_eq!(change(before, after), "items [] → [1]");
        assert_eq!(change("0", "1"), "0 → 1");
        assert_eq!(change("A { x: 1 }", "B { y: 1 }"), "A { x: 1 } → B { y: 1 }");
    }

    #[test]
    fn a_long_value_is_cut_in_the_middle() {
        let short = brief(&"x".repeat(500));
        assert!(short.chars().count() < LONGEST + 4 && short.contains('…'), "{short}");
    }
}
