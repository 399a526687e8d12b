//! The interpreter on `interleave`.

use interleave::{cell, hint, panic, sync, thread, thread_local, time};

#[path = "interpret/mod.rs"]
mod interpret;

pub use interpret::run;
