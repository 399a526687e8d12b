//! "Did you mean": suggests a known name for a mistyped one. `xtask` compiles this file too, because it does not link this
//! crate.

/// The end of an error message, `; did you mean …?`, with the known name that is nearest to `word`. Empty if none is near.
///
/// ```
/// use common::typo::suggestion;
/// assert_eq!(suggestion("gade", &["grade", "demo"]), "; did you mean `grade`?");
/// assert_eq!(suggestion("zzz", &["fuzz", "demo"]), "");
/// ```
pub fn suggestion(word: &str, known: &[&str]) -> String {
    let near = known.iter().filter(|name| is_near(word, name)).min_by_key(|name| distance(word, name));
    near.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// Removes far-fetched suggestions from a message of the parser, which suggests a name for every word.
pub fn sensible(message: &str) -> String {
    const ASKS: &str = ", did you mean `";
    let Some((before, rest)) = message.split_once(ASKS) else { return message.to_string() };
    let Some((name, after)) = rest.split_once("`?") else { return message.to_string() };
    let word = before.rsplit('`').nth(1).unwrap_or_default();
    let kept = if is_near(word, name) { format!("{ASKS}{name}`?") } else { String::new() };
    format!("{before}{kept}{}", sensible(after))
}

/// Whether `word` is the beginning of `name`, or has at most one letter in three wrong.
fn is_near(word: &str, name: &str) -> bool {
    let [word, name] = [word, name].map(|text| text.trim_start_matches('-'));
    let begins = word.chars().count() >= 2 && name.starts_with(word);
    begins || distance(word, name) <= word.chars().count().max(name.chars().count()) / 3
}

/// The edit distance: how many letters must be inserted, deleted, changed, or swapped with the next one.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // `steps[i][j]` is the distance from the first `i` letters of `one` to the first `j` letters of `other`.
    let mut steps = vec![vec![0; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            steps[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = steps[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
                let least = changed.min(steps[i - 1][j] + 1).min(steps[i][j - 1] + 1);
                match i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                    true => least.min(steps[i - 2][j - 2] + 1),
                    false => least,
                }
            };
        }
    }
    steps[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::{sensible, suggestion};

    #[test]
    fn a_name_is_suggested_if_a_letter_is_extra_missing_wrong_or_swapped() {
        for word in ["counter-races", "counter-rac", "counter-rase", "counter-arce", "counter"] {
            assert_eq!(
                suggestion(word, &["fetch-pool", "counter-race"]),
                "; did you mean `counter-race`?",
                "{word}"
            );
        }
        assert_eq!(suggestion("audti", &["audit", "attack"]), "; did you mean `audit`?");
    }

    #[test]
    fn nothing_is_suggested_for_an_unrelated_word() {
        for word in ["wat", "help", "x", "producer", ""] {
            assert_eq!(suggestion(word, &["wide", "fuzz", "grade", "counter-race"]), "", "{word}");
        }
    }

    #[test]
    fn the_parser_s_far_fetched_suggestions_are_removed_and_the_others_kept() {
        let silly = "no such flag: `--wat`, did you mean `--svg`?";
        assert_eq!(sensible(silly), "no such flag: `--wat`");
        let good = "no such flag: `--thread`, did you mean `--threads`?";
        assert_eq!(sensible(good), good);
        assert_eq!(sensible("`--workers` is not expected"), "`--workers` is not expected");
    }
}
