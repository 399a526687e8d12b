//! Which attributes are allowed: only those that merely describe.

use super::Forbidden;
use super::tokens::Token;

const ALLOWED: [&str; 18] = [
    "allow",
    "cfg",
    "cold",
    "default",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "ignore",
    "inline",
    "must_use",
    "non_exhaustive",
    "rustfmt",
    "should_panic",
    "test",
    "track_caller",
    "warn",
];

/// The only allowed conditions in a `cfg`: the code that is graded must be the code that is scanned. The reference
/// needs the second one.
const CONFIGURATIONS: [&str; 2] = ["test", "not ( all ( feature = , not ( feature = ) ) )"];

pub fn forbidden(tokens: &[Token]) -> Vec<Forbidden> {
    let mut found = Vec::new();
    for (index, Token { line, text }) in tokens.iter().enumerate() {
        let word = |offset: usize| tokens.get(index + offset).map_or("", |token| token.text.as_str());
        if text == "#" {
            let name = match (word(1), word(2)) {
                ("[", name) => name,
                ("!", "[") => word(3),
                // As in a rule of a macro, which puts its argument there.
                _ => "",
            };
            if !ALLOWED.contains(&name) {
                let construct = if name.is_empty() { "#".to_string() } else { format!("#[{name}]") };
                found.push(Forbidden::new(*line, construct, "leave this attribute out: no exercise needs it"));
            }
        }
        let before = index.checked_sub(1).map_or("", |before| tokens[before].text.as_str());
        if text == "cfg" || text == "cfg_attr" {
            let inside = tokens[index + 1..].iter().map(|token| token.text.as_str());
            let inside: Vec<_> = inside.skip(1).take_while(|text| *text != "]").collect();
            let inside = inside.join(" ");
            let allowed = CONFIGURATIONS.iter().any(|allowed| inside.strip_suffix(" )") == Some(allowed));
            if text == "cfg_attr" || before != "[" || !allowed {
                let advice = "write the same code for every configuration: only `#[cfg(test)]` is allowed";
                found.push(Forbidden::new(*line, text.as_str(), advice));
            }
        }
    }
    found
}
