//! A wrong solution, as the book shows it: its idea, its code, and the run that goes wrong.

use crate::directives::fenced;
use crate::edition::Edition;
use crate::outputs::Output;
use crate::read;
use anyhow::{Context, Result, ensure};
use grader::blocks;

/// `{{wrong EXAMPLE/wrong/NAME}}`. Students see the idea only: most of the code is right, and theirs to write.
///
/// # Errors
///
/// If the wrong solution does not exist, or its run has not been recorded.
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
    // Imports say nothing about the mistake.
    let telling = replaced.iter().filter(|block| !block.id.ends_with("-imports"));
    let code: Vec<_> = telling
        .map(|block| match lines[block.body()].join("\n") {
            // The mistake is what is not there.
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

/// The run that goes wrong, without what the audit says to instructors: the command, the table of checks, and the last
/// line. It begins with the verdict, and the name of the check before it is left out.
fn run(audit: &str) -> Option<String> {
    let (_table, story) = audit.split_once("\n\n")?;
    let (_check, story) = story.split_once(": ")?;
    let (story, _summary) = story.trim_end().rsplit_once("\n\n")?;
    Some(story.to_string())
}

/// What auditing it prints.
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
    fn a_run_is_shown_without_the_command_the_checks_and_the_summary() {
        let audit = "$ cargo xtask audit --only a --show\n    check  must get  got\na  ok\n    a-check  deadlock  deadlock\n\n\
                     a-check: deadlock\nThread 1 waits: for ever.\n\nthe table\n\n1 solution: all as expected\n";
        assert_eq!(run(audit).unwrap(), "deadlock\nThread 1 waits: for ever.\n\nthe table");
    }

    #[test]
    fn an_audit_without_a_run_is_an_error() {
        assert_eq!(
            run("$ cargo xtask audit --only a\n    check  must get  got\na  ok\n\n1 solution: all as expected\n"),
            None
        );
    }
}
