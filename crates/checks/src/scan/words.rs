//! Names that are banned everywhere: as a macro, in its arguments and in its rules.

use super::Forbidden;
use super::macros::Names;
use super::tokens::Token;

/// Each group with advice.
const WORDS: [(&[&str], &str); 5] = [
    (&["unsafe"], "no exercise needs it: write safe code"),
    (
        &["extern", "no_mangle", "link_section", "export_name", "link_name", "global_allocator", "proc_macro"],
        "leave it out: an exercise is not linked with other code",
    ),
    (&["asm", "global_asm", "naked_asm"], "write it in Rust"),
    (&["include_str", "include_bytes", "option_env", "concat_idents"], WRITE_DOWN),
    (&["thread_local"], "share it through `common::sync`: in the explorer all threads are one system thread"),
];

const WRITE_DOWN: &str = "write what you need into the exercise's file: nothing else is read";

/// Macros of these names are forbidden, but a variable may have one of them.
const MACROS: [&str; 2] = ["include", "env"];

pub fn forbidden(tokens: &[Token]) -> Vec<Forbidden> {
    let names = Names::of(tokens);
    let macros = tokens
        .iter()
        .enumerate()
        .filter(|(index, token)| MACROS.contains(&token.text.as_str()) && !names.is_plain(tokens, *index));
    let macros = macros.map(|(_, token)| Forbidden::new(token.line, token.text.as_str(), WRITE_DOWN));
    let advice = |word: &str| WORDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, advice)| *advice);
    let found = |token: &Token| Some(Forbidden::new(token.line, token.text.as_str(), advice(&token.text)?));
    tokens.iter().filter_map(found).chain(macros).collect()
}
