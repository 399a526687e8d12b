//! `cargo xtask scheduler DIR`: the page on which the reader is the scheduler. It holds no simulation: each program's
//! graph comes from the explorer, and the page only walks along it.

use crate::explore;
use bpaf::{Parser, positional};
use std::path::{Path, PathBuf};
use xshell::Shell;

/// The programs on the page: what the page calls them, and where the explorer finds them and of what size. The page lists them in
/// `docs/scheduler/programs.js`, with what a reader is to try.
const PROGRAMS: [(&str, &str, &str); 14] = [
    ("racy", "counter-race", "racy"),
    ("locked", "counter-race", "locked"),
    ("atomic", "counter-race", "atomic"),
    ("queue", "producer-consumer", "deliver --threads 1 --items 2"),
    ("sentinel", "producer-consumer", "deliver --threads 2 --items 0"),
    ("missing-sentinel", "producer-consumer", "keeps-the-sentinel"),
    ("if-for-while", "interleave", "if-for-while"),
    ("if-for-while-of-two", "interleave", "if-for-while-of-two"),
    ("one-condvar", "interleave", "one-condvar-for-two-conditions"),
    ("ab-ba", "interleave", "two-locks-in-two-orders"),
    ("message-passing", "interleave", "message-passing"),
    ("store-buffering", "interleave", "store-buffering"),
    ("spin-lock-relaxed", "interleave", "spin-lock-relaxed"),
    ("spin-lock-mended", "interleave", "spin-lock-mended"),
];

/// The page's code and style. The programs of the book are beside its chapter.
const CODE: &str = "crates/interleave/src/report/page";

/// What stands around the page where it stands alone; the book has its own.
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

/// Where to write it.
pub fn folder() -> impl Parser<PathBuf> {
    positional::<PathBuf>("DIR").help("The folder to write to; it is made if it is not there")
}

/// Writes `DIR/index.html`, which a browser can open as it is, and what it needs to `DIR/scheduler/`.
pub fn run(shell: &Shell, folder: &Path) -> xshell::Result<()> {
    write(shell, &folder.join("scheduler"))?;
    let page = shell.read_file("docs/scheduler/page.html")?;
    shell.write_file(folder.join("index.html"), format!("{BEFORE}{page}{AFTER}"))
}

/// Writes what the page needs, beside its HTML: scripts, style and graphs.
pub fn write(shell: &Shell, folder: &Path) -> xshell::Result<()> {
    // The explorer of an example may run elsewhere.
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
    // A script and not data to fetch: from `file://`, a page may fetch nothing.
    shell.write_file(folder.join("graphs.js"), graphs)
}
