//! Grades submissions: reads them, builds their checks beside the reference, runs each check in a process of its own,
//! and says what they are worth. In the order of what happens:
//!
//! 1. [`reference`](mod@reference): our own workspace, built once by [`cargo`]; [`recorder`] notes how that ran the compiler.
//! 2. [`intake`]: finds submissions, and reads the files that count; [`given`] knows those that students got. [`roster`]: who handed them in, and when.
//! 3. [`scan`]: what an exercise forbids. [`tree`] and [`compile`]: the reference's sources with a submission's files
//!    in place of ours, compiled without cargo, in a [`slot`], with a [`seed`](mod@seed) of what the compiler remembers of ours.
//! 4. [`judge`]: each check in a process of its own, with as much [`patience`] as is due, unless it is known of files that are
//!    [`alike`]; [`launch`] is the one place that starts what is not ours.
//! 5. [`result`](mod@result) and [`report`]: what came of it, for its author, for platforms, for the class. [`grade`]
//!    does all this for a batch; [`shard`] is a batch's share of a class, and [`mod@collect`] puts the class together.
//!
//! [`anonymous`]: names for those who mark without knowing whom. [`comments`]: what an instructor adds by hand.
//! [`similarity`]: what programs compare that look for copies.
//!
//! [`mod@plain`]: what strangers wrote, made harmless. [`probe`] says what holds a program on this machine; [`machine`]: which one that is.
//!
//! [`attack`] shows that what strangers try gets them nothing.
//!
//! [`gradescope`] packs all of it for a platform that runs it.
//!
//! [`blocks`] reads the markers around what a student writes; [`variant`] and [`audit`] grade the grader with wrong and
//! right solutions that are made of them, on a machine that is [`busy`] if asked for; [`mutants`] does with every small
//! change of the reference. [`reasons`]: what may be otherwise, and why.
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
