//! Every stable function of the mirrored modules, with its signature: each constant compiles only if the function has
//! that signature. Behaviour is compared by the differential test.

#![allow(dead_code)]

mod atomics;
mod channels;
mod coercions;
mod locks;
mod once;
mod rest;
mod threads;
mod traits;

use super::{cell, hint, panic, sync, thread, thread_local, time};

pub use traits::traits;
