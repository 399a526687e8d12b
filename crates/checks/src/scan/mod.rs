//! Finds forbidden constructs in a file before it is compiled: primitives that the explorer cannot run, and
//! everything with which code could reach outside its exercise, at compile time or at run time.
//!
//! * `tokens`: splits the text into names and signs, without comments and literals.
//! * `limits`: how long and how deeply nested a file may be. The compiler's own parser is recursive.
//! * `words`: names that are banned everywhere.
//! * `paths`: which paths into libraries are allowed.
//! * `replaced`: what to use from `common` instead.
//! * `attributes`: which attributes are allowed.
//! * `statics`: variables that outlive a run.
//! * `handles`: functions that depend on the number of handles of an `Arc`.
//! * `macros`: names that one of the file's own macros receives.
//! * `own_tests`: leaves out test modules, which are not compiled.
//! * `lifetimes`, `traits`: constructs that only a human can judge.
//!
//! The scan does not expand macros or resolve names. So it applies wherever a name occurs, and it works with lists of
//! what is allowed: a library must be named by its full path, and never renamed or passed to a macro.

mod attributes;
mod handles;
mod lifetimes;
mod limits;
mod macros;
mod own_tests;
mod paths;
mod replaced;
mod statics;
mod tokens;
mod traits;
mod words;

use tokens::{Token, tokens};

/// A construct that is not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forbidden {
    /// Counted from 1.
    pub line: usize,
    /// The construct.
    pub construct: String,
    /// What to do instead.
    pub advice: String,
}

impl Forbidden {
    fn new(line: usize, construct: impl Into<String>, advice: impl Into<String>) -> Self {
        Forbidden { line, construct: construct.into(), advice: advice.into() }
    }
}

/// Every forbidden construct in a source text, in order.
///
/// ```
/// let found = checks::scan::forbidden("use std::sync::Mutex; // not std::thread\n");
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].line, found[0].construct.as_str()), (1, "std::sync"));
/// assert_eq!(found[0].advice, "write `common::sync::Mutex` instead: the explorer can run that");
/// ```
pub fn forbidden(source: &str) -> Vec<Forbidden> {
    let too_long = limits::of_text(source);
    if !too_long.is_empty() {
        return too_long;
    }
    let tokens = tokens(source);
    let too_deep = limits::of_nesting(&tokens);
    if !too_deep.is_empty() {
        return too_deep;
    }
    let tokens = own_tests::left_out(tokens);
    let mut found = words::forbidden(&tokens);
    found.extend(paths::forbidden(&tokens));
    found.extend(attributes::forbidden(&tokens));
    found.extend(statics::forbidden(&tokens));
    found.extend(handles::forbidden(&tokens));
    found.sort_by_key(|found| found.line);
    found.dedup();
    found
}

/// What to write instead of `path` in `std`, if `common` has a version that the explorer can run; `None` if `std`'s
/// own is allowed.
///
/// ```
/// use checks::scan::instead;
/// assert_eq!(instead("sync::Mutex").unwrap(), "write `common::sync::Mutex` instead: the explorer can run that");
/// assert_eq!(instead("collections::VecDeque"), None);
/// ```
pub fn instead(path: &str) -> Option<String> {
    replaced::instead(&path.split("::").collect::<Vec<_>>())
}

/// Every name in a source text, in order, raw ones without their `r#`, for callers that ban some names.
///
/// ```
/// assert_eq!(checks::scan::names("r#fn(\"a string\", 'c', 1u8) // a comment"), ["fn"]);
/// ```
pub fn names(source: &str) -> Vec<String> {
    let is_name =
        |token: &Token| token.text.starts_with(|first: char| first == '_' || !first.is_ascii_punctuation());
    tokens(source).into_iter().filter(is_name).map(|token| token.text).collect()
}

/// How many places in a file are listed; more would tell an instructor nothing new.
const MOST_NOTES: usize = 5;

/// Lines that an instructor should look at, each with the reason. These constructs are allowed but almost never
/// needed. Each is part of a known way to break memory safety without `unsafe`, through an open bug in the compiler:
///
/// * rust-lang/rust#25860: a reference to a type with a second lifetime implies that the second lifetime is longer, as the
///   bound `'b: 'a` does. Through a pointer to a function with such a parameter, one lifetime can pass for another.
/// * rust-lang/rust#57893: a trait that is implemented for every type has two implementations for a trait object that names
///   its associated type, so one type can pass for another.
/// * rust-lang/rust#84366: the result of a closure or an iterator counts as `'static` if the type of the closure or iterator
///   does, whatever the result borrows.
///
/// If a file has many such places, the first few are listed and the rest counted.
///
/// ```
/// let note = checks::scan::for_review("fn f<'a, 'b, T>(_: &'a &'b (), v: &'b T) -> &'a T { v }");
/// assert_eq!(note, [(1, "`&'a &'b`: with it a lifetime can be stretched (rust-lang/rust#25860)".to_string())]);
/// ```
pub fn for_review(source: &str) -> Vec<(usize, String)> {
    let tokens = own_tests::left_out(tokens(source));
    let implied = lifetimes::implied(&tokens).into_iter();
    let mut notes: Vec<_> = implied
        .map(|(line, what)| (line, format!("`{what}`: with it a lifetime can be stretched (rust-lang/rust#25860)")))
        .collect();
    notes.extend(traits::notes(&tokens));
    notes.sort();
    notes.dedup();
    if notes.len() > MOST_NOTES {
        let more = notes.len() - MOST_NOTES;
        notes.truncate(MOST_NOTES);
        let last = notes.last().map_or(1, |(line, _)| *line);
        notes.push((last, format!("{more} more such places follow: read the whole file")));
    }
    notes
}

#[cfg(test)]
mod tests;
