//! Guesses the program's names for its objects from the source line that creates each: `let count = …`, a field
//! `items: …`, a `static`. A reader knows `count`, but not `mutex 1`.

use crate::record::{ObjectKind, Place};
use crate::source;
use std::collections::HashMap;

/// A name for each object, in order. Duplicate names are numbered.
pub(crate) fn of(objects: impl Iterator<Item = (ObjectKind, Place)>) -> Vec<String> {
    let objects: Vec<_> = objects.collect();
    let mut guesses: Vec<_> = objects.iter().map(|(kind, created)| (*kind, guess(*kind, created))).collect();
    // `static COUNT: LazyLock<AtomicUsize> = …` creates two objects: the program means the value by `COUNT`.
    let line = |at: usize| (objects[at].1.file(), objects[at].1.line());
    let is_lazy = |at: usize| {
        let same = |other: usize| line(other) == line(at) && guesses[other].1 == guesses[at].1;
        objects[at].0 == ObjectKind::OnceLock
            && (0..objects.len()).any(|other| same(other) && objects[other].0 != ObjectKind::OnceLock)
    };
    let lazy: Vec<usize> = (0..objects.len()).filter(|at| is_lazy(*at)).collect();
    for at in lazy {
        guesses[at].1 = guesses[at].1.take().map(|name| format!("lazy {name}"));
    }
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new(); // only looked up
    for name in guesses.iter().filter_map(|(_, name)| name.as_ref()) {
        counts.entry(name.clone()).or_default().0 += 1;
    }
    let mut unnamed: HashMap<ObjectKind, usize> = HashMap::new();
    let mut number = |(kind, guess): (ObjectKind, Option<String>)| match guess {
        Some(name) => {
            let (count, next) = counts.get_mut(&name).expect("counted above");
            *next += 1;
            if *count == 1 { name } else { format!("{name}[{}]", *next - 1) }
        }
        None => {
            let number = unnamed.entry(kind).or_default();
            *number += 1;
            format!("{} {number}", word(kind))
        }
    };
    guesses.into_iter().map(&mut number).collect()
}

fn word(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Atomic => "atomic",
        ObjectKind::Mutex => "mutex",
        ObjectKind::RwLock => "rwlock",
        ObjectKind::Condvar => "condvar",
        ObjectKind::Barrier => "barrier",
        ObjectKind::Channel => "channel",
        ObjectKind::OnceLock => "once lock",
        ObjectKind::Cell => "cell",
    }
}

/// The name that the source gives to the object created at `created`.
fn guess(kind: ObjectKind, created: Place) -> Option<String> {
    let lines = source::lines(created.file());
    let line = created.line() as usize - 1;
    if lines.get(line)?.trim_start().starts_with("#[derive(") {
        return derived(kind, &lines[line + 1..]);
    }
    let start: String = lines.get(line)?.chars().take(created.column() as usize - 1).collect();
    if let Some(name) = element(&start).or_else(|| in_front(&start)) {
        return Some(name);
    }
    // The expression may have begun some lines above. A finished statement there belongs to something else.
    let mut before = start;
    for above in (line.saturating_sub(4)..line).rev() {
        if lines[above].trim_end().ends_with(';') || lines[above].trim_end().ends_with('}') {
            break;
        }
        before = format!("{}\n{before}", lines[above]);
        if let Some(name) = element(&before).or_else(|| in_front(&before)) {
            return Some(name);
        }
    }
    None
}

/// Is the object created at `created` named by its index in an array?
pub(crate) fn is_element(kind: ObjectKind, created: Place) -> bool {
    guess(kind, created).is_some_and(|name| name.ends_with(']'))
}

/// `next: [AtomicUsize::new(0), ` gives `next[1]`: the expression is in an array, possibly inside calls.
fn element(text: &str) -> Option<String> {
    let (mut depth, mut index) = (0_usize, 0);
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' if depth > 0 => depth -= 1,
            '[' => {
                let owner = text[..at].trim_end().trim_end_matches("vec!");
                let owner = element(owner).or_else(|| in_front(owner))?;
                return Some(format!("{owner}[{index}]"));
            }
            '(' => index = 0, // these were the arguments of a call, or the parts of a tuple
            '{' | ';' if depth == 0 => return None,
            ',' if depth == 0 => index += 1,
            _ => {}
        }
    }
    None
}

