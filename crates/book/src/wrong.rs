//! Shows a wrong solution in the book: its idea, its code, and the run that goes wrong.

use crate::directives::fenced;
use crate::edition::Edition;
use crate::outputs::Output;
use crate::read;
use anyhow::{Context, Result, ensure};
use grader::blocks;

/// `{{wrong EXAMPLE/wrong/NAME}}`. The students' edition shows only the idea, because most of the code is the solution.
///
/// # Errors
///
/// If the wrong solution does not exist, or if its run is not stored.
pub fn shown(name: &str, edition: Edition) -> Result<String> {
    let path = path(name)?;
    let source = read(&path)?;
    let idea: Vec<_> = source.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
    let idea = idea.into_iter().filter(|line| !line.starts_with("expect:")).collect::<Vec<_>>().join(" ");
    let title = name.rsplit('/').next().unwrap_or(name);
    if edition == Edition::Students {
        return Ok(format!("<div class=\"wrong\">\n\n**Wrong: {title}.** {}\n\n</div>\n", idea.trim()));
    }
    let lines: Vec<&str> = source.lines().collect();
    let replaced = blocks::parse(&path, &source)?;
    // Imports do not help to see the mistake.
    let telling = replaced.iter().filter(|block| !block.id.ends_with("-imports"));
    let code: Vec<_> = telling
        .map(|block| match lines[block.body()].join("\n") {
            // The mistake is that the code is missing.
            none if none.trim().is_empty() => format!("// {}: nothing", block.id),
            code => format!("// {}\n{code}", block.id),
        })
        .collect();
    let recorded = format!("docs/outputs/{}", output(name).name);
    let run = run(&read(&recorded)?).with_context(|| format!("{recorded} shows no run"))?;
    Ok(format!(
        "<div class=\"wrong\">\n\n**Wrong: {title}.** {}\n\n<p class=\"from\">{path}</p>\n\n{}\n{}\n</div>\n",
        idea.trim(),
        fenced("rust", &code.join("\n\n")),
        fenced("console", &run)
    ))
}

/// The run that goes wrong, from the verdict on. Left out is what the audit prints for instructors: the command, the table
/// of checks, the name of the check before the verdict, and the last line.
fn run(audit: &str) -> Option<String> {
    let (_table, story) = audit.split_once("\n\n")?;
    let (_check, story) = story.split_once(": ")?;
    let (story, _summary) = story.trim_end().rsplit_once("\n\n")?;
    Some(story.to_string())
}

/// The audit's output for this wrong solution.
pub fn output(name: &str) -> Output {
    Output {
        name: format!("{}.txt", name.replace("/wrong/", "-wrong-")),
        command: format!("cargo xtask audit --only {name} --show"),
        varies: false,
    }
}

fn path(name: &str) -> Result<String> {
    let (example, file) = name.split_once("/wrong/").context("say EXAMPLE/wrong/NAME")?;
    ensure!(!example.contains('/') && !file.contains(['/', '.']), "say EXAMPLE/wrong/NAME");
    Ok(format!("crates/{example}/wrong/{file}.rs"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_leaves_out_the_command_the_checks_and_the_summary() {
        let audit = "$ cargo xtask audit --only a --show\n    check  must get  got\na  ok\n    a-check  deadlock  deadlock\n\n\
                     a-check: deadlock\nThread 1 waits: for ever.\n\nthe table\n\n1 solution: all as expected\n";
        assert_eq!(run(audit).unwrap(), "deadlock\nThread 1 waits: for ever.\n\nthe table");
    }

    #[test]
    fn an_audit_without_a_failing_run_gives_no_run() {
        assert_eq!(
            run("$ cargo xtask audit --only a\n    check  must get  got\na  ok\n\n1 solution: all as expected\n"),
            None
        );
    }
}
