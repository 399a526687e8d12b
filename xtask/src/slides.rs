//! `cargo xtask slides`: writes the lecturer's deck and the summary for the audience. `crates/book` makes the pages; this
//! installs npm's packages, and with `--pdf` prints the pages with Chromium.

use crate::book::{self, EDITIONS};
use crate::browser::NAMES;
use crate::cargo::as_typed;
use crate::install::is_root;
use crate::output;
use bpaf::{Parser, construct, long, positional};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// The default folder for the deck and the summary.
const FOLDER: &str = "target/slides";
/// The folder of the sources and of npm's packages.
const SOURCES: &str = "docs/slides";
/// What `--pdf` prints: a page, the query that it is opened with, and the file.
const PRINTS: [(&str, &str, &str); 3] = [
    ("index.html", "?print-pdf", "slides.pdf"),
    ("index.html", "?print-pdf&showNotes=separate-page", "notes.pdf"),
    ("summary.html", "", "summary.pdf"),
];
/// Chromium prints when its own virtual clock runs out. On a busy machine the page may not be ready then, so printing is
/// retried.
const MOST_TRIES: usize = 5;

#[derive(Clone)]
pub struct Options {
    edition: String,
    book: String,
    pdf: bool,
    open: bool,
    folder: PathBuf,
}

pub fn options() -> impl Parser<Options> {
    let edition = book::edition("`instructors`: with notes and solutions; `students`: without");
    let book = long("book")
        .help("The book that links lead to: a URL, or a path from DIR")
        .argument("URL")
        .fallback("../book".to_string())
        .display_fallback();
    let pdf = long("pdf").help("Also print the deck, its notes and the summary as PDF; needs Chromium").switch();
    let open = long("open").help("Open the deck in a browser").switch();
    let folder = positional::<PathBuf>("DIR").help("The folder to write to").fallback(FOLDER.into());
    construct!(Options { edition, book, pdf, open, folder })
}

