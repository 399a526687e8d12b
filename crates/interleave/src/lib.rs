//! Explores every interleaving of a small threaded program and shows the shortest one that fails.

pub mod record;
pub mod report;
mod source;
