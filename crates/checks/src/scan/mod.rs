//! What an exercise forbids, found in a file before it is compiled: primitives that no explorer can run, and all with
//! which code could reach out of its exercise while it is compiled or while it runs.
//!
//! * `tokens`: the text as names and signs, without comments and literals.
//! * `limits`: how long and how deeply nested a file may be. The compiler's own parser is recursive.
//! * `words`: names that stand nowhere.
//! * `paths`: which paths into libraries are allowed.
//! * `replaced`: what stands in `common` instead.
//! * `attributes`: which attributes are.
//! * `statics`: which variables outlive a run.
//! * `handles`: what depends on how many handles an `Arc` has.
//! * `macros`: which names are in the hands of a macro of the file's own.
//! * `own_tests`: leaves out modules of tests, which nobody compiles here.
//! * `lifetimes`, `traits`: what only a reader can judge.
//!
//! The scan does not expand macros or follow names. So it holds for every place where a name stands, and what it allows is
//! a list: a library is named by its whole path, never handed to a macro or given another name.

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
    /// What stands there.
    pub construct: String,
    /// What to do about it.
    pub advice: String,
}

impl Forbidden {
    fn new(line: usize, construct: impl Into<String>, advice: impl Into<String>) -> Self {
        Forbidden { line, construct: construct.into(), advice: advice.into() }
    }
}

/// Everything forbidden in a source text, in order.
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

/// What to write in place of `path`, of `std`, for which `common` has something that an explorer can run; `None` where `std`'s
/// own will do.
///
/// ```
/// use checks::scan::instead;
/// assert_eq!(instead("sync::Mutex").unwrap(), "write `common::sync::Mutex` instead: the explorer can run that");
/// assert_eq!(instead("collections::VecDeque"), None);
/// ```
pub fn instead(path: &str) -> Option<String> {
    replaced::instead(&path.split("::").collect::<Vec<_>>())
}

/// Every name in a source text, in order, raw ones without their `r#`: where one of them is banned, the text is.
///
/// ```
/// assert_eq!(checks::scan::names("r#fn(\"a string\", 'c', 1u8) // a comment"), ["fn"]);
/// ```
pub fn names(source: &str) -> Vec<String> {
    let is_name =
        |token: &Token| token.text.starts_with(|first: char| first == '_' || !first.is_ascii_punctuation());
    tokens(source).into_iter().filter(is_name).map(|token| token.text).collect()
}

/// More places in a file than these tell whoever teaches nothing new.
const MOST_NOTES: usize = 5;

/// Lines that an instructor should look at, each with the reason: what is allowed, and all but never needed. Each is a part
/// of a known way to break memory without `unsafe`, through a hole of the compiler that is open:
///
/// * rust-lang/rust#25860: a reference to what holds another lifetime implies that this is the longer one, and so does the
///   bound `'b: 'a`. Through a pointer to a function with such a parameter, one lifetime passes for another.
/// * rust-lang/rust#57893: a trait with an implementation for every type has two for a trait object that names its
///   associated type, and so one type passes for another.
/// * rust-lang/rust#84366: what a closure or an iterator returns counts as `'static` if its own type does, whatever it
///   borrows.
///
/// Of many places in one file the first are told, and how many more there are.
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
