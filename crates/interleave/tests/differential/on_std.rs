//! The interpreter on `std`.

use crate::std_cell as cell;
use std::{hint, panic, sync, thread, thread_local, time};

#[path = "interpret/mod.rs"]
mod interpret;

pub use interpret::run;
