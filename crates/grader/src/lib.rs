//! Grades submissions.

pub mod blocks;
