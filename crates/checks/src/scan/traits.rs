//! Finds traits that make the compiler believe too much of a type: implementations for every type, and types that
//! pass for `'static`.

use super::tokens::Token;
use std::collections::BTreeSet;

/// Longer items, in tokens, are not written by hand: they are noted without being read to their end.
const LONGEST: usize = 300;

/// Each place with its line and the reason.
pub fn notes(tokens: &[Token]) -> Vec<(usize, String)> {
    let own = named_after(tokens, "trait");
    let lasting = lasting(tokens);
    let projected = projected(tokens, &named_after(tokens, "type"));
    let mut notes = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let rest = &tokens[index..tokens.len().min(index + LONGEST)];
        let before = index.checked_sub(1).map_or("", |before| tokens[before].text.as_str());
        match token.text.as_str() {
            "impl" | "type" if is_blanket(rest) => {
                let what = if token.text == "type" { "type … = T" } else { "impl … for T" };
                let reason =
                    "with a trait for every type, one type can pass for another, or a lifetime for `'static`";
                notes.push((token.line, format!("`{what}`: {reason} (rust-lang/rust#57893, #84366)")));
            }
            name if own.contains(name) && has_part(&rest[1..]) => {
                let reason = "with it one type can pass for another (rust-lang/rust#57893)";
                notes.push((token.line, format!("`{name}<… = …>`: {reason}")));
            }
            ":" if projected.contains(before) && is_static(rest, &lasting) => {
                let reason = "with them a lifetime can pass for `'static` (rust-lang/rust#84366)";
                notes.push((token.line, format!("`{before}: 'static` with parts of {before}: {reason}")));
            }
            "trait" if projected.contains("Self") && is_static(rest, &lasting) => {
                let reason = "with them a lifetime can pass for `'static` (rust-lang/rust#84366)";
                notes.push((token.line, format!("`trait …: 'static` with parts of Self: {reason}")));
            }
            _ => {}
        }
    }
    notes
}

fn text(tokens: &[Token], index: usize) -> &str {
    tokens.get(index).map_or("", |token| token.text.as_str())
}

/// The names that follow a keyword.
fn named_after<'a>(tokens: &'a [Token], keyword: &str) -> BTreeSet<&'a str> {
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    pairs.filter(|(before, _)| before.text == keyword).map(|(_, name)| name.text.as_str()).collect()
}

/// What only `'static` types are: that bound itself, `Any`, and the file's own traits that say so.
fn lasting(tokens: &[Token]) -> BTreeSet<&str> {
    let mut lasting = BTreeSet::from(["'static", "Any"]);
    let traits: Vec<usize> = (0..tokens.len()).filter(|index| tokens[*index].text == "trait").collect();
    // A trait may require it through its supertraits. This follows only a few levels.
    for _ in 0..5 {
        for index in &traits {
            let rest = &tokens[*index..tokens.len().min(index + LONGEST)];
            if is_static(rest, &lasting) {
                lasting.insert(text(tokens, index + 1));
            }
        }
    }
    lasting
}

/// The names of which types are used: `T::Item`, `<T as Trait>::Item`. `types` are the file's own.
fn projected<'a>(tokens: &'a [Token], types: &BTreeSet<&str>) -> BTreeSet<&'a str> {
    let is_type = |name: &str| types.contains(name) || name.starts_with(char::is_uppercase);
    let is_projected = |index: &usize| {
        let before = index.checked_sub(1).map_or("", |before| text(tokens, before));
        let is_path = text(tokens, index + 1) == "::" && is_type(text(tokens, index + 2)) && before != "::";
        is_path || (before == "<" && text(tokens, index + 1) == "as")
    };
    (0..tokens.len()).filter(is_projected).map(|index| tokens[index].text.as_str()).collect()
}

/// Whether bounds that begin here, or a trait's header, hold what is `lasting`.
fn is_static(tokens: &[Token], lasting: &BTreeSet<&str>) -> bool {
    let is_header = text(tokens, 0) == "trait";
    let ends = |token: &&Token| match token.text.as_str() {
        "{" | "}" | ";" => true,
        "," | "=" | ")" => !is_header,
        _ => false,
    };
    // The name of a trait is none of its bounds.
    let bounds = tokens.iter().skip(if is_header { 2 } else { 1 });
    bounds.take_while(|token| !ends(token)).any(|token| lasting.contains(token.text.as_str()))
}

/// `impl<T> Trait for T`, an implementation for every type; or `type Same<T> = T`, by which one can be written.
fn is_blanket(tokens: &[Token]) -> bool {
    let is_type = text(tokens, 0) == "type";
    let begin = if is_type { 2 } else { 1 };
    if text(tokens, begin) != "<" {
        return false;
    }
    let Some(end) = end_of_generics(&tokens[begin..]).map(|end| end + begin) else {
        return tokens.len() == LONGEST;
    };
    let parameters = parameters(&tokens[begin + 1..end]);
    let after = &tokens[end..];
    let Some(body) = after.iter().position(|token| matches!(token.text.as_str(), "{" | ";" | "where")) else {
        return tokens.len() == LONGEST;
    };
    let marker = if is_type { "=" } else { "for" };
    let Some(target) = after[..body].iter().position(|token| token.text == marker) else { return false };
    // Parentheses around a type change nothing. `impl<T> Trait for &T` is the same for all references.
    let mut target = after[target + 1..body].iter().map(|token| token.text.as_str());
    let mut named = target.by_ref().skip_while(|text| *text == "(");
    named.next().is_some_and(|name| parameters.contains(&name)) && named.all(|text| text == ")")
}

