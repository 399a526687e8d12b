//! `cargo xtask demo`: runs the examples of the lecture, each after a text that says what to look for.

use crate::cargo::as_typed;
use crate::output::{ask, say};
use crate::width::{self, wrap};
use crate::working::saying;
use crate::{EXAMPLES, explore, typo};
use bpaf::{Parser, construct, long};
use std::io::stdin;
use xshell::{Shell, cmd};

/// The text before the explorer's table, after the counter.
const EXPLORED: &str = "Why? An explorer runs two such threads in every interleaving, and shows the shortest run that \
    loses an update. Read it from top to bottom: each line is one step of one thread.";

#[derive(Clone)]
pub struct Options {
    only: Option<String>,
    pause: bool,
    ascii: bool,
    wide: bool,
}

pub fn options() -> impl Parser<Options> {
    let only = long("only")
        .help(format!("Run one example: {}; all by default", EXAMPLES.join(", ")).as_str())
        .argument::<String>("EXAMPLE")
        .parse(|name| match EXAMPLES.contains(&name.as_str()) {
            true => Ok(name),
            false => {
                let suggestion = typo::suggestion(&name, &EXAMPLES);
                Err(format!("the examples are {}{suggestion}", EXAMPLES.join(", ")))
            }
        })
        .optional();
    let pause = long("pause").help("Wait for Enter before each example, and before each explanation").switch();
    let ascii = long("ascii").help("Draw with ASCII characters only").switch();
    let wide = long("wide").help("Draw up to 120 columns wide, for a projector; 80 by default").switch();
    construct!(Options { only, pause, ascii, wide })
}

pub fn run(shell: &Shell, options: &Options) -> xshell::Result<()> {
    let chosen = |example: &&str| options.only.as_deref().is_none_or(|only| only == *example);
    let examples: Vec<_> = EXAMPLES.into_iter().filter(chosen).collect();

    // Build everything first, so that the compiler prints nothing between two examples.
    let packages = examples.iter().flat_map(|example| ["--package", example]);
    let build = as_typed(cmd!(shell, "cargo build --quiet {packages...}")).quiet();
    saying("Compiling the examples; the first time takes some minutes", || build.run())?;
    if examples.contains(&"counter-race") {
        explore::build(shell, "counter-race")?;
    }

    let flags = [("--ascii", options.ascii), ("--wide", options.wide), ("--pause", options.pause)];
    let flags: Vec<_> = flags.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag.to_string()).collect();
    let flags = &flags;
    let columns = width::columns(if options.wide { 120 } else { 80 });
    let rule = if options.ascii { "=" } else { "━" }.repeat(columns);
    for example in examples {
        let (title, look_for) = introduction(example);
        say(format_args!("\n{rule}\n{title}\n\n{}\n", wrap(look_for, columns)));
        wait_for_enter(options, "to run it");
        say(format_args!("$ cargo run -p {example}"));
        as_typed(cmd!(shell, "cargo run --quiet --package {example} -- {flags...}")).quiet().run()?;
        if example == "counter-race" {
            say(format_args!("\n{}\n", wrap(EXPLORED, columns)));
            wait_for_enter(options, "to explore it");
            say("$ cargo xtask explore counter-race");
            explore::run(shell, example, flags);
        }
    }
    Ok(())
}

/// With `--pause`, waits for Enter, or for the end of the input.
fn wait_for_enter(options: &Options, what_for: &str) {
    if options.pause {
        ask(format_args!("Press Enter {what_for}. "));
        let _ = stdin().read_line(&mut String::new());
        say("");
    }
}

/// The title of an example, and what to look for when it runs.
fn introduction(example: &str) -> (&'static str, &'static str) {
    match example {
        "fetch-pool" => (
            "Example 19.1: a thread pool that fetches web pages",
            "Five workers fetch five pages from a server on this machine.\n\
             Look for: pages come in the order in which they complete, not in the order of the list; and the whole takes \
             about as long as the slowest page, not as long as all of them together. (The server answers late on purpose, \
             after 0.1 to 0.5 s, like one far away; /delay/0 is its slowest page.)",
        ),
        "counter-race" => (
            "Example 19.2: a race, and its fix",
            "A hundred threads add one to a counter: read, let others run, write.\n\
             Look for: the first count is far below 100, and different in most runs.\n\
             With a lock from the read to the write it is always 100.",
        ),
        "producer-consumer" => (
            "Example 19.3: a producer, three consumers, and a queue between them",
            "A task arrives every 10 ms; a worker needs 10 to 50 ms for one.\n\
             Look for: workers busy side by side; a task that finds all of them busy waits in the queue.",
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
