//! Which paths into libraries are allowed: the parts of `std` that only compute, and what `common` provides for
//! exercises.

use super::Forbidden;
use super::macros::Names;
use super::replaced::{NEVER_SLEEP, instead, is_sleep};
use super::statics;
use super::tokens::Token;

/// What `std::sync` has for a `static`, and `common` does not.
const LAZY: [&str; 2] = ["LazyLock", "Once"];

/// What of `common` is for exercises: those, how to catch a panic, how to look again before falling asleep, and how to
/// make a value readable.
const OF_COMMON: [&str; 7] = ["sync", "thread", "time", "hint", "panic", "patience", "show"];

/// The modules of `std`, `core` and `alloc` whose every item only computes.
const MODULES: [&str; 40] = [
    "any",
    "array",
    "ascii",
    "borrow",
    "boxed",
    "cell",
    "char",
    "clone",
    "cmp",
    "collections",
    "convert",
    "default",
    "error",
    "fmt",
    "hash",
    "iter",
    "marker",
    "mem",
    "num",
    "ops",
    "option",
    "pin",
    "primitive",
    "range",
    "rc",
    "result",
    "slice",
    "str",
    "string",
    "vec",
    "u32",
    "u64",
    "usize",
    "i32",
    "i64",
    "u8",
    "u16",
    "u128",
    "isize",
    "f64",
];

/// Of other modules and of the macros, these alone.
const ITEMS: [&str; 15] = [
    "panic::catch_unwind",
    "panic::resume_unwind",
    "panic::AssertUnwindSafe",
    "panic::UnwindSafe",
    "panic::RefUnwindSafe",
    "ptr::eq",
    "assert",
    "assert_eq",
    "assert_ne",
    "format",
    "matches",
    "todo",
    "unreachable",
    "write",
    "writeln",
];

/// What the examples depend on for their programs, and what these are built from. A test in xtask holds it against
/// their manifests.
pub const LIBRARIES: [&str; 24] = [
    "anstream",
    "anstyle",
    "base64",
    "bpaf",
    "checks",
    "confine",
    "ctrlc",
    "grader",
    "httpdate",
    "idna_adapter",
    "indicatif",
    "interleave",
    "libtest_mimic",
    "loom",
    "percent_encoding",
    "proptest",
    "rand",
    "serde_core",
    "serde_json",
    "signal_hook",
    "tempfile",
    "test",
    "ureq",
    "url",
];

const NOT_NEEDED: &str = "no exercise needs it";

pub fn forbidden(tokens: &[Token]) -> Vec<Forbidden> {
    let mut found = Vec::new();
    let mut in_use = false;
    let names = Names::of(tokens);
    for (index, Token { line, text }) in tokens.iter().enumerate() {
        let word = |offset: usize| tokens.get(index + offset).map_or("", |token| token.text.as_str());
        let before = index.checked_sub(1).map_or("", |before| tokens[before].text.as_str());
        in_use = text == "use" || (in_use && text != ";");
        let first_of_path = before != "::";
        match text.as_str() {
            "std" | "core" | "alloc" => {
                if word(1) != "::" && !names.is_plain(tokens, index) {
                    let construct = if word(1) == "as" { format!("{text} as {}", word(2)) } else { text.clone() };
                    let advice = format!("write `{text}::` and what you need of it, in one path");
                    found.push(Forbidden::new(*line, construct, advice));
                }
                for path in paths(&tokens[index + 1..]) {
                    found.extend(of_std(text, &path, *line));
                }
            }
            // However the module was imported. In one path with its library, that one says it.
            "thread" if first_of_path && word(1) == "::" && is_sleep(word(2)) => {
                found.push(Forbidden::new(*line, format!("thread::{}", word(2)), NEVER_SLEEP));
            }
            "common" if first_of_path && word(1) == "::" => {
                for path in paths(&tokens[index + 1..]) {
                    if name(&path, 0) == "thread" && is_sleep(name(&path, 1)) {
                        let construct = format!("common::thread::{}", name(&path, 1));
                        found.push(Forbidden::new(path[1].line, construct, NEVER_SLEEP));
                    }
                    if !OF_COMMON.contains(&name(&path, 0)) {
                        let allowed = OF_COMMON.map(|module| format!("`common::{module}`")).join(", ");
                        let construct = format!("common::{}", name(&path, 0));
                        let line = path.first().map_or(*line, |token| token.line);
                        found.push(Forbidden::new(line, construct, format!("exercises have {allowed}")));
                    }
                }
            }
            "common" if in_use && first_of_path => {
                let advice = "write `common::` and what you need of it, in one path";
                found.push(Forbidden::new(*line, "common", advice));
            }
            library if LIBRARIES.contains(&library) && first_of_path && (in_use || word(1) == "::") => {
                found.push(Forbidden::new(*line, library, NOT_NEEDED));
            }
            _ => {}
        }
    }
    found
}

/// What is wrong with this path of a library of the compiler's.
fn of_std(library: &str, path: &[&Token], line: usize) -> Option<Forbidden> {
    let (module, item) = (name(path, 0), format!("{}::{}", name(path, 0), name(path, 1)));
    if MODULES.contains(&module) || ITEMS.contains(&module) || ITEMS.contains(&item.as_str()) {
        return None;
    }
    let words: Vec<&str> = path.iter().map(|token| token.text.as_str()).collect();
    let lazy = module == "sync" && LAZY.contains(&name(path, 1));
    let advice = Some(statics::ADVICE.to_string()).filter(|_| lazy).or_else(|| instead(&words));
    let advice = advice.unwrap_or_else(|| match module {
        "*" | "self" | "" => "name what you need of it".to_string(),
        _ => NOT_NEEDED.to_string(),
    });
    let is_partly_allowed = ITEMS.iter().any(|item| item.split_once("::").is_some_and(|(of, _)| of == module));
    let is_named_whole = is_partly_allowed || (module == "thread" && is_sleep(name(path, 1)));
    let construct = format!("{library}::{}", if is_named_whole { item.trim_end_matches(':') } else { module });
    Some(Forbidden::new(path.first().map_or(line, |token| token.line), construct, advice))
}

/// The paths that `tokens`, which follow a library's name, go on with: `::a::b` is one, `::{a, b::{c, d}}` are three.
fn paths(tokens: &[Token]) -> Vec<Vec<&Token>> {
    let mut found = Vec::new();
    if tokens.first().is_some_and(|token| token.text == "::") {
        go_on(&mut tokens.iter().peekable(), Vec::new(), &mut found);
    }
    found
}

type Tokens<'a> = std::iter::Peekable<std::slice::Iter<'a, Token>>;

/// Goes on after the names in `path`. Lists in lists are no deeper than `limits` allows.
fn go_on<'a>(tokens: &mut Tokens<'a>, mut path: Vec<&'a Token>, found: &mut Vec<Vec<&'a Token>>) {
    while tokens.next_if(|token| token.text == "::").is_some() {
        let Some(token) = tokens.next() else { break };
        if token.text != "{" {
            path.push(token);
            continue;
        }
        while let Some(entry) = tokens.next().filter(|token| token.text != "}") {
            if entry.text == "," {
                continue;
            }
            let longer = path.iter().copied().chain([entry]).collect();
            go_on(tokens, longer, found);
            // `as` and another name.
            while tokens.next_if(|token| !matches!(token.text.as_str(), "," | "}")).is_some() {}
        }
        return;
    }
    found.push(path);
}

fn name<'a>(path: &[&'a Token], index: usize) -> &'a str {
    path.get(index).map_or("", |token| token.text.as_str())
}
