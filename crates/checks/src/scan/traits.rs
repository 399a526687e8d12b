//! Where a trait says more of a type than is true: implementations for every type, and what is taken to be `'static`.

use super::tokens::Token;

/// Each place with its line and the reason.
pub fn notes(tokens: &[Token]) -> Vec<(usize, String)> {
    let mut notes = Vec::new();
    let own = named_after(tokens, "trait");
    let parts = named_after(tokens, "type");
    let mut lasting = static_traits(tokens);
    lasting.push("'static");
    for (index, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "impl" => notes.extend(blanket(&tokens[index..])),
            "dyn" => notes.extend(object(&tokens[index..], &own)),
            ":" => notes.extend(static_with_parts(tokens, index, &lasting, &parts)),
            _ => {}
        }
    }
    notes
}

/// The names that follow a keyword.
fn named_after<'a>(tokens: &'a [Token], keyword: &str) -> Vec<&'a str> {
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    pairs.filter(|(before, _)| before.text == keyword).map(|(_, name)| name.text.as_str()).collect()
}

/// The file's own traits that only `'static` types have.
fn static_traits(tokens: &[Token]) -> Vec<&str> {
    let is_static = |index: &usize| {
        let header = tokens[*index..].iter().take_while(|token| !matches!(token.text.as_str(), "{" | ";"));
        tokens[*index].text == "trait" && header.into_iter().any(|token| token.text == "'static")
    };
    let traits = (0..tokens.len().saturating_sub(1)).filter(is_static);
    traits.map(|index| tokens[index + 1].text.as_str()).collect()
}

/// `impl<T> Trait for T`: an implementation for every type.
fn blanket(tokens: &[Token]) -> Option<(usize, String)> {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    if text(1) != "<" {
        return None;
    }
    let end = end_of_generics(&tokens[1..])? + 1;
    let parameters = parameters(&tokens[2..end]);
    let body = tokens[end..].iter().position(|token| matches!(token.text.as_str(), "{" | ";" | "where"))? + end;
    let target = tokens[end..body].iter().position(|token| token.text == "for")? + end + 1;
    // A bound such as `for<'a>` is no target.
    let target = if text(target) == "<" { return None } else { target };
    let is_parameter = parameters.contains(&text(target)) && target + 1 == body;
    // `impl<T> Trait for &T` is the same for all references.
    is_parameter.then(|| {
        let what = format!("impl … for {}", text(target));
        (
            tokens[0].line,
            format!(
                "`{what}`: with a trait for every type, one type can pass for another, or a lifetime for \
                                  `'static` (rust-lang/rust#57893, #84366)"
            ),
        )
    })
}

/// `dyn Own<Part = Type>` of a trait of the file's own.
fn object(tokens: &[Token], own: &[&str]) -> Option<(usize, String)> {
    let name = tokens.iter().skip(1).find(|token| token.text != "(")?;
    let after = tokens.iter().position(|token| std::ptr::eq(token, name))? + 1;
    if !own.contains(&name.text.as_str()) || tokens.get(after)?.text != "<" {
        return None;
    }
    let end = end_of_generics(&tokens[after..])? + after;
    let has_part = tokens[after..end].iter().any(|token| token.text == "=");
    has_part.then(|| {
        let what = format!("dyn {}<… = …>", name.text);
        (name.line, format!("`{what}`: with it one type can pass for another (rust-lang/rust#57893)"))
    })
}

/// A parameter that is `'static`, as one of the bounds `lasting` says, of which types are used (`T::Item`): these need not be
/// so. `parts` are the names of the file's own types.
fn static_with_parts(tokens: &[Token], colon: usize, lasting: &[&str], parts: &[&str]) -> Option<(usize, String)> {
    let parameter = &tokens[colon.checked_sub(1)?];
    let is_name = parameter.text.starts_with(|first: char| first.is_alphabetic() || first == '_');
    let bounds = tokens[colon + 1..]
        .iter()
        .take_while(|token| !matches!(token.text.as_str(), "," | "{" | "}" | ";" | "=" | ")"));
    if !is_name || !bounds.into_iter().any(|token| lasting.contains(&token.text.as_str())) {
        return None;
    }
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    let is_part = |index: usize| {
        let is_type = |name: &str| parts.contains(&name) || name.starts_with(char::is_uppercase);
        let is_path =
            text(index + 1) == "::" && is_type(text(index + 2)) && (index == 0 || text(index - 1) != "::");
        let is_cast = index > 0 && text(index - 1) == "<" && text(index + 1) == "as";
        text(index) == parameter.text && (is_path || is_cast)
    };
    (0..tokens.len()).any(is_part).then(|| {
        let what = format!("{}: 'static", parameter.text);
        let reason = format!(
            "`{what}` with parts of {}: with them a lifetime can pass for `'static` (rust-lang/rust#84366)",
            parameter.text
        );
        (parameter.line, reason)
    })
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
        assert_eq!(
            notes("trait Object<U> { type Output; } fn f(_: &dyn Object<u8, Output = u16>) {}"),
            ["dyn Object<… = …>"]
        );
    }

    #[test]
    fn a_part_of_a_static_parameter_is_seen() {
        let iterator =
            "fn f<I: Iterator + 'static>(_: &I, x: I::Item) -> Box<dyn Display> where I::Item: Display {}";
        assert_eq!(notes(iterator), ["I: 'static"]);
        assert_eq!(notes("fn f<T>(_: &T, x: <T as Trait>::Part) where T: Trait + 'static {}"), ["T: 'static"]);
        let by_a_trait = "trait Lasting: 'static {} fn f<I: Iterator + Lasting>(_: &I, x: I::Item) {}";
        assert_eq!(notes(by_a_trait), ["I: 'static"]);
        let lower_case = "trait Has { type part; } fn f<T: Has + 'static>(_: &T, x: T::part) {}";
        assert_eq!(notes(lower_case), ["T: 'static"]);
    }

    #[test]
    fn what_students_write_is_left_alone() {
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
