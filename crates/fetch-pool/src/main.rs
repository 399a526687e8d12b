//! Runs example 19.1 and shows what it did. A student need not read this.

mod demo;

use std::process::ExitCode;

fn main() -> ExitCode {
    common::unwritten::ends_the_program();
    demo::run(&common::cli::parse(&demo::parser()))
}
