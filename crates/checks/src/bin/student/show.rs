//! What is printed for one exercise: a line for each check, then what went wrong, then what to do next.

use crate::build::Refused;
use crate::examine::{Report, failing};
use crate::memory::Memory;
use crate::options::Options;
use crate::todos::left_to_write;
use anstyle::{AnsiColor, Style};
use checks::{Description, Exercise, Finding, Verdict};
use common::width::{wrap, wrap_indented};

pub const GOOD: Style = AnsiColor::Green.on_default().bold();
pub const BAD: Style = AnsiColor::Red.on_default().bold();
pub const TITLE: Style = Style::new().bold();

/// The compiler's code for the use of a moved value.
const MOVED: &str = "E0382";

/// Everything about one exercise; `before` are the checks that passed last time.
pub fn report(report: &Report, before: &[String], options: &Options) -> String {
    let exercise = report.exercise;
    let title = format!("{TITLE}{}{TITLE:#}: {}\n{}\n", exercise.id, exercise.title, exercise.path());
    match &report.checks {
        Err(refused) => format!("{title}\n{}", compiler(refused, exercise, options.columns())),
        Ok(checks) if checks.is_empty() => {
            let folder = format!("crates/{}/tests/spec", exercise.package);
            format!("{title}\nThis exercise has no checks here: restore {folder} from the handout.")
        }
        Ok(checks) => {
            let mut text = title + "\n";
            for (check, finding) in checks {
                text.push_str(&line(check, finding, before, options));
            }
            text.push_str(&points(report));
            text.push_str(&news(report, before));
            text.push_str(&left_to_write(exercise, &report.todos, checks));
            text + &failures(checks, options)
        }
    }
}

/// The compiler's errors, after a sentence that says which file they are in.
fn compiler(refused: &Refused, exercise: &Exercise, columns: usize) -> String {
    if let Some(restore) = &refused.restore {
        return format!("{BAD}cannot be checked{BAD:#}\n\n{restore}");
    }
    let blocked_by = refused.blocked_by(exercise);
    let mut parts = vec![match blocked_by {
        None => format!("{BAD}does not compile{BAD:#}"),
        Some(other) => {
            let way = format!(
                "{} does not compile, and this exercise is compiled together with it. Fix that file first, or replace \
                 what is wrong in it by `todo!()`: cargo xtask check {}",
                other.path(),
                other.id
            );
            format!("{BAD}cannot be checked yet{BAD:#}\n\n{}", wrap(&way, columns))
        }
    }];
    parts.extend(refused.remark.map(|remark| wrap(remark, columns)));
    let errors: Vec<_> = refused.errors_of(exercise).map(|error| error.rendered.clone()).collect();
    let more = refused.total.saturating_sub(errors.len());
    parts.extend(errors);
    match more {
        0 => {}
        1 => parts.push("One more error is not shown.".to_string()),
        more => parts.push(format!("{more} more errors are not shown: they often follow from the first.")),
    }
    parts.join("\n\n")
}

/// `✓ 2/2  counts correctly in one thread`
fn line(check: &Description, finding: &Finding, before: &[String], options: &Options) -> String {
    let verdict = finding.verdict;
    let passed = verdict == Verdict::Passed;
    let (mark, style) = match verdict {
        Verdict::Passed => (if options.ascii { "+" } else { "✓" }, GOOD),
        Verdict::NotWritten => ("-", Style::new()),
        _ => (if options.ascii { "x" } else { "✗" }, BAD),
    };
    let earned = if passed { check.points } else { 0 };
    let broken = !passed && before.contains(&check.id);
    let remark = match verdict {
        Verdict::Passed => String::new(),
        _ if broken => format!(": {verdict} (it passed last time)"),
        _ => format!(": {verdict}"),
    };
    // Only the mark is coloured: the verdict may be wrapped onto a second line, which would break its colour.
    let text = wrap_indented(&format!("{}{remark}", check.title), options.columns() - 9, "         ");
    format!("  {style}{mark}{style:#} {earned}/{}  {text}\n", check.points)
}

fn points(report: &Report) -> String {
    let (earned, possible) = report.points();
    let hidden = report.exercise.points.saturating_sub(possible);
    let hidden = match hidden {
        0 => String::new(),
        1 => " (The grader has hidden checks for 1 more.)".to_string(),
        more => format!(" (The grader has hidden checks for {more} more.)"),
    };
    format!("\n{earned} of {possible} points.{hidden}\n")
}

/// How many checks pass for the first time.
fn news(report: &Report, before: &[String]) -> String {
    let checks = report.checks.iter().flatten();
    let new = checks.filter(|(check, finding)| finding.verdict == Verdict::Passed && !before.contains(&check.id));
    match (new.count(), report.passed()) {
        (0, _) => String::new(),
        (_, true) => format!("{GOOD}Every check of this exercise passes now. Well done!{GOOD:#}\n"),
        (1, _) => format!("{GOOD}One check passes that did not pass before.{GOOD:#}\n"),
        (new, _) => format!("{GOOD}{new} checks pass that did not pass before.{GOOD:#}\n"),
    }
}

