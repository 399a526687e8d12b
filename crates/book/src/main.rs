//! The preprocessor that `docs/book.toml` names, and what `cargo xtask book` runs beside mdBook.

use anyhow::{Result, anyhow};
use book::edition::Edition;
use book::{architecture, links, outputs, preprocessor, slides};
use bpaf::{Args, OptionParser, ParseFailure, Parser, construct, long, positional};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Clone)]
enum Command {
    /// mdBook asks whether a renderer is supported: all are.
    Supports,
    Preprocess,
    Outputs {
        update: bool,
        only: Option<String>,
    },
    Links(PathBuf),
    Architecture(Option<PathBuf>),
    Slides {
        edition: Edition,
        book: String,
        open: bool,
        folder: PathBuf,
    },
}

fn commands() -> OptionParser<Command> {
    let renderer = positional::<String>("RENDERER").map(|_| Command::Supports);
    let supports = renderer.to_options().descr("What mdBook asks first").command("supports");
    let update = long("update").help("Write what the commands print now").switch();
    let only = long("only").help("Only outputs whose name contains this").argument("PATTERN").optional();
    let outputs = construct!(Command::Outputs { update, only }).to_options();
    let outputs =
        outputs.descr("Compare docs/outputs and the pictures with what the commands print").command("outputs");
    let links = positional("DIR").map(Command::Links).to_options();
    let links = links.descr("Check every link of the finished book").command("links");
    let svg =
        long("svg").help("Write it there, not to stdout").argument("FILE").optional().map(Command::Architecture);
    let architecture = svg.to_options().descr("Draw the crates and what each needs").command("architecture");
    let slides = slides_options().to_options().descr("Write the deck and the summary").command("slides");
    let preprocess = bpaf::pure(Command::Preprocess);
    construct!([supports, outputs, links, architecture, slides, preprocess])
        .to_options()
        .descr("mdBook's preprocessor for docs/; without arguments it reads the book from stdin.")
}

fn slides_options() -> impl Parser<Command> {
    let edition = long("edition").help("`instructors` or `students`").argument::<String>("WHOSE");
    let edition = edition.parse(|name| Edition::named(&name)).fallback(Edition::Instructors);
    let book = long("book").help("Where the book is: links lead there").argument("URL");
    let open = long("open").help("Open the deck in a browser").switch();
    let folder = positional("DIR");
    construct!(Command::Slides { edition, book, open, folder })
}

fn main() -> ExitCode {
    let command = match commands().run_inner(Args::current_args()) {
        Ok(command) => command,
        Err(ParseFailure::Stderr(message)) => {
            eprintln!("error: {}", message.monochrome(true));
            return ExitCode::from(2);
        }
        Err(help) => {
            help.print_message(80);
            return ExitCode::SUCCESS;
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Supports => Ok(()),
        Command::Preprocess => preprocessor::run(),
        Command::Outputs { update, only } => outputs::run(update, only.as_deref()),
        Command::Links(folder) => links::check(&folder),
        Command::Architecture(file) => {
            let svg = architecture::svg()?;
            match file {
                Some(file) => std::fs::write(file, svg)?,
                None => print!("{svg}"),
            }
            Ok(())
        }
        Command::Slides { edition, book, open, folder } => {
            slides::write(&folder, edition, &book)?;
            let deck = folder.join("index.html");
            if open { common::browser::open(&deck).map_err(|error| anyhow!("{error}")) } else { Ok(()) }
        }
    }
}
