//! Outputs of commands: stored in `docs/outputs/`, shown in the chapters, and compared with what the commands print now.
//!
//! `docs/outputs/list.txt` lists the command of each file. The runs of wrong solutions that a chapter shows are outputs
//! too, and need no line there.

use crate::directives::{directives, fenced};
use crate::edition::Edition;
use crate::{read, root, wrong};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How often a command is run whose output varies: a delayed thread can change a word, such as "once" to "twice".
const MOST_TRIES: usize = 5;

/// An output, with the command that prints or draws it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its file in `docs/outputs/`. A name that ends in `.svg` is a picture in `docs/src/pictures/`, which the command
    /// draws with `--svg FILE`. One that ends in `.json` is not shown: quizzes are computed from it.
    pub name: String,
    /// The command as a reader types it. In place of `../`, the folder around the workspace, a temporary folder is used.
    pub command: String,
    /// Whether the output differs from run to run, for example in times. Then only its words are compared, not its numbers.
    pub varies: bool,
}

/// `{{output NAME}}`: the command and its output. `{{output NAME WORD…}}` shows only the paragraphs that begin with these
/// words.
///
/// # Errors
///
/// If the list has no such name, if the output is not stored, or if it has no such paragraph.
pub fn shown(arguments: &str) -> Result<String> {
    let (name, words) = arguments.split_once(' ').unwrap_or((arguments, ""));
    let text = fs::read_to_string(root().join("docs/outputs").join(name))
        .with_context(|| format!("docs/outputs/{name} is missing: cargo xtask book --update writes it"))?;
    let text = text.replace("\r\n", "\n");
    Ok(fenced("console", &if words.is_empty() { text } else { paragraphs(&text, words)? }))
}

/// Outputs that answer the exercise `predictions`.
const ANSWERS: [&str; 2] = ["explore-racy-two.txt", "explore-racy-three.txt"];

/// As [`shown`], but the students' edition only names an output that answers an exercise.
///
/// # Errors
///
/// As [`shown`].
pub fn in_edition(arguments: &str, edition: Edition) -> Result<String> {
    let whole = shown(arguments)?;
    let name = arguments.split(' ').next().unwrap_or_default();
    if edition == Edition::Instructors || !ANSWERS.contains(&name) {
        return edition.of_output(whole);
    }
    let command = whole.lines().nth(1).unwrap_or_default().trim_start_matches("$ ");
    Ok(format!(
        "*What `{command}` prints answers the exercise [predictions](exercises.md#predictions). Predict first.*\n"
    ))
}

/// The command, and for each of `words` the first paragraph of its output that begins with it. A table begins with `│`.
fn paragraphs(text: &str, words: &str) -> Result<String> {
    let command = text.lines().next().unwrap_or_default();
    let mut shown = command.to_string();
    for word in words.split_whitespace() {
        let found = text.split("\n\n").find(|paragraph| paragraph.trim_start().starts_with(word));
        let found = found.with_context(|| format!("no paragraph of `{command}` begins with `{word}`"))?;
        shown.push_str(&format!("\n…\n{}", found.trim_end()));
    }
    Ok(shown + "\n…")
}

/// Every output of the book: those of the list, and the runs of the wrong solutions that the chapters show.
///
/// # Errors
///
/// If a line of the list has no command, or if a chapter cannot be read.
pub fn all() -> Result<Vec<Output>> {
    let mut outputs = parse(&read("docs/outputs/list.txt")?)?;
    for chapter in chapters()? {
        let text = read(&chapter)?;
        let shown = directives(&text).filter(|(_, directive)| directive.word == "wrong");
        outputs.extend(shown.map(|(_, directive)| wrong::output(directive.arguments)));
    }
    let mut names = BTreeSet::new();
    outputs.retain(|output| names.insert(output.name.clone()));
    Ok(outputs)
}

/// The chapters of the book, as paths from the workspace.
///
/// # Errors
///
/// If `docs/src` cannot be read.
pub fn chapters() -> Result<Vec<String>> {
    let mut chapters = Vec::new();
    for entry in fs::read_dir(root().join("docs/src")).context("cannot read docs/src")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            chapters.push(format!("docs/src/{name}"));
        }
    }
    chapters.sort();
    Ok(chapters)
}

/// Parses lines of `NAME COMMAND`, or `NAME ~ COMMAND` if the output varies; `#` begins a comment.
fn parse(list: &str) -> Result<Vec<Output>> {
    let mut outputs = Vec::new();
    for (number, line) in list.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = || format!("docs/outputs/list.txt:{}: a line is NAME [~] COMMAND", number + 1);
        let (name, command) = line.split_once(' ').with_context(place)?;
        let command = command.trim();
        let varies = command.starts_with("~ ");
        let command = command.trim_start_matches("~ ").trim().to_string();
        ensure!(!command.is_empty(), "{}", place());
        outputs.push(Output { name: name.to_string(), command, varies });
    }
    Ok(outputs)
}

