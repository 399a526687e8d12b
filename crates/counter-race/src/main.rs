//! Runs example 19.2 and shows what it did. A student need not read this.

mod demo;

fn main() {
    common::unwritten::ends_the_program();
    demo::run(&common::cli::parse(&demo::options()));
}
