//! What must hold of every parser of strangers' bytes, whatever the bytes: a function for each, which takes any bytes and
//! panics where something does not hold. `fuzz/` gives them bytes that a fuzzer makes up (`cargo xtask fuzz`), and the
//! test of this crate their seeds, so that they are compiled and run wherever the other tests are.
//!
//! * [`archives`]: what is handed in.
//! * [`sources`]: the scan of a source text.
//! * [`answers`]: what a check's process and the compiler say.
//! * [`texts`]: names and texts that reach a report or a terminal.
//! * [`seeds`]: what a fuzzer begins with, made of the wrong solutions, the attacks, and what else is in the workspace.
//!
//! That a parser does not panic, does not run for ever and does not take memory without bound is for the fuzzer to see:
//! it has a limit of each.

pub mod answers;
pub mod archives;
pub mod seeds;
pub mod sources;
pub mod texts;

/// A parser under test.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Of its file in `fuzz/targets/`.
    pub name: &'static str,
    /// Panics where something does not hold of what the parser makes of these bytes.
    pub holds: fn(&[u8]),
    /// What a fuzzer begins with.
    pub seeds: fn() -> anyhow::Result<Vec<Vec<u8>>>,
}

/// All of them, by name.
pub const TARGETS: [Target; 8] = [
    target("messages", answers::messages, seeds::messages),
    target("plain", texts::plain, seeds::names),
    target("record", answers::record, seeds::records),
    target("scan", sources::scan, seeds::sources),
    target("states", answers::states, seeds::states),
    target("tar", archives::tar, seeds::tar),
    target("tar-gz", archives::tar_gz, seeds::tar_gz),
    target("zip", archives::zip, seeds::zip),
];

const fn target(name: &'static str, holds: fn(&[u8]), seeds: fn() -> anyhow::Result<Vec<Vec<u8>>>) -> Target {
    Target { name, holds, seeds }
}
