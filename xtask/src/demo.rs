//! `cargo xtask demo`: the whole lecture, each example introduced by what to look for.

use crate::cargo::as_typed;
use crate::output::{ask, note, say};
use crate::{EXAMPLES, explore};
use bpaf::{Parser, construct, long};
use std::io::stdin;
use xshell::{Shell, cmd};

/// What the table after the counter is.
const EXPLORED: &str = "Why? An explorer runs two such threads in every order that there is, and shows\n\
    the shortest one that loses an update. Read it from top to bottom: each line is\n\
    one step of one thread.";

#[derive(Clone)]
pub struct Options {
    only: Option<String>,
    pause: bool,
    ascii: bool,
    wide: bool,
}

pub fn options() -> impl Parser<Options> {
    let only = long("only")
        .help(format!("Run one example: {}", EXAMPLES.join(", ")).as_str())
        .argument::<String>("EXAMPLE")
        .parse(|name| match EXAMPLES.contains(&name.as_str()) {
            true => Ok(name),
            false => Err(format!("the examples are {}", EXAMPLES.join(", "))),
        })
        .optional();
    let pause = long("pause").help("Wait for Enter before each example").switch();
    let ascii = long("ascii").help("Draw with ASCII characters only").switch();
    let wide = long("wide").help("Draw 120 columns wide instead of 80, for a projector").switch();
    construct!(Options { only, pause, ascii, wide })
}

pub fn run(shell: &Shell, options: &Options) -> xshell::Result<()> {
    let chosen = |example: &&str| options.only.as_deref().is_none_or(|only| only == *example);
    let examples: Vec<_> = EXAMPLES.into_iter().filter(chosen).collect();

    // Build everything first, so that no compiler speaks between two examples.
    note("Building the examples; the first time takes some minutes …");
    let packages = examples.iter().flat_map(|example| ["--package", example]);
    as_typed(cmd!(shell, "cargo build --quiet {packages...}")).quiet().run()?;
    if examples.contains(&"counter-race") {
        explore::build(shell, "counter-race")?;
    }

    let flags = [("--ascii", options.ascii), ("--wide", options.wide)];
    let flags: Vec<_> = flags.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag.to_string()).collect();
    let flags = &flags;
    let rule = if options.ascii { "=" } else { "━" }.repeat(if options.wide { 120 } else { 80 });
    for example in examples {
        let (title, look_for) = introduction(example);
        say(format_args!("\n{rule}\n{title}\n\n{look_for}\n"));
        if options.pause {
            ask("Press Enter to run it. ");
            let _ = stdin().read_line(&mut String::new());
            say("");
        }
        say(format_args!("$ cargo run -p {example}"));
        as_typed(cmd!(shell, "cargo run --quiet --package {example} -- {flags...}")).quiet().run()?;
        if example == "counter-race" {
            say(format_args!("\n{EXPLORED}\n\n$ cargo xtask explore counter-race"));
            explore::run(shell, example, flags);
        }
    }
    Ok(())
}

/// The title of an example, and what to look for when it runs.
fn introduction(example: &str) -> (&'static str, &'static str) {
    match example {
        "fetch-pool" => (
            "Example 19.1: a thread pool that fetches web pages",
            "Five workers fetch five pages from a server on this machine.\n\
             Look for: pages come in the order in which they are ready, not in that of the\n\
             list; and the whole takes about as long as the slowest page, not as all of them\n\
             together. (The server answers late on purpose, after 0.1 to 0.5 s, as one far\n\
             away would; /delay/0 is its slowest page.)",
        ),
        "counter-race" => (
            "Example 19.2: a race, and its fix",
            "A hundred threads add one to a counter: read, let others run, write.\n\
             Look for: the first count is far below 100, and another one in most runs.\n\
             With a lock from the read to the write it is 100, always.",
        ),
        "producer-consumer" => (
            "Example 19.3: a producer, three consumers, and a queue between them",
            "A task arrives every 10 ms; a worker needs 10 to 50 ms for one.\n\
             Look for: workers busy side by side; a task that finds all of them busy waits in\n\
             the queue.",
        ),
        other => unreachable!("{other} has no introduction"),
    }
}

#[cfg(test)]
mod tests {
    use super::{EXAMPLES, introduction};

    #[test]
    fn every_example_has_an_introduction_of_its_own() {
        let titles = EXAMPLES.map(|example| introduction(example).0);
        assert!(titles.iter().enumerate().all(|(number, title)| !titles[..number].contains(title)), "{titles:?}");
    }
}
