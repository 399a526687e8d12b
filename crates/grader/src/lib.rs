//! Grades submissions: reads them, compiles them with the checks, runs each check in its own process, and reports
//! points and feedback. In the order in which it happens:
//!
//! 1. [`reference`](mod@reference): our own workspace, built once by [`cargo`]. [`recorder`] records how cargo ran the
//!    compiler.
//! 2. [`intake`]: finds submissions, and reads the graded files. [`given`]: the original files that students got.
//!    [`roster`]: who handed them in, and when.
//! 3. [`scan`]: finds forbidden constructs. [`tree`] and [`compile`]: the reference's sources with a submission's files
//!    in place of ours, compiled without cargo, in a [`slot`], with a [`seed`](mod@seed) of incremental compilation data.
//! 4. [`judge`]: runs each check in its own process, within a time limit ([`patience`]), unless the result is known from
//!    identical files ([`alike`]). [`launch`] is the only place that starts untrusted code.
//! 5. [`result`](mod@result) and [`report`]: the results, for the author, for platforms and for the class. [`grade`]
//!    does all this for a batch; [`shard`] is a batch's share of a class, and [`mod@collect`] combines the shards.
//!
//! [`anonymous`]: pseudonyms for anonymous marking. [`comments`]: an instructor's remarks and points.
//! [`similarity`]: exports code for tools that find copies.
//!
//! [`mod@plain`]: makes text from submissions harmless. [`probe`]: reports how this machine confines programs.
//! [`machine`]: this machine's name.
//!
//! [`attack`]: shows that hostile submissions gain nothing.
//!
//! [`gradescope`]: packs the grader for Gradescope.
//!
//! [`blocks`]: parses the markers around solutions. [`variant`] and [`audit`]: test the grader with wrong and
//! right solutions, if asked on a [`busy`] machine; [`mutants`]: tests it with every small change of the reference.
//! [`reasons`]: lists of exceptions with their reasons.
//!
//! Architecture invariant: this crate reads files and runs programs; it links no example.

pub mod alike;
pub mod anonymous;
pub mod attack;
pub mod audit;
pub mod blocks;
pub mod busy;
pub mod cargo;
pub mod cli;
pub mod collect;
pub mod comments;
pub mod compile;
pub mod files;
pub mod given;
pub mod grade;
pub mod gradescope;
pub mod intake;
pub mod judge;
pub mod launch;
pub mod machine;
pub mod mutants;
pub mod patience;
pub mod plain;
pub mod probe;
pub mod reasons;
pub mod recorder;
pub mod reference;
pub mod report;
pub mod result;
pub mod roster;
pub mod scan;
pub mod seed;
pub mod shard;
pub mod similarity;
pub mod slot;
pub mod tree;
pub mod variant;
