//! The surface of `interleave`.

use interleave::{cell, hint, panic, sync, thread, thread_local, time};

#[path = "surface/mod.rs"]
mod surface;

pub use surface::traits;
