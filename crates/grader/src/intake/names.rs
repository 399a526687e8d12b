//! Recognises file names that browsers, desktops and editors have changed: `queue (1).rs`, `atomic - Copy.rs`,
//! `locked.rs.txt`.

/// The file name in a path with slashes or backslashes.
pub fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Whether a program may have changed the name `wanted` into `name`.
///
/// A name that a person chose (`old_queue.rs`, `queue2.rs`) is a different file.
pub fn looks_like(name: &str, wanted: &str) -> bool {
    let Some(wanted) = wanted.strip_suffix(".rs") else { return false };
    let name = name.to_lowercase();
    let name = name.strip_suffix(".txt").unwrap_or(&name);
    let Some(mut stem) = name.strip_suffix(".rs") else { return false };
    loop {
        let shorter = shorter(stem);
        if shorter == stem {
            return stem == wanted;
        }
        stem = shorter;
    }
}

/// The name without one addition.
fn shorter(stem: &str) -> &str {
    const AFTER: [&str; 6] = [" - copy", " - kopie", " copy", " kopie", "-copy", "_copy"];
    const BEFORE: [&str; 2] = ["copy of ", "kopie von "];
    let stem = stem.trim();
    let numbered = stem.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    if let Some((rest, number)) = numbered
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        return rest.trim_end();
    }
    let after = AFTER.iter().find_map(|end| stem.strip_suffix(end));
    after.or_else(|| BEFORE.iter().find_map(|begin| stem.strip_prefix(begin))).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_changed_by_browsers_and_desktops_look_like_the_original() {
        for name in [
            "queue (1).rs",
            "queue(2).rs",
            "queue - Copy.rs",
            "queue - Copy (2).rs",
            "queue - Kopie.rs",
            "Copy of queue.rs",
            "queue copy.rs",
            "queue.rs.txt",
            "Queue.rs",
            "QUEUE.RS",
        ] {
            assert!(looks_like(name, "queue.rs"), "{name}");
        }
    }

    #[test]
    fn names_changed_by_people_do_not_look_like_the_original() {
        for name in
            ["old_queue.rs", "queue2.rs", "queue.txt", "queue.rs.bak", "myqueue.rs", "queue (x).rs", ".rs", ""]
        {
            assert!(!looks_like(name, "queue.rs"), "{name}");
        }
    }
}
