//! A wrong solution, as the book shows it: its idea, its code, and the run that goes wrong.

use crate::directives::fenced;
use crate::edition::Edition;
use crate::outputs::{self, Output};
use crate::read;
use anyhow::{Context, Result, ensure};
use grader::blocks;

/// `{{wrong EXAMPLE/wrong/NAME}}`. Students see the idea only: most of the code is right, and theirs to write.
///
/// # Errors
///
/// A wrong solution that is not there, or whose run has not been written down.
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
    let output = outputs::shown(&output(name).name)?;
    Ok(format!(
        "<div class=\"wrong\">\n\n**Wrong: {title}.** {}\n\n<p class=\"from\">{path}</p>\n\n{}\n{output}\n</div>\n",
        idea.trim(),
        fenced("rust", &code.join("\n\n"))
    ))
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
