//! Functions that depend on the number of handles of an `Arc`. Models use `std`'s `Arc`, so the explorer does not see
//! its counts: code that depends on them is explored in one order only, and a count of handles would pass for a
//! counter.

use super::Forbidden;
use super::macros::Names;
use super::tokens::Token;
use std::collections::BTreeSet;

const ADVICE: &str = "the explorer does not see how many handles an `Arc` has: keep a count, or whether something is still \
                      needed, in a lock or an atomic of `common::sync`";

/// Functions of `Arc` and `Weak` alone: these names are forbidden everywhere.
const COUNTS: [&str; 8] = [
    "strong_count",
    "weak_count",
    "try_unwrap",
    "unwrap_or_clone",
    "make_mut",
    "new_cyclic",
    "downgrade",
    "upgrade",
];

/// Functions of `Arc` that other types have as well. Those of `Arc` are no methods, so they are called by their path.
const SHARED: [&str; 2] = ["get_mut", "into_inner"];

/// The types whose functions of these names may be called by their path, beside the atomics and the file's own.
const OTHERS: [&str; 16] = [
    "BTreeMap",
    "Cell",
    "HashMap",
    "Mutex",
    "OnceCell",
    "OnceLock",
    "PoisonError",
    "RefCell",
    "RwLock",
    "ShutDown",
    "TryGetError",
    "TryPutError",
    "UnsafeCell",
    "Vec",
    "VecDeque",
    "slice",
];

pub fn forbidden(tokens: &[Token]) -> Vec<Forbidden> {
    let names = Names::of(tokens);
    // An alias may stand for `Arc`; a type that the file declares does not.
    let (renamed, own) = (named_after(tokens, &["as", "type"]), named_after(tokens, &["struct", "enum"]));
    let is_known = |name: &str| {
        let is_other = OTHERS.contains(&name) || name.starts_with("Atomic") || own.contains(name);
        is_other && !renamed.contains(name)
    };
    let found = tokens.iter().enumerate().filter_map(|(index, token)| {
        let name = token.text.as_str();
        if COUNTS.contains(&name) {
            return Some(Forbidden::new(token.line, name, ADVICE));
        }
        if !SHARED.contains(&name) {
            return None;
        }
        let (is_other, construct) = match before(tokens, index, 1) {
            "." | "fn" => (true, name.to_string()),
            "::" => {
                let owner = owner(&tokens[..index - 1]);
                (is_known(owner), format!("{owner}::{name}"))
            }
            _ => (false, name.to_string()),
        };
        let construct = construct.trim_start_matches("::");
        (!is_other || names.is_argument(index)).then(|| Forbidden::new(token.line, construct, ADVICE))
    });
    found.collect()
}

/// What comes `count` tokens before the one at `index`.
fn before(tokens: &[Token], index: usize, count: usize) -> &str {
    index.checked_sub(count).map_or("", |before| tokens[before].text.as_str())
}

/// The type that a path ends with: `Mutex`, also of `Mutex::<u64>`. Of `<Mutex<u64>>` it is not looked for.
fn owner(path: &[Token]) -> &str {
    let mut depth = 0_usize;
    for (index, token) in path.iter().enumerate().rev() {
        match token.text.as_str() {
            ">" => depth += 1,
            "<" if depth > 1 => depth -= 1,
            "<" if before(path, index, 1) == "::" => return before(path, index, 2),
            "<" => return "",
            name if depth == 0 => return name,
            _ => {}
        }
    }
    ""
}

/// The names that follow one of these keywords.
fn named_after<'t>(tokens: &'t [Token], keywords: &[&str]) -> BTreeSet<&'t str> {
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    pairs
        .filter(|(before, _)| keywords.contains(&before.text.as_str()))
        .map(|(_, name)| name.text.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::forbidden;

    /// What is forbidden in `source`, as it is called there.
    fn found(source: &str) -> Vec<String> {
        forbidden(source).into_iter().map(|found| found.construct).collect()
    }

    #[test]
    fn every_function_that_depends_on_the_number_of_handles_is_forbidden() {
        for call in
            ["Arc::strong_count(&a)", "<Arc<u8>>::strong_count(&a)", "let f = A::strong_count;", "a.strong_count()"]
        {
            assert_eq!(found(call), ["strong_count"], "{call}");
        }
        let calls = [
            ("weak_count", "Arc::weak_count(&a)"),
            ("try_unwrap", "let a = handles.pop().map(Arc::try_unwrap);"),
            ("unwrap_or_clone", "Arc::unwrap_or_clone(a)"),
            ("make_mut", "*Arc::make_mut(&mut a) += 1;"),
            ("new_cyclic", "Arc::new_cyclic(|weak| f(weak))"),
            ("downgrade", "Arc::downgrade(&a)"),
            ("upgrade", "weak.upgrade()"),
            ("upgrade", "Weak::upgrade(&weak)"),
            ("upgrade", "call!(weak, upgrade)"),
        ];
        for (name, call) in calls {
            assert_eq!(found(call), [name], "{call}");
        }
        let advice = forbidden("Arc::strong_count(&a)").remove(0).advice;
        assert!(advice.ends_with("in a lock or an atomic of `common::sync`"), "{advice}");
    }

    #[test]
    fn function_names_that_other_types_have_too_are_forbidden_only_for_arc() {
        assert_eq!(found("Arc::get_mut(&mut a)"), ["Arc::get_mut"]);
        assert_eq!(found("common::sync::Arc::<u8>::into_inner(a)"), ["Arc::into_inner"]);
        assert_eq!(found("handles.map(Arc::into_inner)"), ["Arc::into_inner"]);
        for other in [
            "lock.lock().unwrap_or_else(PoisonError::into_inner)",
            "Mutex::<u64>::into_inner(m)",
            "Mutex::<Vec<u64>>::into_inner(m)",
            "poisoned.into_inner()",
            "map.get_mut(&key)",
            "HashMap::get_mut(&mut map, &key)",
            "halves.map(AtomicU64::into_inner)",
            "struct Slot(u64); impl Slot { fn into_inner(self) -> u64 { self.0 } } Slot::into_inner(slot)",
            "fn into_inner(self) -> T { self.0 }",
        ] {
            assert_eq!(found(other), [""; 0], "{other}");
        }
    }

    #[test]
    fn an_alias_does_not_hide_an_arc() {
        assert_eq!(found("type Shared = Arc<u8>; Shared::get_mut(&mut a)"), ["Shared::get_mut"]);
        assert_eq!(found("use common::sync::Arc as Mutex; Mutex::get_mut(&mut a)"), ["Mutex::get_mut"]);
        assert_eq!(found("type Mutex<T> = Arc<T>; Mutex::<u8>::get_mut(&mut a)"), ["Mutex::get_mut"]);
        assert_eq!(
            found("struct Slot; mod m { pub type Slot = Arc<u8>; Slot::get_mut(&mut a) }"),
            ["Slot::get_mut"]
        );
        assert_eq!(found("<Arc<u8>>::get_mut(&mut a)"), ["get_mut"]);
        assert_eq!(found("impl F for Arc<u8> { fn f(a: &mut Self) { Self::get_mut(a); } }"), ["Self::get_mut"]);
        assert_eq!(found("call!(Arc, get_mut)"), ["get_mut"]);
        assert_eq!(found("call!(a.get_mut)"), ["get_mut"]);
        assert_eq!(found("macro_rules! m { ($t:ident) => { $t::get_mut(a) } }"), ["t::get_mut"]);
    }
}
