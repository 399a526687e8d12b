//! Programs that the compiler refuses, in the examples' `refused/`, and what it says to each, beside it.

use crate::directives::fenced;
use crate::{read, root};
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;

/// `{{refused EXAMPLE/NAME}}`: the program, and the compiler's message as it was recorded. `{{refused EXAMPLE/NAME error}}`
/// shows the message only.
///
/// # Errors
///
/// A program or a message that is not there.
pub fn shown(arguments: &str) -> Result<String> {
    let (name, part) = arguments.split_once(' ').unwrap_or((arguments, ""));
    ensure!(["", "error"].contains(&part), "`{part}` is no part of a refused program: only `error` is");
    let (example, program) = name.split_once('/').context("say EXAMPLE/NAME")?;
    let path = format!("crates/{example}/refused/{program}");
    let source = read(&format!("{path}.rs"))?;
    let code: Vec<&str> = source.lines().skip_while(|line| line.starts_with("//!") || line.is_empty()).collect();
    let message = fenced("text", &read(&format!("{path}.stderr"))?);
    if part == "error" {
        return Ok(message);
    }
    Ok(format!(
        "<p class=\"from\">{path}.rs, which does not compile</p>\n\n{}\n{message}",
        fenced("rust", &code.join("\n"))
    ))
}

/// What the compiler says to a program of the folder `refused`, without what differs from one machine to the next.
///
/// # Errors
///
/// A compiler that does not start, or a program that it accepts.
pub fn message(folder: &Path, file: &str) -> Result<String> {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let out = root().join("target/refused");
    std::fs::create_dir_all(&out)?;
    let output = Command::new(compiler)
        .args(["--edition", "2024", "--emit", "metadata", "--out-dir"])
        .arg(out)
        .arg(file)
        .current_dir(folder)
        .output()
        .context("cannot start the compiler")?;
    ensure!(!output.status.success(), "{file} compiles");
    Ok(without_places_in_std(file, &String::from_utf8_lossy(&output.stderr)))
}

/// Where `std` lies differs from one machine to the next, and its lines are shown only where its source is
/// installed; the margin is then as wide as their numbers.
fn without_places_in_std(program: &str, message: &str) -> String {
    let mut in_std = false;
    let mut lines = Vec::new();
    for line in message.lines() {
        let margin = line.split_once('|').map(|(number, code)| (number.trim(), code));
        let arrow = line.trim_start().strip_prefix("--> ").or_else(|| line.trim_start().strip_prefix("::: "));
        if let Some(place) = arrow {
            in_std = !place.starts_with(program);
            lines.push(format!("  --> {}", if in_std { "(in std)" } else { place }));
        } else if line.is_empty() {
            in_std = false;
            lines.push(String::new());
        } else if let Some((number, code)) =
            margin.filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()))
        {
            if !in_std {
                lines.push(format!("{number:2} |{code}"));
            }
        } else if let Some(note) = line.trim_start().strip_prefix("= ") {
            lines.push(format!("   = {note}"));
        } else {
            lines.push(line.to_string());
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_can_be_shown_without_the_program() {
        let whole = shown("counter-race/literal-translation").unwrap();
        let error = shown("counter-race/literal-translation error").unwrap();
        assert!(error.starts_with("```text\nerror[E0499]") && whole.ends_with(&error), "{error}");
        assert!(shown("counter-race/literal-translation warning").is_err());
    }

    #[test]
    fn the_place_of_std_does_not_matter() {
        let without_source = "error: no\n  --> a.rs:2:1\n   |\n20 | code\n   | ^^^^\nnote: there\n  --> /rustc/1/library/std/src/a.rs:203:34\n   = note: x\n\nend\n";
        let with_source = "error: no\n   --> a.rs:2:1\n    |\n20  | code\n    | ^^^^\nnote: there\n   --> /home/me/std/src/a.rs:203:34\n    |\n203 |     F: 'static\n    |        ^^^^^^^\n    = note: x\n\nend\n";
        assert_eq!(without_places_in_std("a.rs", with_source), without_places_in_std("a.rs", without_source));
    }
}
