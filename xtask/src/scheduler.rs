//! `cargo xtask scheduler DIR`: writes the page *You are the scheduler*. It simulates nothing: each program's graph comes
//! from the explorer, and the page only walks along it.

use crate::{EXAMPLES, explore};
use bpaf::{Parser, positional};
use std::path::{Path, PathBuf};
use xshell::Shell;

/// The programs on the page: the name on the page, the example, and the program's name and size for its explorer. The
/// levels in `docs/scheduler/chapter-*.js` use the names on the page.
const PROGRAMS: [(&str, &str, &str); 21] = [
    ("racy", "counter-race", "racy"),
    ("locked", "counter-race", "locked"),
    ("atomic", "counter-race", "atomic"),
    ("read-unlock-write", "interleave", "read-unlock-write"),
    ("queue", "producer-consumer", "deliver --threads 1 --items 2"),
    ("sentinel", "producer-consumer", "deliver --threads 2 --items 0"),
    ("missing-sentinel", "producer-consumer", "keeps-the-sentinel"),
    ("pool", "fetch-pool", "jobs --threads 1 --items 1"),
    ("pool-looks-then-waits", "interleave", "pool-looks-then-waits"),
    ("pool-wakes-one", "interleave", "pool-wakes-one-at-the-end"),
    ("notify-before-the-change", "interleave", "notify-before-the-change"),
    ("if-for-while", "interleave", "if-for-while"),
    ("if-for-while-of-two", "interleave", "if-for-while-of-two"),
    ("one-condvar", "interleave", "one-condvar-for-two-conditions"),
    ("ab-ba", "interleave", "two-locks-in-two-orders"),
    ("join-under-the-lock", "interleave", "join-under-the-lock"),
    ("message-passing", "interleave", "message-passing"),
    ("message-passing-fixed", "interleave", "message-passing-fixed"),
    ("store-buffering", "interleave", "store-buffering"),
    ("spin-lock-relaxed", "interleave", "spin-lock-relaxed"),
    ("spin-lock-fixed", "interleave", "spin-lock-fixed"),
];

/// The page's code and style. The book's levels are in `docs/scheduler`.
const CODE: &str = "crates/interleave/src/report/page";

/// The HTML around the page when it is not a chapter of the book.
const BEFORE: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>You are the scheduler</title>
</head>
<body class="scheduler-page">
<main>
<h1>You are the scheduler</h1>
"#;
const AFTER: &str = "</main>\n</body>\n</html>\n";

/// The parser of the folder to write to.
pub fn folder() -> impl Parser<PathBuf> {
    positional::<PathBuf>("DIR").help("The folder to write to; created if it does not exist")
}

/// Writes `DIR/index.html`, which a browser can open without a server, and its scripts, style and graphs to `DIR/scheduler/`.
pub fn run(shell: &Shell, folder: &Path) -> xshell::Result<()> {
    write(shell, &folder.join("scheduler"), Solutions::Shown)?;
    let page = shell.read_file("docs/scheduler/page.html")?;
    shell.write_file(folder.join("index.html"), format!("{BEFORE}{page}{AFTER}"))
}

/// Whether the page shows the solutions of exercises.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Solutions {
    Shown,
    Hidden,
}

/// Writes the page's scripts, style and graphs to `folder`.
pub fn write(shell: &Shell, folder: &Path, solutions: Solutions) -> xshell::Result<()> {
    // The explorer may run in a different folder.
    let folder = &shell.current_dir().join(folder);
    shell.create_dir(folder)?;
    let files = [CODE, "docs/scheduler"].map(|folder| shell.read_dir(folder));
    for file in files.into_iter().collect::<xshell::Result<Vec<_>>>()?.concat() {
        if file.extension().is_some_and(|extension| extension == "js" || extension == "css") {
            shell.copy_file(&file, folder)?;
        }
    }
    let mut graphs = String::from("\"use strict\";\nvar schedulerGraphs = {};\n");
    let work = shell.create_temp_dir()?;
    for (name, example, program) in PROGRAMS {
        let file = work.path().join(name);
        explore::graph(shell, example, program, &file)?;
        let graph = shell.read_file(&file)?;
        graphs.push_str(&format!("schedulerGraphs[\"{name}\"] = {graph};\n"));
        let command = format!("cargo xtask explore {example} --program {program}");
        graphs.push_str(&format!("schedulerGraphs[\"{name}\"].command = \"{command}\";\n"));
    }
    if solutions == Solutions::Hidden {
        for example in EXAMPLES {
            for file in shell.read_dir(format!("crates/{example}/src"))? {
                if file.extension().is_some_and(|extension| extension == "rs") {
                    let name = file.file_name().unwrap_or_default().to_string_lossy();
                    let path = format!("crates/{example}/src/{name}");
                    graphs = without(&graphs, &path, &shell.read_file(&file)?);
                }
            }
        }
    }
    // The graphs are a script, because a page from `file://` may not fetch data.
    shell.write_file(folder.join("graphs.js"), graphs)
}

/// The graphs with a remark in place of each line of a solution in `source`. Lines that have only brackets are kept.
///
/// Only functions of the file at `path` change, because a different file may give the same line to students.
fn without(graphs: &str, path: &str, source: &str) -> String {
    let named = format!("\"file\":\"{path}\"");
    let mut parts = graphs.split(&named);
    let mut hidden = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (own, others) = part.split_at(part.find("\"file\":\"").unwrap_or(part.len()));
        hidden.push_str(&named);
        hidden.push_str(&without_lines(own, source));
        hidden.push_str(others);
    }
    hidden
}

/// The functions with a remark in place of each line of a solution.
fn without_lines(functions: &str, source: &str) -> String {
    let mut graphs = functions.to_string();
    let mut inside = false;
    for line in source.lines() {
        let code = line.trim();
        if code.starts_with("// SOLUTION") || code.starts_with("// END SOLUTION") {
            inside = !code.starts_with("// END");
        } else if inside && code.contains(char::is_alphanumeric) {
            let indent = &line[..line.len() - line.trim_start().len()];
            let in_json = line.replace('\\', "\\\\").replace('"', "\\\"");
            graphs = graphs.replace(&format!("\"{in_json}\""), &format!("\"{indent}// yours to write\""));
        }
    }
    graphs
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn lines_of_a_solution_are_hidden_and_others_are_kept() {
        let source = "fn f() {\n    // SOLUTION a: hint\n    say(\"x\");\n    }\n    // END SOLUTION\n    g();\n";
        let lines = r#"["fn f() {", "    say(\"x\");", "    }", "    g();"]"#;
        let hidden = r#"["fn f() {", "    // yours to write", "    }", "    g();"]"#;
        let graphs =
            |first: &str| format!(r#"[{{"file":"a.rs","lines":{first}}},{{"file":"b.rs","lines":{lines}}}]"#);
        assert_eq!(without(&graphs(lines), "a.rs", source), graphs(hidden), "b.rs is given");
    }
}
