//! Names that stand nowhere: not as a macro, not as an argument of one, not in a rule of one.

use super::Forbidden;
use super::macros::Names;
use super::tokens::Token;

/// Each group with what to do about it.
const WORDS: [(&[&str], &str); 5] = [
    (&["unsafe"], "no exercise needs it: safe code can do all that is asked for"),
    (
        &["extern", "no_mangle", "link_section", "export_name", "link_name", "global_allocator", "proc_macro"],
        "leave it out: an exercise is linked with nothing else",
    ),
    (&["asm", "global_asm", "naked_asm"], "write it in Rust"),
    (&["include_str", "include_bytes", "option_env", "concat_idents"], WRITE_DOWN),
    (&["thread_local"], "share it through `common::sync`: to an explorer all threads are one"),
];

const WRITE_DOWN: &str = "write down what you need: a solution is its file alone";

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
