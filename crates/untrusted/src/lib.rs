//! Properties of every parser of untrusted input. Each is a function that takes any bytes and panics if the property
//! does not hold. `fuzz/` runs them on generated input (`cargo xtask fuzz`); the test of this crate runs them on the
//! seeds, so that they are compiled and run with the other tests.
//!
//! * [`archives`]: the submissions that the grader reads.
//! * [`sources`]: the scan of a source text.
//! * [`answers`]: the output of a check's process and of the compiler.
//! * [`texts`]: names and texts that reach a report or a terminal.
//! * [`seeds`]: the fuzzer's seeds, made from the wrong solutions, the attacks, and other files of the workspace.
//!
//! The fuzzer itself detects panics, endless loops and excessive memory, with limits on time and memory.

pub mod answers;
pub mod archives;
pub mod seeds;
pub mod sources;
pub mod texts;

/// A parser under test.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its file in `fuzz/targets/`.
    pub name: &'static str,
    /// Panics if the property does not hold for these bytes.
    pub holds: fn(&[u8]),
    /// The fuzzer's seeds.
    pub seeds: fn() -> anyhow::Result<Vec<Vec<u8>>>,
}

/// All targets, by name.
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
