//! Finds types that imply that one lifetime is longer than another.

use super::tokens::Token;

/// Each place with its line: `&'a &'b`, `&'a T<'b>`, `'b: 'a`.
pub fn implied(tokens: &[Token]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, Token { line, text }) in tokens.iter().enumerate() {
        let Some(lifetime) = tokens.get(index + 1).filter(|next| is_named(next)) else { continue };
        let before = index.checked_sub(1).map(|before| &tokens[before]);
        if text == "&" {
            let referent = &tokens[index + 2..];
            let is_direct = |inner: usize| referent[..inner].iter().all(|token| token.text == "&");
            let of_type = referent[..end_of_type(referent)].iter().enumerate();
            // That `'static` is the longer lifetime is always true, and is often written.
            let mut others = of_type.filter(|(inner, token)| {
                is_named(token) && token.text != lifetime.text && (token.text != STATIC || is_direct(*inner))
            });
            if let Some((inner, other)) = others.next() {
                let between = if is_direct(inner) { " &" } else { " … " };
                found.push((*line, format!("&{}{between}{}", lifetime.text, other.text)));
            }
        } else if let Some(before) = before.filter(|_| text == ":")
            && (lifetime.text != STATIC || is_named(before))
        {
            found.push((*line, format!("{}: {}", before.text, lifetime.text)));
        }
    }
    found
}

const STATIC: &str = "'static";
/// Longer types are not written by hand.
const LONGEST: usize = 100;

fn is_named(token: &Token) -> bool {
    token.text.starts_with('\'') && token.text != "'_"
}

/// How many of these tokens belong to the type that begins here.
fn end_of_type(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().take(LONGEST) {
        match token.text.as_str() {
            "(" | "[" | "<" => depth += 1,
            ")" | "]" | ">" if depth > 0 => depth -= 1,
            ")" | "]" | ">" | "," | "=" | "+" if depth == 0 => return index,
            "{" | "}" | ";" => return index,
            _ => {}
        }
    }
    tokens.len().min(LONGEST)
}

#[cfg(test)]
mod tests {
    use crate::scan::for_review;

    fn notes(source: &str) -> Vec<String> {
        let quoted = |note: String| note.split('`').nth(1).map(str::to_string);
        for_review(source).into_iter().filter_map(|(_, note)| quoted(note)).collect()
    }

    #[test]
    fn every_way_to_imply_that_a_lifetime_is_longer_is_seen() {
        let one = |parameter: &str| notes(&format!("fn f<'a, 'b, T>(_: {parameter}, v: &'b T) -> &'a T {{ v }}"));
        assert_eq!(one("&'a &'b ()"), ["&'a &'b"]);
        assert_eq!(one("&'a mut &'b ()"), ["&'a … 'b"]);
        assert_eq!(one("&'a [&'b ()]"), ["&'a … 'b"]);
        assert_eq!(one("&'a Hidden<'b>"), ["&'a … 'b"]);
        assert_eq!(one("&'a (u8, Option<&'b ()>)"), ["&'a … 'b"]);
        assert_eq!(notes("struct Both<'a, 'b: 'a>(&'a (), &'b ());"), ["'b: 'a"]);
        assert_eq!(notes("fn f<'b>(_: &'static [&'b ()]) {}"), ["&'static … 'b"]);
        assert_eq!(notes("trait Longer<'a> where Self: 'a {}"), ["Self: 'a"]);
    }

    #[test]
    fn ordinary_student_code_is_not_for_review() {
        let usual = "impl<'a> Guard<'a> { fn get(&'a self, other: &'a str) -> &'a [&'a str] { 'outer: loop {} } }
            fn run<'a, 'b, T: 'static, F: FnOnce() + Send + 'static>(one: &'a str, two: &'b str, three: &'a Vec<&'static str>) {}";
        assert_eq!(notes(usual), Vec::<String>::new());
    }
}
