//! The shapes of loom's own tests (`litmus.rs`, `fence.rs`, `atomic.rs`) and some similar ones, with the right
//! answers. The axioms give these answers, the explorer must, and loom 0.7 does, except for the differences named
//! here.
//!
//! If a thread in loom's tests reads data only after it has seen a flag, it always reads the data here, and the
//! forbidden outcomes are stated for both reads together. Data is a relaxed atomic, usually `x`. Loom's tests of
//! features outside the memory model are left out: `lazy_static`, `thread_local`, and non-atomic accesses.

use super::axioms::MODEL;
use super::candidates::allowed;
use super::explored::explored;
use super::on_loom::seen_by_loom;
use super::text::parse;
use std::collections::BTreeSet;

/// What loom sees, compared with what the axioms admit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loom {
    Same,
    /// It misses outcomes.
    Misses(&'static str),
    /// It has outcomes that are impossible.
    Adds(&'static str),
    MissesAndAdds(&'static str),
}
use Loom::{Adds, Misses, MissesAndAdds, Same};

/// A name, threads, what may be read (thread by thread), what may not, and loom's difference.
type Shape =
    (&'static str, &'static [&'static str], &'static [&'static [usize]], &'static [&'static [usize]], Loom);

const AS_ACQ_REL: Loom = Adds("loom takes a SeqCst load, store or read-modify-write for an acquire or a release");
const BETWEEN: Loom = Adds("in loom a store may come between a read-modify-write and the store that it read");
const LATEST: Loom =
    MissesAndAdds("a read-modify-write of loom reads the latest store alone; another may come between");
const SECOND_FIRST: Loom = Misses("loom never lets the second thread take both its steps before the first");

#[rustfmt::skip]
const SHAPES: &[Shape] = &[
    ("store_buffering",
        &["x.store(1, Relaxed); y.load(Relaxed)", "y.store(1, Relaxed); x.load(Relaxed)"],
        &[&[0, 0], &[0, 1], &[1, 0], &[1, 1]], &[], Same),
    ("store_buffering, release and acquire",
        &["x.store(1, Release); y.load(Acquire)", "y.store(1, Release); x.load(Acquire)"],
        &[&[0, 0], &[0, 1], &[1, 0], &[1, 1]], &[], Same),
    ("store_buffering, sequentially consistent",
        &["x.store(1, SeqCst); y.load(SeqCst)", "y.store(1, SeqCst); x.load(SeqCst)"],
        &[&[0, 1], &[1, 0], &[1, 1]], &[&[0, 0]], AS_ACQ_REL),
    // Loom ignores its own test of this: processors allow it, but the model forbids it in order to rule out
    // out-of-thin-air values.
    ("load_buffering",
        &["y.load(Relaxed); x.store(1, Relaxed)", "x.load(Relaxed); y.store(1, Relaxed)"],
        &[&[0, 0], &[0, 1], &[1, 0]], &[&[1, 1]], Same),
    ("message passing",
        &["x.store(1, Relaxed); y.store(1, Relaxed)", "y.load(Relaxed); x.load(Relaxed)"],
        &[&[0, 0], &[0, 1], &[1, 0], &[1, 1]], &[], Same),
    ("message passing, released and not acquired",
        &["x.store(1, Relaxed); y.store(1, Release)", "y.load(Relaxed); x.load(Relaxed)"],
        &[&[1, 0]], &[], Same),
    ("message passing, acquired and not released",
        &["x.store(1, Relaxed); y.store(1, Relaxed)", "y.load(Acquire); x.load(Relaxed)"],
        &[&[1, 0]], &[], Same),
    ("message passing, release and acquire",
        &["x.store(1, Relaxed); y.store(1, Release)", "y.load(Acquire); x.load(Relaxed)"],
        &[&[0, 0], &[0, 1], &[1, 1]], &[&[1, 0]], Same),
    ("fence_sw_base",
        &["x.store(1, Relaxed); fence(Release); y.store(1, Relaxed)", "y.load(Relaxed); fence(Acquire); x.load(Relaxed)"],
        &[&[0, 0], &[0, 1], &[1, 1]], &[&[1, 0]], Same),
    ("fence_sw_collapsed_store",
        &["x.store(1, Relaxed); y.store(1, Release)", "y.load(Relaxed); fence(Acquire); x.load(Relaxed)"],
        &[&[0, 0], &[0, 1], &[1, 1]], &[&[1, 0]], Same),
    ("fence_sw_collapsed_load",
        &["x.store(1, Relaxed); fence(Release); y.store(1, Relaxed)", "y.load(Acquire); x.load(Relaxed)"],
        &[&[0, 0], &[0, 1], &[1, 1]], &[&[1, 0]], Same),
    ("a fence on the wrong side",
        &["x.store(1, Relaxed); y.store(1, Relaxed); fence(Release)", "y.load(Acquire); x.load(Relaxed)"],
        &[&[1, 0]], &[], Same),
    ("sb_fences",
        &["x.store(1, Relaxed); fence(SeqCst); y.load(Relaxed)", "y.store(1, Relaxed); fence(SeqCst); x.load(Relaxed)"],
        &[&[0, 1], &[1, 0], &[1, 1]], &[&[0, 0]], Same),
    ("sb_fences, acquire and release",
        &["x.store(1, Relaxed); fence(AcqRel); y.load(Relaxed)", "y.store(1, Relaxed); fence(AcqRel); x.load(Relaxed)"],
        &[&[0, 0], &[0, 1], &[1, 0], &[1, 1]], &[], Same),
    // `x`: protected; `y`: no longer reachable; `z`: freed. The freeing thread has seen no protection.
    ("fence_hazard_pointer",
        &["x.store(1, Relaxed); fence(SeqCst); y.load(Relaxed); z.load(Relaxed)",
          "y.store(1, Relaxed); fence(SeqCst); x.load(Relaxed); z.store(1, Relaxed)"],
        &[&[0, 0, 1], &[0, 1, 1], &[1, 1, 0], &[1, 0, 0]], &[&[0, 1, 0], &[0, 0, 0]], Same),
    ("rwc_syncs",
        &["x.store(1, Relaxed)", "x.load(Relaxed); fence(SeqCst); y.load(Relaxed)",
          "y.store(1, Relaxed); fence(SeqCst); x.load(Relaxed)"],
        &[&[1, 0, 1], &[0, 0, 0], &[1, 1, 0]], &[&[1, 0, 0]], Same),
    ("w_rwc",
        &["x.store(1, Relaxed); z.store(1, Release)", "z.load(Acquire); fence(SeqCst); y.load(Relaxed)",
          "y.store(1, Relaxed); fence(SeqCst); x.load(Relaxed)"],
        &[&[1, 0, 1], &[0, 0, 0], &[1, 1, 0]], &[&[1, 0, 0]], Same),
    ("coherence of two reads",
        &["x.store(1, Relaxed)", "x.load(Relaxed); x.load(Relaxed)"],
        &[&[0, 0], &[0, 1], &[1, 1]], &[&[1, 0]], Same),
    ("coherence of two writes",
        &["x.store(1, Relaxed); x.store(2, Relaxed)", "x.load(Relaxed); x.load(Relaxed)"],
        &[&[0, 0], &[0, 2], &[1, 2], &[1, 1]], &[&[2, 1], &[1, 0], &[2, 0]], Same),
    ("coherence of a write and a read",
        &["x.store(1, Relaxed); x.load(Relaxed)", "x.store(2, Relaxed)"],
        &[&[1], &[2]], &[&[0]], Same),
    ("coherence of a read and a write",
        &["x.load(Relaxed); x.store(1, Relaxed)", "x.store(2, Relaxed)"],
        &[&[0], &[2]], &[&[1]], Same),
    ("a lost update",
        &["x.load(Relaxed); x.store(1, Relaxed)", "x.load(Relaxed); x.store(2, Relaxed)"],
        &[&[0, 0], &[2, 0], &[0, 1]], &[&[2, 1]], SECOND_FIRST),
    ("two writes each, sequentially consistent",
        &["x.store(1, SeqCst); y.store(2, SeqCst)", "y.store(1, SeqCst); x.store(2, SeqCst)"],
        &[&[]], &[], AS_ACQ_REL),
    ("fetch_add_atomic",
        &["x.fetch_add(1, Relaxed)", "x.fetch_add(1, Relaxed)"],
        &[&[0, 1], &[1, 0]], &[&[0, 0], &[1, 1]], Same),
    // Loom ignores its own test of this.
    ("compare_and_swap_reads_old_values",
        &["x.store(1, Release); y.compare_exchange(0, 2, AcqRel, Acquire)",
          "y.store(1, Release); x.compare_exchange(0, 2, AcqRel, Acquire)"],
        &[&[0, 0], &[0, 1], &[1, 0], &[1, 1]], &[], LATEST),
    ("a release sequence through an update",
        &["x.store(1, Relaxed); y.store(1, Release)", "y.fetch_add(1, Relaxed)", "y.load(Acquire); x.load(Relaxed)"],
        &[&[1, 2, 1], &[0, 1, 0]], &[&[1, 2, 0], &[0, 2, 0]], Same),
    ("a release sequence ends at a store of its thread",
        &["x.store(1, Relaxed); y.store(1, Release); y.store(2, Relaxed)", "y.load(Acquire); x.load(Relaxed)"],
        &[&[2, 0], &[2, 1], &[1, 1]], &[&[1, 0]], Same),
    ("a release sequence ends at a store of another thread",
        &["x.store(1, Relaxed); y.store(1, Release)", "y.store(2, Relaxed)", "y.load(Acquire); x.load(Relaxed)"],
        &[&[2, 0], &[2, 1], &[1, 1]], &[&[1, 0]], Same),
    ("a failed compare-exchange acquires by its failure ordering",
        &["x.store(1, Relaxed); y.store(1, Release)", "y.compare_exchange(0, 2, Relaxed, Acquire); x.load(Relaxed)"],
        &[&[1, 1], &[0, 0], &[0, 1]], &[&[1, 0]], BETWEEN),
    ("a failed compare-exchange does not acquire by its success ordering",
        &["x.store(1, Relaxed); y.store(1, Release)", "y.compare_exchange(0, 2, AcqRel, Relaxed); x.load(Relaxed)"],
        &[&[1, 0], &[1, 1]], &[], BETWEEN),
];

/// The values read in each outcome, without the final values of the locations.
fn reads(outcomes: &BTreeSet<String>) -> BTreeSet<&str> {
    outcomes.iter().filter_map(|outcome| Some(outcome.strip_prefix('(')?.split_once("], ")?.0)).collect()
}

#[test]
fn the_axioms_give_the_right_answers_to_the_litmus_shapes_of_loom() {
    for (name, threads, may, never, _) in SHAPES {
        let outcomes = allowed(&parse(threads), MODEL).outcomes;
        let reads = reads(&outcomes);
        let read = |values: &[usize]| reads.contains(format!("{values:?}").trim_end_matches(']'));
        may.iter().for_each(|values| assert!(read(values), "{name}: {values:?} may be, in {reads:?}"));
        never.iter().for_each(|values| assert!(!read(values), "{name}: {values:?} may not be"));
    }
}

#[test]
fn the_explorer_gives_the_right_answers_to_the_litmus_shapes_of_loom() {
    for (name, threads, ..) in SHAPES {
        let program = parse(threads);
        assert_eq!(explored(&program), allowed(&program, MODEL).into(), "{name}\n{program}");
    }
}

/// If this fails because loom has been fixed, say so here and in the book.
#[test]
fn loom_gives_the_right_answers_except_for_named_differences() {
    for (name, threads, .., loom) in SHAPES {
        let program = parse(threads);
        let (right, seen) = (allowed(&program, MODEL).outcomes, seen_by_loom(&program));
        let (misses, adds) = (!right.is_subset(&seen), !seen.is_subset(&right));
        let named = (matches!(loom, Misses(_) | MissesAndAdds(_)), matches!(loom, Adds(_) | MissesAndAdds(_)));
        assert_eq!((misses, adds), named, "{name}: {loom:?}; loom sees {seen:?}, right are {right:?}");
    }
}