/// Runs the commands of all outputs whose name contains `only`. With `update` it stores the outputs; without, it compares
/// them with those that are stored.
///
/// # Errors
///
/// If a command cannot run, or if an output differs.
pub fn run(update: bool, only: Option<&str>) -> Result<()> {
    let mut different = Vec::new();
    let asked = |output: &Output| only.is_none_or(|only| output.name.contains(only));
    for output in all()?.into_iter().filter(asked) {
        let file = output.file();
        let before = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        let is_same = |now: &str| before == now || (output.varies && words(&before) == words(now));
        let mut now = output.produce().with_context(|| output.command.clone())?;
        let mut tries = 1;
        while output.varies && tries < MOST_TRIES && !is_same(&now) {
            now = output.produce().with_context(|| output.command.clone())?;
            tries += 1;
        }
        let same = is_same(&now);
        if same {
            eprintln!("same     {}", output.name);
        } else if update {
            fs::create_dir_all(file.parent().unwrap_or(&file))?;
            fs::write(&file, now).with_context(|| format!("cannot write {}", file.display()))?;
            eprintln!("written  {}", output.name);
        } else {
            let line = before.lines().zip(now.lines()).take_while(|(before, now)| before == now).count();
            let [before, now] = [&before, &now].map(|text| text.lines().nth(line).unwrap_or("(the end)"));
            eprintln!("DIFFERS  {}, line {}\n  written: {before}\n  now:     {now}", output.name, line + 1);
            different.push(output.name);
        }
    }
    if !different.is_empty() {
        bail!("not current: {}. If they are right, `cargo xtask book --update` writes them.", different.join(", "));
    }
    Ok(())
}

impl Output {
    /// The file that stores it.
    pub fn file(&self) -> PathBuf {
        let folder = if self.name.ends_with(".svg") { "docs/src" } else { "docs/outputs" };
        root().join(folder).join(&self.name)
    }

    /// Runs the command.
    fn produce(&self) -> Result<String> {
        let beside = std::env::temp_dir().join(format!("book-{}", std::process::id()));
        fs::create_dir_all(&beside)?;
        let produced = self.run_beside(&beside);
        // A folder that cannot be removed does no harm.
        let _ = fs::remove_dir_all(&beside);
        produced
    }

    fn run_beside(&self, beside: &Path) -> Result<String> {
        let there = format!("{}/", beside.display());
        let command = self.command.replace("../", &there);
        let picture = beside.join("picture.svg");
        let mut words = command.split_whitespace();
        let mut program = Command::new(words.next().unwrap_or_default());
        program.args(words).current_dir(root());
        if self.name.ends_with(".svg") {
            program.arg("--svg").arg(&picture);
        }
        // As if the command were typed: cargo sets these variables for the programs that it starts, and this program is
        // one of them.
        for (name, _) in std::env::vars() {
            if ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_"].iter().any(|prefix| name.starts_with(prefix)) {
                program.env_remove(name);
            }
        }
        program.env("CARGO_TERM_QUIET", "true").env("NO_COLOR", "1").env("PYTHONDONTWRITEBYTECODE", "1");
        program.env_remove("COLUMNS"); // every output has the default width
        let ended = program.output().context("cannot start it")?;
        let [stdout, stderr] =
            [&ended.stdout, &ended.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        // 1 is a result, such as a race that was found; a larger code is a mistake or a crash.
        let code = ended.status.code().unwrap_or(-1);
        let result = code == 0 || (code == 1 && !stdout.trim().is_empty());
        ensure!(result, "exit code {code}: {stderr}");
        if self.name.ends_with(".svg") {
            let svg = fs::read_to_string(&picture).with_context(|| format!("it drew nothing: {stderr}"))?;
            return Ok(svg.trim_end().to_string() + "\n");
        }
        if self.name.ends_with(".json") {
            let json: serde_json::Value = serde_json::from_str(&stdout).with_context(|| stderr.clone())?;
            return Ok(format!("{json:#}\n"));
        }
        let printed = if stdout.trim().is_empty() { stderr } else { stdout };
        let printed = printed.replace(&there, "../").trim_end().to_string();
        ensure!(!printed.is_empty(), "it printed nothing");
        let exit = if code == 0 { String::new() } else { format!("\n[exit code {code}]") };
        let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
        Ok(format!("$ {}\n{}{exit}\n", self.command, lines.join("\n")))
    }
}

/// The distinct words of a text.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| word.len() > 1);
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_gives_the_command_of_each_output() {
        let outputs = parse("# no\na.txt  cargo xtask a\n\nb.txt ~ cargo run\n").unwrap();
        assert_eq!(outputs[0].command, "cargo xtask a");
        assert!(!outputs[0].varies && outputs[1].varies && outputs[1].command == "cargo run");
        assert!(parse("alone").unwrap_err().to_string().contains("list.txt:1"));
    }

    #[test]
    fn an_output_that_varies_may_differ_in_numbers_but_not_in_words() {
        assert_eq!(words("lost 7 of 10 ┣━"), words("lost 80 of 100 ┣━━━┫"));
        assert_ne!(words("lost 7 of 10"), words("kept 7 of 10"));
    }

    #[test]
    fn the_paragraphs_that_begin_with_given_words_are_shown() {
        let text = "$ cargo xtask a\nfirst\n\nsecond 1\nsecond 2\n\nthird\n";
        assert_eq!(paragraphs(text, "second").unwrap(), "$ cargo xtask a\n…\nsecond 1\nsecond 2\n…");
        let table = "$ a\nb\n\n   │ c\n 1 │ d\n\ne\n";
        assert_eq!(paragraphs(table, "│ e").unwrap(), "$ a\n…\n   │ c\n 1 │ d\n…\ne\n…");
        assert!(paragraphs(text, "fourth").unwrap_err().to_string().contains("cargo xtask a"));
    }

    #[test]
    fn every_output_is_stored() {
        for output in all().unwrap() {
            let file = output.file();
            assert!(file.exists(), "{}: cargo xtask book --update writes it", file.display());
        }
    }
}