/// `#[derive(Default)]` creates objects at the place of that word. The object is then the field of its type in the
/// struct declared in `lines`; if there are two, it may be either.
fn derived(kind: ObjectKind, lines: &[impl AsRef<str>]) -> Option<String> {
    let type_name = match kind {
        ObjectKind::Atomic => "Atomic",
        ObjectKind::Mutex => "Mutex<",
        ObjectKind::RwLock => "RwLock<",
        ObjectKind::Condvar => "Condvar",
        ObjectKind::OnceLock => "OnceLock<",
        ObjectKind::Cell => "UnsafeCell<",
        ObjectKind::Barrier | ObjectKind::Channel => return None, // neither has a default
    };
    let lines = lines.iter().map(AsRef::as_ref);
    let fields = lines.take_while(|line| line.trim() != "}").filter_map(|line| line.split_once(": "));
    let mut fields = fields.filter(|(name, declared)| !name.contains("//") && declared.contains(type_name));
    let (name, _) = fields.next().filter(|_| fields.next().is_none())?;
    let name = name.split_whitespace().next_back()?;
    is_name(name).then(|| name.to_owned())
}

/// The variable, field or static that is assigned the expression after `text`.
fn in_front(text: &str) -> Option<String> {
    field(text).or_else(|| variable(text))
}

/// `…, items: Arc::new(` gives `items`.
fn field(text: &str) -> Option<String> {
    let start = text.rfind([',', '{', '\n']).map_or(0, |at| at + 1);
    let text = &text[start..];
    let colon = text
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|at| !text[at + 1..].starts_with(':') && !text[..*at].ends_with(':'))?;
    let name = text[..colon].trim();
    let after_let = !name.contains(' ');
    (after_let && is_name(name)).then(|| name.to_owned())
}

/// `let mut count = Arc::new(` gives `count`, and the second expression after `let (a, b) = (` gives `b`.
fn variable(text: &str) -> Option<String> {
    let (keyword, at) = ["let ", "static ", "const "]
        .iter()
        .filter_map(|keyword| Some((*keyword, text.rfind(keyword)?)))
        .max_by_key(|(_, at)| *at)?;
    let (pattern, value) = text[at + keyword.len()..].split_once('=')?;
    if value.contains(';') {
        return None;
    }
    let pattern = pattern.trim();
    if let Some(names) = pattern.strip_prefix('(') {
        let names: Vec<&str> = names.split([')', ':']).next()?.split(',').map(plain).collect();
        let is_tuple = value.trim_start().starts_with('(');
        let index = if is_tuple { top_level_commas(value) } else { 0 };
        return match is_tuple {
            true => names.get(index).filter(|name| is_name(name)).map(|name| (*name).to_owned()),
            false => Some(names.join("/")), // `let (sender, receiver) = channel()`
        };
    }
    let name = plain(pattern.split(':').next()?);
    is_name(name).then(|| name.to_owned())
}

fn plain(name: &str) -> &str {
    name.trim().trim_start_matches("mut ").trim()
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Counts the commas inside the first open parenthesis, but not in nested ones.
fn top_level_commas(text: &str) -> usize {
    let mut depth = 0;
    let mut commas = 0;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => commas += 1,
            _ => {}
        }
    }
    commas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_element_is_named_by_its_index() {
        for (text, name) in [
            ("let stack = Arc::new(Stack { head: A::new(2), next: [A::new(0), ", "next[1]"),
            ("    next: [\n        A::new(0),\n        A::new(1),\n        ", "next[2]"),
            ("let forks = [", "forks[0]"),
            ("let forks = vec![Arc::new(Mutex::new(0)), Arc::new(", "forks[1]"),
            ("let grid = [[a, b], [c, ", "grid[1][1]"),
        ] {
            assert_eq!(element(text).as_deref(), Some(name), "{text}");
        }
        for text in ["let a = all[0].max(", "let s = S { a: [1, 2], b: ", "f([1, 2], ", "let [a, b] = ("] {
            assert_eq!(element(text), None, "{text}");
        }
    }

    #[test]
    fn an_object_from_a_derived_default_is_named_after_the_field_of_its_type() {
        let lines =
            ["pub struct Counter {", "    /// note: a Mutex<u64>", "    pub(crate) count: Mutex<u64>,", "}"];
        assert_eq!(derived(ObjectKind::Mutex, &lines).as_deref(), Some("count"));
        assert_eq!(derived(ObjectKind::Atomic, &lines), None);
        let two = ["struct Two {", "    a: Mutex<u8>,", "    b: Mutex<u8>,", "}"];
        assert_eq!(derived(ObjectKind::Mutex, &two), None);
    }
}
