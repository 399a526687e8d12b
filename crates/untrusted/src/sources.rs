//! The scan of a source text, held against a reader of Rust's tokens that shares no code with it.

use checks::scan::{for_review, forbidden, names};
use proc_macro2::{TokenStream, TokenTree};

/// Names that the scan lets stand nowhere; some of its groups, for what it does with one it does with all. Those of macros
/// may be variables: they are banned where they are called.
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
/// Brackets in each other that the scan lets pass.
const DEEPEST: usize = 100;

/// Every name that the compiler would see is one that the scan sees. What it lets pass holds no banned one, and is not
/// deeply nested.
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
    // The first line of a script is no Rust; whoever hands one in is told so before anything else.
    let Ok(tokens) = text.parse::<TokenStream>() else { return };
    if text.starts_with("#!") || found.iter().any(|found| found.construct.starts_with("a file of ")) {
        return;
    }
    let (seen, called, depth) = identifiers(tokens);
    let mut scanned = names(&text).into_iter();
    for name in &seen {
        // What a comment for the documentation says is an attribute to this reader, and no name to the compiler.
        let is_seen = name == "doc" || scanned.any(|other| other == *name);
        assert!(is_seen, "the scan does not see `{name}`");
    }
    // What is compiled for tests alone is left out, and may hold anything.
    if found.is_empty() && !text.contains("cfg(test)") {
        let banned = seen.iter().chain(&called).find(|name| BANNED.contains(&name.as_str()));
        assert_eq!(banned, None, "the scan lets it pass");
        assert!(depth <= DEEPEST, "the scan lets {depth} brackets in each other pass");
    }
}

/// The names in the order in which they stand, raw ones as others; those that a `!` follows, with it; and the deepest
/// nesting. Without recursion: the text need not be one that the scan lets pass.
fn identifiers(tokens: TokenStream) -> (Vec<String>, Vec<String>, usize) {
    let (mut names, mut called, mut deepest) = (Vec::new(), Vec::new(), 0);
    let mut is_name = false;
    let mut open = vec![tokens.into_iter()];
    // To this reader a lifetime is a quote with a name behind it.
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
