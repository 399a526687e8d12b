//! Compares the scan of a source text to a Rust tokenizer that shares no code with it.

use checks::scan::{for_review, forbidden, names};
use proc_macro2::{TokenStream, TokenTree};

/// Some of the names that the scan bans; it treats all names of a group alike. Names of macros may be variables: they
/// are banned only if called.
const BANNED: [&str; 12] = [
    "unsafe",
    "extern",
    "no_mangle",
    "link_section",
    "asm!",
    "include!",
    "include_str!",
    "include_bytes!",
    "env!",
    "option_env!",
    "thread_local!",
    "proc_macro",
];
/// The deepest nesting of brackets that the scan allows.
const DEEPEST: usize = 100;

/// The scan sees every name that the compiler would see. A text that it allows has no banned name and no deep nesting.
pub fn scan(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let found = forbidden(&text);
    let lines = text.lines().count().max(1);
    for found in &found {
        assert!((1..=lines).contains(&found.line), "line {} of {lines}", found.line);
        assert!(!found.construct.is_empty() && !found.advice.is_empty());
    }
    let is_ours = |(line, _): &(usize, String)| (1..=lines).contains(line);
    assert!(for_review(&text).iter().all(is_ours));
    // A script's first line is not Rust, and is refused before anything else.
    let Ok(tokens) = text.parse::<TokenStream>() else { return };
    if text.starts_with("#!") || found.iter().any(|found| found.construct.starts_with("a file of ")) {
        return;
    }
    let (seen, called, depth) = identifiers(tokens);
    let mut scanned = names(&text).into_iter();
    for name in &seen {
        // To this tokenizer a documentation comment is an attribute `doc`, which the source does not contain.
        let is_seen = name == "doc" || scanned.any(|other| other == *name);
        assert!(is_seen, "the scan does not see `{name}`");
    }
    // Code that is compiled only for tests may contain anything.
    if found.is_empty() && !text.contains("cfg(test)") {
        let banned = seen.iter().chain(&called).find(|name| BANNED.contains(&name.as_str()));
        assert_eq!(banned, None, "the scan allows it");
        assert!(depth <= DEEPEST, "the scan allows {depth} nested brackets");
    }
}

/// The names in order, raw ones without `r#`, followed by `!` if they are called as macros; and the deepest nesting.
/// It does not recurse, because the text may be one that the scan refuses.
fn identifiers(tokens: TokenStream) -> (Vec<String>, Vec<String>, usize) {
    let (mut names, mut called, mut deepest) = (Vec::new(), Vec::new(), 0);
    let mut is_name = false;
    let mut open = vec![tokens.into_iter()];
    // To this tokenizer a lifetime is a quote and a name.
    let mut is_lifetime = false;
    while let Some(innermost) = open.last_mut() {
        let next = innermost.next();
        let after_quote = std::mem::replace(
            &mut is_lifetime,
            matches!(&next, Some(TokenTree::Punct(sign)) if sign.as_char() == '\''),
        );
        let after_name = std::mem::replace(&mut is_name, matches!(&next, Some(TokenTree::Ident(_))));
        match next {
            None => {
                open.pop();
            }
            Some(TokenTree::Group(group)) => {
                open.push(group.stream().into_iter());
                deepest = deepest.max(open.len() - 1);
            }
            Some(TokenTree::Ident(name)) if !after_quote => {
                let name = name.to_string();
                names.push(name.strip_prefix("r#").unwrap_or(&name).to_string());
            }
            // `env != 1` compares.
            Some(TokenTree::Punct(sign)) if after_name && sign.as_char() == '!' => {
                let compares = innermost
                    .clone()
                    .next()
                    .is_some_and(|next| matches!(&next, TokenTree::Punct(sign) if sign.as_char() == '='));
                called.extend(names.last().filter(|_| !compares).map(|name| format!("{name}!")));
            }
            Some(_) => {}
        }
    }
    (names, called, deepest)
}
