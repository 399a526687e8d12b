//! The interpreter on `std`.

use std::{hint, panic, sync, thread, time};

#[path = "interpret/mod.rs"]
mod interpret;

pub use interpret::run;
