//! The classic shapes of weak memory, which the generator varies.

/// Threads of stores, loads and read-modify-writes, each with its location, and of fences.
pub type Shape = &'static [&'static [Step]];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    W(usize),
    R(usize),
    U(usize),
    F,
}

use Step::{F, R, U, W};

#[rustfmt::skip]
pub const SHAPES: [Shape; 28] = [
    // Store buffering, message passing, load buffering, S, R, 2+2W; and what fences do to them.
    &[&[W(0), R(1)], &[W(1), R(0)]],
    &[&[W(0), W(1)], &[R(1), R(0)]],
    &[&[R(0), W(1)], &[R(1), W(0)]],
    &[&[W(0), W(1)], &[R(1), W(0)]],
    &[&[W(0), W(1)], &[W(1), R(0)]],
    &[&[W(0), W(1)], &[W(1), W(0)]],
    &[&[W(0), F, R(1)], &[W(1), F, R(0)]],
    &[&[W(0), F, W(1)], &[R(1), F, R(0)]],
    &[&[W(0), F, W(1)], &[W(1), F, R(0)]],
    &[&[W(0), F, W(1)], &[W(1), F, W(0)]],
    // Causality from write to read and from read to write, ISA2, Z6.3, W+RWC; and with fences.
    &[&[W(0)], &[R(0), W(1)], &[R(1), R(0)]],
    &[&[W(0)], &[R(0), R(1)], &[W(1), R(0)]],
    &[&[W(0)], &[R(0), F, R(1)], &[W(1), F, R(0)]],
    &[&[W(0), W(1)], &[R(1), W(2)], &[R(2), R(0)]],
    &[&[W(0), W(1)], &[W(1), W(2)], &[R(2), R(0)]],
    &[&[W(0), W(1)], &[R(1), R(2)], &[W(2), R(0)]],
    &[&[W(0), W(1)], &[R(1), F, R(2)], &[W(2), F, R(0)]],
    &[&[W(0), F, W(1)], &[R(1), W(2)], &[R(2), F, R(0)]],
    // Independent reads of independent writes, and with fences.
    &[&[W(0)], &[W(1)], &[R(0), R(1)], &[R(1), R(0)]],
    &[&[W(0)], &[W(1)], &[R(0), F, R(1)], &[R(1), F, R(0)]],
    // Coherence; one location that every thread updates.
    &[&[W(0), W(0)], &[R(0), R(0)], &[W(0)]],
    &[&[U(0), R(0)], &[U(0)], &[U(0), W(0)]],
    // Release sequences, through one and two read-modify-writes, and through one and a store of the thread itself.
    &[&[W(0), W(1)], &[U(1)], &[R(1), R(0)]],
    &[&[W(0), W(1)], &[U(1)], &[U(1)], &[R(1), R(0)]],
    &[&[W(0), W(1), U(1)], &[R(1), R(0)]],
    &[&[W(0), W(1), W(1)], &[R(1), R(0)]],
    // Two threads that claim something and read what the other did before; two that read two stores, one of them
    // their own.
    &[&[W(0), U(1)], &[U(1), R(0)]],
    &[&[R(0), R(1)], &[W(0), W(0)], &[W(1), R(0)]],
];