/// What went wrong, check by check. Without `--all` only the first table is shown.
fn failures(checks: &[(Description, Finding)], options: &Options) -> String {
    let mut text = String::new();
    let mut tables = 0;
    let mut told: Vec<&Finding> = Vec::new();
    let failing = failing(checks).into_iter().filter(|(_, finding)| finding.verdict != Verdict::NotWritten);
    for (check, finding) in failing {
        // A forbidden construct fails every check with the same finding: show it once.
        if told.contains(&finding) {
            continue;
        }
        told.push(finding);
        let rule = if options.ascii { "-" } else { "─" }.repeat(options.columns());
        text.push_str(&format!("\n{rule}\n"));
        if finding.verdict != Verdict::Forbidden {
            text.push_str(&format!("{TITLE}{}{TITLE:#}\n", check.title));
        }
        if finding.detail.is_empty() || (tables > 0 && !options.all) {
            text.push_str(&sentence(finding, options));
            text.push_str(where_it_waits(finding, checks));
        } else {
            text.push_str(&format!("{BAD}{}{BAD:#}\n\n{}\n", finding.verdict, without_replay(&finding.detail)));
        }
        tables += usize::from(!finding.detail.is_empty());
    }
    if tables > 1 && !options.all {
        text.push_str("\nFix the first one first. --all shows every table.\n");
    }
    text
}

/// Which memory orderings each passing check needs.
pub fn orderings(report: &Report) -> String {
    let checks = report.checks.iter().flatten();
    let told = checks.filter_map(|(check, finding)| finding.orderings().map(|orderings| (check, orderings)));
    let told: Vec<_> =
        told.map(|(check, text)| format!("{TITLE}{}{TITLE:#}\n{}", check.title, without_replays(text))).collect();
    match told.is_empty() {
        true => {
            "No passing check uses one of your atomic operations with an ordering other than `SeqCst`.".to_string()
        }
        false => told.join("\n"),
    }
}

/// A table without the schedule that replays it: students have no command that replays one.
fn without_replay(table: &str) -> &str {
    table.rsplit_once("\nreplay: ").map_or(table, |(table, _)| table).trim_end()
}

/// The same for several tables.
fn without_replays(tables: &str) -> String {
    tables.lines().filter(|line| !line.starts_with("replay: ")).map(|line| format!("{line}\n")).collect()
}

/// Unlike the explorer, a check on real threads cannot tell where a thread waits.
fn where_it_waits(finding: &Finding, checks: &[(Description, Finding)]) -> &'static str {
    if finding.verdict != Verdict::Deadlock || finding.place.is_some() || !finding.detail.is_empty() {
        ""
    } else if checks.iter().any(|(_, finding)| !finding.detail.is_empty()) {
        "It ran on real threads, which do not show the line where they wait. The table of\nanother check shows it.\n"
    } else {
        "It ran on real threads, which do not show the line where they wait. Does a thread\ntake a lock that it already \
         holds, or wait for a notify that no thread sends?\n"
    }
}

fn sentence(finding: &Finding, options: &Options) -> String {
    let place = finding.place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
    let message: Vec<_> = finding.message.lines().map(|line| wrap(line, options.columns())).collect();
    format!("{BAD}{}{BAD:#}{place}\n{}\n", finding.verdict, message.join("\n"))
}

/// One more hint for the first check that does not pass, after those that were given.
pub fn hint(report: &Report, memory: &mut Memory) -> String {
    let Some((check, finding)) = report.first_failing() else {
        return match &report.checks {
            Ok(_) => "Every check passes: there is nothing to hint at.".to_string(),
            Err(refused) => explained(refused, report.exercise),
        };
    };
    // The advice that fixes it comes last.
    let hints: Vec<&str> = check.hints.iter().map(String::as_str).chain(finding.advice()).collect();
    if hints.is_empty() {
        return format!("There is no hint for “{}”.", check.title);
    }
    let shown = memory.one_more_hint(&check.id, finding.verdict, hints.len());
    let mut text = format!("{TITLE}Hints{TITLE:#} for “{}”:\n", check.title);
    for (number, hint) in hints.iter().take(shown).enumerate() {
        text.push_str(&format!("{}. {}", number + 1, wrap_indented(hint, 77, "   ")));
        text.push('\n');
    }
    match hints.len() - shown {
        0 => text + "There are no more hints.",
        1 => text + "There is one more hint: run --hint again.",
        more => text + &format!("There are {more} more hints: run --hint again."),
    }
}

/// Where to read more of the first error that is shown.
fn explained(refused: &Refused, exercise: &Exercise) -> String {
    if let Some(restore) = &refused.restore {
        return restore.clone();
    }
    let first = "Fix the compiler's errors first, beginning with the first one.";
    let code = refused.errors_of(exercise).map(|error| error.code.as_str()).find(|code| !code.is_empty());
    let Some(code) = code else { return first.to_string() };
    let guard = "\n\nIf the moved value is the guard of a lock: `wait` takes it and returns it, so\n\n    \
                 guard = condition.wait(guard)…";
    let guard = if code == MOVED { guard } else { "" };
    format!("{first}\nThe compiler explains it, with examples:\n\n    rustc --explain {code}{guard}")
}

/// What to type next.
pub fn next(report: &Report, memory: &Memory) -> String {
    if !report.passed() {
        if let (Ok(_), Some(missing)) = (&report.checks, memory.missing(report.exercise)) {
            return format!("First do {0}, which this one needs: cargo xtask check {0}", missing.id);
        }
        return match report.first_failing() {
            Some((check, finding)) if !check.hints.is_empty() && finding.verdict != Verdict::Forbidden => {
                format!("Stuck? cargo xtask check {} --hint", report.exercise.id)
            }
            _ => String::new(),
        };
    }
    match memory.next() {
        Some(exercise) if memory.is_outdated(exercise) => {
            format!("Next: {0}, which changed since it was checked: cargo xtask check {0}", exercise.id)
        }
        Some(exercise) if memory.is(exercise, Verdict::DoesNotCompile) => {
            format!("Next: {}, which does not compile; then cargo xtask check {}", exercise.path(), exercise.id)
        }
        Some(exercise) => format!("Next: {}, then cargo xtask check {}", exercise.path(), exercise.id),
        None => "Every exercise is done. Well done!".to_string(),
    }
}

#[cfg(test)]
mod tests;
