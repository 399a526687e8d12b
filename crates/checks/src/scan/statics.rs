//! Finds a `static` that threads can change: the explorer runs a program many times, and each run would begin with
//! what the last run left.

use super::Forbidden;
use super::tokens::Token;

/// What to do instead. The compiler's own advice, `LazyLock`, leads nowhere here.
pub const ADVICE: &str = "make it in `new` and keep it in the struct: a `static` outlives the run that changed it";

/// Besides the atomics, types that can change through a shared reference.
const CHANGES: [&str; 8] = ["Mutex", "RwLock", "Condvar", "Barrier", "LazyLock", "OnceLock", "Once", "UnsafeCell"];

pub fn forbidden(tokens: &[Token]) -> Vec<Forbidden> {
    let starts = tokens.iter().enumerate().filter(|(_, token)| token.text == "static");
    let found = starts.filter_map(|(index, token)| {
        let declared =
            tokens[index + 1..].iter().take_while(|token| !matches!(token.text.as_str(), "=" | ";" | "{"));
        let changes = |token: &&Token| CHANGES.contains(&token.text.as_str()) || token.text.starts_with("Atomic");
        let what = declared.into_iter().find(changes)?;
        Some(Forbidden::new(token.line, format!("static … {}", what.text), ADVICE))
    });
    found.collect()
}
