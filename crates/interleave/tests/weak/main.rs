//! Checks the explorer's memory model against an implementation that shares no code with it: the axioms as they are
//! written, applied to every candidate execution of small programs.

mod axioms;
mod broken;
mod candidates;
mod choices;
mod events;
mod explored;
mod generate;
mod judge;
mod litmus;
mod on_loom;
mod program;
mod relation;
mod shapes;
mod shapes_of_loom;
mod standard;
mod text;
