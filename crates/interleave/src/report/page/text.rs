//! Texts of strangers on a page: what they cannot do there, they cannot do anywhere below it.

use serde_json::Value;

/// Is it a character that says nothing to a reader: a control character, a mark that turns the direction of text around,
/// or no character at all?
pub fn is_odd(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || (u32::from(char) & 0xfffe) == 0xfffe
}

/// `text` with what is no character to read written out, as in `\u{1b}`. Lines stay lines.
///
/// ```
/// use interleave::report::visible;
/// assert_eq!(visible("a\tb\n\u{1b}[2J\r\u{202e}"), "a\tb\n\\u{1b}[2J\\u{d}\\u{202e}");
/// ```
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '\n' | '\t') || !is_odd(char) {
            visible.push(char);
        } else {
            visible.extend(char.escape_unicode());
        }
    }
    visible
}

/// Text inside HTML.
pub(super) fn in_markup(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Data inside a script: no text of it can end the script, and each can be read.
pub(super) fn in_a_script(data: Value) -> String {
    let mut script = String::new();
    for char in all_visible(data).to_string().chars() {
        if matches!(char, '<' | '>' | '&') {
            script += &format!("\\u{:04x}", u32::from(char));
        } else {
            script.push(char);
        }
    }
    script
}

fn all_visible(data: Value) -> Value {
    match data {
        Value::String(text) => Value::String(visible(&text)),
        Value::Array(values) => Value::Array(values.into_iter().map(all_visible).collect()),
        Value::Object(members) => {
            members.into_iter().map(|(name, member)| (visible(&name), all_visible(member))).collect()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn data_in_a_script_is_the_same_data() {
        let data = json!({"a<b>&": ["</script>", 1.5, null, "\n\"\\"]});
        let script = in_a_script(data.clone());
        assert!(!script.contains(['<', '>', '&']), "{script}");
        assert_eq!(serde_json::from_str::<Value>(&script).unwrap(), data);
    }
}
