//! Compiles the checks of an example: once on `std`'s primitives, once on the explorer's, both at the same time.
//!
//! Each has a target folder of its own, for two builds in one would wait for each other.

use crate::Lab;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::thread;

/// More of the compiler's errors are not shown: the later ones often follow from the first.
const MOST_ERRORS: usize = 3;

/// The check binaries of an example.
pub struct Binaries {
    pub standard: PathBuf,
    pub model: PathBuf,
}

/// Why there are none.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// What the compiler said, first things first.
    pub errors: Vec<String>,
    /// How many more errors there are.
    pub more: usize,
    /// A sentence on what that means, where the errors do not say it.
    pub remark: Option<&'static str>,
}

const ONLY_MODEL: &str = "This compiles with std's primitives, but not with those of the explorer, which runs your \
     code in every interleaving. Take locks, threads and atomics from `common::sync` and `common::thread`.";
const ONLY_CHECKS: &str = "Your own files compile, but the checks that use them do not. Has the name, a parameter or \
     a result of something public been changed?";

/// Builds both.
pub fn build(lab: &Lab, package: &str) -> Result<Binaries, Refused> {
    let folders = [lab.target.clone(), lab.target.join("checks-model")];
    if folders.iter().any(|folder| !folder.exists()) {
        eprintln!("Compiling the checks; the first time takes some minutes …");
    }
    let [standard, model] = thread::scope(|scope| {
        let builds = [(&folders[0], None), (&folders[1], Some("model"))]
            .map(|(folder, feature)| scope.spawn(move || cargo(package, folder, feature)));
        builds.map(|build| build.join().expect("building does not panic"))
    });
    let standard = standard?;
    // With the same errors both fail, so these are of another kind.
    let model = model.map_err(|refused| Refused { remark: refused.remark.or(Some(ONLY_MODEL)), ..refused })?;
    Ok(Binaries { standard, model })
}

fn cargo(package: &str, folder: &PathBuf, feature: Option<&str>) -> Result<PathBuf, Refused> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let format = if anstream::AutoStream::choice(&std::io::stdout()) == anstream::ColorChoice::Never {
        "json"
    } else {
        "json-diagnostic-rendered-ansi"
    };
    command.args(["build", "--quiet", "--package", package, "--test", "spec", "--no-default-features"]);
    command.args(["--message-format", format, "--target-dir"]).arg(folder);
    command.args(feature.map(|feature| format!("--features={feature}")));
    // Set by `cargo run` for this program; build scripts that read them would run again.
    for (name, _) in std::env::vars_os() {
        let about_this = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if name.to_str().is_some_and(about_this) {
            command.env_remove(name);
        }
    }
    match command.output() {
        Ok(output) => read(&output),
        Err(error) => Err(Refused { errors: vec![format!("cannot start cargo: {error}")], ..Refused::default() }),
    }
}

/// Finds the binary in what cargo printed, or the errors.
fn read(output: &Output) -> Result<PathBuf, Refused> {
    let messages: Vec<Value> =
        output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    if output.status.success() {
        let binary = messages.iter().filter(|message| message["target"]["name"] == "spec");
        let binary = binary.filter_map(|message| message["executable"].as_str()).next_back();
        return binary.map(PathBuf::from).ok_or_else(Refused::default);
    }
    let mut refused = errors(&messages);
    if refused.errors.is_empty() {
        refused.errors.push(String::from_utf8_lossy(&output.stderr).trim_end().to_string());
    }
    Err(refused)
}

/// The compiler's errors, without its summaries, which have no place.
fn errors(messages: &[Value]) -> Refused {
    let errors = messages.iter().filter(|message| {
        let spans = message["message"]["spans"].as_array();
        message["message"]["level"] == "error" && spans.is_some_and(|spans| !spans.is_empty())
    });
    let (of_checks, of_code): (Vec<_>, Vec<_>) = errors.partition(|message| message["target"]["name"] == "spec");
    let remark = (of_code.is_empty() && !of_checks.is_empty()).then_some(ONLY_CHECKS);
    let errors = if of_code.is_empty() { of_checks } else { of_code };
    let rendered =
        |message: &Value| message["message"]["rendered"].as_str().unwrap_or_default().trim_end().to_string();
    Refused {
        more: errors.len().saturating_sub(MOST_ERRORS),
        errors: errors.into_iter().take(MOST_ERRORS).map(rendered).collect(),
        remark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn error(target: &str, text: &str) -> Value {
        json!({"target": {"name": target}, "message": {"level": "error", "rendered": text, "spans": [{}]}})
    }

    #[test]
    fn errors_of_the_code_come_before_those_of_the_checks_that_use_it() {
        let refused = errors(&[error("spec", "no such method"), error("counter_race", "expected `u64`\n")]);
        assert_eq!(refused, Refused { errors: vec!["expected `u64`".to_string()], ..Refused::default() });
    }

    #[test]
    fn errors_of_the_checks_alone_are_explained() {
        assert_eq!(errors(&[error("spec", "no such method")]).remark, Some(ONLY_CHECKS));
    }

    #[test]
    fn of_many_errors_the_first_are_shown_and_the_others_counted() {
        let refused = errors(&vec![error("counter_race", "again"); 1000]);
        assert_eq!((refused.errors.len(), refused.more), (MOST_ERRORS, 1000 - MOST_ERRORS));
    }
}