pub fn run(shell: &Shell, options: &Options) -> xshell::Result<ExitCode> {
    let chromium = if options.pdf { found(shell, &NAMES) } else { None };
    if options.pdf && chromium.is_none() {
        output::note("error: --pdf needs Chromium: install it, for example with `sudo apt install chromium`");
        return Ok(ExitCode::FAILURE);
    }
    // Absolute, because Chromium opens the pages as `file://` URLs.
    let folder = shell.current_dir().join(&options.folder);
    if folder.is_file() {
        output::note(format_args!("error: {} is a file: name a folder", options.folder.display()));
        return Ok(ExitCode::from(2));
    }
    // PDFs of an earlier edition must not stay beside this one.
    for (_, _, pdf) in PRINTS {
        shell.remove_path(folder.join(pdf))?;
    }
    if !write(shell, &folder, &options.edition, &options.book, options.open)? {
        return Ok(ExitCode::FAILURE);
    }
    let shown = options.folder.display();
    output::note(format_args!("The deck is {shown}/index.html; S opens the notes"));
    output::note(format_args!("The summary is {shown}/summary.html"));
    if options.edition == EDITIONS[0] {
        output::note("Both show solutions of exercises; --edition students writes what you can hand out");
    }
    let Some(chromium) = chromium else { return Ok(ExitCode::SUCCESS) };
    let slides = shell.read_file(folder.join("index.html"))?.matches("<section").count();
    for (page, how, pdf) in PRINTS {
        let should_have = match pdf {
            "notes.pdf" if options.edition != EDITIONS[0] => continue, // students get no notes
            "notes.pdf" => 2 * slides,
            "slides.pdf" => slides,
            _ => 1,
        };
        let print = || print(shell, &chromium, &folder.join(page), how, &folder.join(pdf));
        let mut has = print()?;
        for _ in 1..MOST_TRIES {
            if has != should_have {
                has = print()?;
            }
        }
        if has != should_have {
            output::note(format_args!("error: {shown}/{pdf} has {has} pages and should have {should_have}"));
            return Ok(ExitCode::FAILURE);
        }
        output::note(format_args!("Printed {shown}/{pdf}, {has} page{}", if has == 1 { "" } else { "s" }));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the deck and the summary to `folder`. Returns `false` if that failed, after printing the reason.
fn write(shell: &Shell, folder: &Path, edition: &str, book: &str, open: bool) -> xshell::Result<bool> {
    if !installed(shell)? {
        return Ok(false);
    }
    let open = open.then_some("--open");
    let write = ["slides", "--edition", edition, "--book", book];
    let program = as_typed(cmd!(shell, "cargo run --quiet --package book -- {write...} {open...} {folder}"));
    let ended = program.quiet().ignore_status().output()?;
    let said = String::from_utf8_lossy(&ended.stderr);
    if !said.trim().is_empty() {
        output::note(said.trim_end());
    }
    Ok(ended.status.success())
}

/// Writes both editions of the deck and the summary, for the tests in a browser, and returns their folders.
pub fn both(shell: &Shell) -> xshell::Result<[PathBuf; 2]> {
    let folders = EDITIONS.map(|edition| shell.current_dir().join(format!("target/slides-{edition}")));
    for (edition, folder) in EDITIONS.iter().zip(&folders) {
        as_typed(cmd!(shell, "cargo xtask slides --edition {edition} {folder}")).run()?;
    }
    Ok(folders)
}

/// Installs npm's packages in the versions of `package-lock.json` if they are missing. Returns whether they are there now.
fn installed(shell: &Shell) -> xshell::Result<bool> {
    let _sources = shell.push_dir(SOURCES);
    let npm =
        |arguments: &[&str]| cmd!(shell, "npm {arguments...} --silent").quiet().ignore_stdout().ignore_stderr();
    if npm(&["ls"]).run().is_ok() {
        return Ok(true);
    }
    if npm(&["--version"]).run().is_err() {
        output::note("error: npm is missing: install it, for example with `sudo apt install npm`");
        return Ok(false);
    }
    output::note("Installing reveal.js, highlight.js and the fonts in docs/slides/node_modules …");
    let installed = npm(&["ci"]).run().is_ok();
    if !installed {
        output::note("error: `npm ci` in docs/slides failed: the first run needs the network");
    }
    Ok(installed)
}

/// The first of `programs` that starts.
fn found(shell: &Shell, programs: &[&str]) -> Option<String> {
    let starts =
        |program: &&&str| cmd!(shell, "{program} --version").quiet().ignore_stdout().ignore_stderr().run().is_ok();
    programs.iter().find(starts).map(|program| program.to_string())
}

/// Prints `page` to `pdf`, and returns its number of pages.
fn print(shell: &Shell, chromium: &str, page: &Path, how: &str, pdf: &Path) -> xshell::Result<usize> {
    let flags = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--virtual-time-budget=30000"];
    // Chromium does not start its sandbox as root. It opens only our own pages.
    let unconfined = is_root(shell).then_some("--no-sandbox");
    let profile = shell.create_temp_dir()?;
    let profile = profile.path();
    let url = url(page) + how;
    let program =
        cmd!(shell, "{chromium} {flags...} {unconfined...} --user-data-dir={profile} --print-to-pdf={pdf} {url}");
    program.quiet().ignore_stdout().ignore_stderr().run()?;
    Ok(pages(&shell.read_binary_file(pdf)?))
}

/// The URL of a file.
fn url(file: &Path) -> String {
    let special = [('%', "%25"), ('#', "%23"), ('?', "%3F"), (' ', "%20")]; // `%` first: the others' codes contain it
    special.iter().fold(format!("file://{}", file.display()), |url, (sign, code)| url.replace(*sign, code))
}

/// The number of pages of a PDF that Chromium printed, which describes each page in plain text.
fn pages(pdf: &[u8]) -> usize {
    let page = b"/Type /Page";
    let is_one = |(window, next): (&[u8], &u8)| window == page && *next != b's';
    pdf.windows(page.len()).zip(&pdf[page.len().min(pdf.len())..]).filter(|pair| is_one(*pair)).count()
}

#[cfg(test)]
mod tests {
    use super::{EDITIONS, FOLDER, options, pages, url};
    use bpaf::{Args, Parser};

    #[test]
    fn the_instructors_edition_is_the_default() {
        let parse = |words: &[&str]| options().to_options().run_inner(Args::from(words));
        let usual = parse(&[]).unwrap();
        assert_eq!((usual.edition.as_str(), usual.folder.to_str(), usual.pdf), (EDITIONS[0], Some(FOLDER), false));
        assert_eq!(parse(&["--edition", "students", "out"]).unwrap().edition, "students");
        assert!(parse(&["--edition", "student"]).is_err() && parse(&["a", "b"]).is_err());
    }

    #[test]
    fn special_characters_in_a_path_are_escaped_in_its_url() {
        assert_eq!(url("/a b/50%/c#.html".as_ref()), "file:///a%20b/50%25/c%23.html");
    }

    #[test]
    fn the_pages_of_a_pdf_are_counted() {
        assert_eq!(pages(b"<</Type /Pages /Count 2>> <</Type /Page\n>> <</Type /Page/P 1>>"), 2);
        assert_eq!(pages(b"no"), 0);
    }
}
