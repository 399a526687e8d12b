//! The surface of `std`.

use std::{cell, hint, panic, sync, thread, thread_local, time};

#[path = "surface/mod.rs"]
mod surface;

pub use surface::traits;
