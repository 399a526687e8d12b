//! The changes of a solution: a line removed, a line swapped with the next, a token replaced.

/// Tokens and their replacements. Most are what a student may mistype, forget or confuse.
const TOKENS: [(&str, &[&str]); 21] = [
    ("+=", &["-="]),
    ("-=", &["+="]),
    ("==", &["!="]),
    ("!=", &["=="]),
    (">", &[">=", "<"]),
    ("<", &["<=", ">"]),
    ("&&", &["||"]),
    // A `not` is replaced by nothing.
    ("!", &[""]),
    ("+", &["-"]),
    ("-", &["+"]),
    ("true", &["false"]),
    ("false", &["true"]),
    ("while", &["if"]),
    ("notify_one", &["notify_all"]),
    ("notify_all", &["notify_one"]),
    ("push_back", &["push_front"]),
    ("pop_front", &["pop_back"]),
    ("not_empty", &["not_full", "all_done"]),
    ("not_full", &["not_empty", "all_done"]),
    ("all_done", &["not_empty", "not_full"]),
    ("fetch_add", &["fetch_sub"]),
];

/// The characters of operators. Two in a row are part of a longer operator, such as `->`.
const OPERATOR: &str = "+-*/=<>!&|";

/// A changed block.
pub struct Change {
    /// `without `LINE``, `` `LINE` after `NEXT` `` or `` `NEW` for `OLD` in `LINE` ``.
    pub what: String,
    /// All its lines.
    pub lines: Vec<String>,
}

/// Every change of a block with these lines whose brackets match.
pub fn all(block: &[&str]) -> Vec<Change> {
    let is_code = |line: &&str| !code(line).trim().is_empty();
    let mut changes = Vec::new();
    for (number, line) in block.iter().enumerate().filter(|(_, line)| is_code(line)) {
        let shown = code(line).trim();
        let with = |replaced: &[(usize, Option<String>)]| -> Vec<String> {
            let line = |(at, line): (usize, &&str)| match replaced.iter().find(|(number, _)| *number == at) {
                Some((_, new)) => new.clone(),
                None => Some((*line).to_string()),
            };
            block.iter().enumerate().filter_map(line).collect()
        };
        changes.push(Change { what: format!("without `{shown}`"), lines: with(&[(number, None)]) });
        if let Some((next, below)) = block.iter().enumerate().skip(number + 1).find(|(_, line)| is_code(line))
            && code(below).trim() != shown
        {
            let lines = with(&[(number, Some((*below).to_string())), (next, Some((*line).to_string()))]);
            changes.push(Change { what: format!("`{shown}` after `{}`", code(below).trim()), lines });
        }
        for (old, at) in tokens(code(line)) {
            for new in replacements(old) {
                let changed = format!("{}{new}{}", &line[..at], &line[at + old.len()..]);
                let what = format!("`{new}` for `{old}` in `{shown}`");
                changes.push(Change { what, lines: with(&[(number, Some(changed))]) });
            }
        }
    }
    changes.retain(|change| brackets_match(&change.lines));
    changes
}

/// A line without its comment.
fn code(line: &str) -> &str {
    line.find("//").map_or(line, |comment| &line[..comment])
}

/// The replaceable tokens of a line, each with its position. Text in quotes has none.
fn tokens(line: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    let kind = |char: char| match char {
        '"' => 1,
        _ if char.is_alphanumeric() || char == '_' => 2,
        _ if OPERATOR.contains(char) => 3,
        _ => 0,
    };
    while let Some(first) = line[start..].chars().next() {
        let rest = &line[start..];
        let length = match kind(first) {
            1 => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            0 => first.len_utf8(),
            same => rest.find(|char| kind(char) != same).unwrap_or(rest.len()),
        };
        if kind(first) > 1 {
            found.push((&rest[..length], start));
        }
        start += length;
    }
    found
}

fn replacements(token: &str) -> Vec<String> {
    if let Ok(number) = token.parse::<u64>() {
        return vec![(number + 1).to_string()];
    }
    let known = TOKENS.iter().find(|(old, _)| *old == token);
    known.into_iter().flat_map(|(_, new)| new.iter().map(ToString::to_string)).collect()
}

/// Whether the brackets match. If they do not, the code cannot compile.
fn brackets_match(lines: &[String]) -> bool {
    let mut open = Vec::new();
    for char in lines.iter().flat_map(|line| code(line).chars()) {
        match char {
            '(' | '[' | '{' => open.push(char),
            ')' | ']' | '}' => {
                let matching = matches!((open.pop(), char), (Some('('), ')') | (Some('['), ']') | (Some('{'), '}'));
                if !matching {
                    return false;
                }
            }
            _ => {}
        }
    }
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(block: &[&str]) -> Vec<String> {
        all(block).into_iter().map(|change| change.what).collect()
    }

    #[test]
    fn each_change_removes_swaps_or_alters_one_line() {
        let block = ["while left > 0 { // more", "    wait();", "}", "done(\"0 > 1\");"];
        let expected = [
            "`if` for `while` in `while left > 0 {`",
            "`>=` for `>` in `while left > 0 {`",
            "`<` for `>` in `while left > 0 {`",
            "`1` for `0` in `while left > 0 {`",
            "without `wait();`",
            "`wait();` after `}`",
            "`}` after `done(\"0 > 1\");`",
            "without `done(\"0 > 1\");`",
        ];
        assert_eq!(
            names(&block),
            ["`while left > 0 {` after `wait();`"].iter().chain(&expected).copied().collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_change_leaves_other_lines_and_comments_alone() {
        let changes = all(&["a(); // first", "// between", "b();"]);
        assert_eq!(changes[1].what, "`a();` after `b();`");
        assert_eq!(changes[1].lines, ["b();", "// between", "a(); // first"]);
    }

    #[test]
    fn an_arrow_is_not_a_minus() {
        assert_eq!(names(&["|x| -> u64 { x }"]), ["without `|x| -> u64 { x }`"]);
    }
}