/// `<Part = Type>` after the name of a trait.
fn has_part(tokens: &[Token]) -> bool {
    let end = end_of_generics(tokens);
    text(tokens, 0) == "<" && end.is_none_or(|end| tokens[..end].iter().any(|token| token.text == "="))
}

/// Where the list that begins with `<` ends.
fn end_of_generics(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "<" => depth += 1,
            // As in `Fn() -> T`.
            ">" if index > 0 && tokens[index - 1].text == "-" => {}
            ">" => depth = depth.checked_sub(1)?,
            "{" | ";" => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(index + 1);
        }
    }
    None
}

/// The names of a list of parameters.
fn parameters(tokens: &[Token]) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut depth, mut is_first) = (0_usize, true);
    for token in tokens {
        match token.text.as_str() {
            "<" | "(" | "[" => depth += 1,
            ">" | ")" | "]" => depth = depth.saturating_sub(1),
            "," if depth == 0 => is_first = true,
            name if is_first && depth == 0 => {
                names.push(name);
                is_first = false;
            }
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use crate::scan::for_review;

    fn notes(source: &str) -> Vec<String> {
        let quoted = |note: String| note.split('`').nth(1).map(str::to_string);
        for_review(source).into_iter().filter_map(|(_, note)| quoted(note)).collect()
    }

    #[test]
    fn a_trait_for_every_type_is_seen() {
        for implementation in [
            "impl<T> Object for T { type Output = u8; }",
            "impl<T: ?Sized, U> Object<U> for T { type Output = U; }",
            "impl<R, F: Fn() -> R> Trait for F { type Associated = R; }",
            "impl<T> Object for T where T: ?Sized { }",
            "impl<'a, F> Object for F where F: Fn() -> &'a str {}",
        ] {
            assert_eq!(notes(implementation).len(), 1, "{implementation}");
        }
    }

    #[test]
    fn a_trait_for_every_type_is_seen_under_another_name() {
        let object = "trait Object<U> { type Output; }";
        for used in ["&dyn Object<u8, Output = u16>", "&dyn self::Object<u8, Output = u16>"] {
            assert_eq!(notes(&format!("{object} fn f(_: {used}) {{}}")), ["Object<… = …>"], "{used}");
        }
        assert_eq!(notes(&format!("{object} trait Sub<U, T>: Object<U, Output = T> {{}}")), ["Object<… = …>"]);
        assert_eq!(notes("impl<T: ?Sized> Object for (T) {}").len(), 1);
        assert_eq!(notes("type Same<T> = T; impl<T: ?Sized> Object for Same<T> {}"), ["type … = T"]);
        let long = format!("impl<T: {} ?Sized> Object for T {{}}", "Copy + ".repeat(1000));
        assert_eq!(notes(&long).len(), 1);
    }

    #[test]
    fn a_part_of_a_static_parameter_is_seen() {
        let iterator =
            "fn f<I: Iterator + 'static>(_: &I, x: I::Item) -> Box<dyn Display> where I::Item: Display {}";
        assert_eq!(notes(iterator), ["I: 'static"]);
        assert_eq!(notes("fn f<T>(_: &T, x: <T as Trait>::Part) where T: Trait + 'static {}"), ["T: 'static"]);
        let by_a_trait = "trait Lasting: 'static {} fn f<I: Iterator + Lasting>(_: &I, x: I::Item) {}";
        assert_eq!(notes(by_a_trait), ["I: 'static"]);
        let twice = "trait A: 'static {} trait B: A {} fn f<I: Iterator + B>(_: &I, x: I::Item) {}";
        assert_eq!(notes(twice), ["I: 'static"]);
        assert_eq!(notes("fn f<I: Iterator + std::any::Any>(_: &I, x: I::Item) {}"), ["I: 'static"]);
        let own = "trait Kept: Iterator + 'static { fn f(&self, x: Self::Item) {} }";
        assert_eq!(notes(own), ["trait …: 'static"]);
        let lower_case = "trait Has { type part; } fn f<T: Has + 'static>(_: &T, x: T::part) {}";
        assert_eq!(notes(lower_case), ["T: 'static"]);
    }

    #[test]
    fn ordinary_student_code_is_not_for_review() {
        let usual = "trait Named { fn name(&self) -> String; }
            impl<T> Queue<T> { fn put(&self, item: T) {} }
            impl<T: Debug> fmt::Debug for Queue<T> {}
            impl<T> Drop for Pool<T> {}
            impl<T> Iterator for Completed<T> where T: Send { type Item = T; }
            impl<T> From<T> for Queue<T> {}
            impl<F> Job for Boxed<F> where F: FnOnce() + Send + 'static {}
            fn submit<T: Send + 'static, F: FnOnce() -> T + Send + 'static>(f: F) -> Future<T> { Future::<T>::new() }
            fn jobs() -> Box<dyn Iterator<Item = u8>> { T::new() }
            struct Pool { jobs: Vec<Box<dyn FnOnce() + Send + 'static>> }";
        assert_eq!(notes(usual), Vec::<String>::new());
    }
}
