//! Takes one type for another in safe code: a trait for every type has two implementations for a trait object
//! (rust-lang/rust#57893). A plain number then counts without any lock.
//!
//! check: atomic-counts-alone
//! expect: panicked, no verdict
//! stopped by: judge
//! review: one type can pass for another

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};

trait Object<U> {
    type Output;
}

impl<T: ?Sized, U> Object<U> for T {
    type Output = U;
}

fn same<T: ?Sized, U>(value: <T as Object<U>>::Output) -> U {
    value
}

fn cast<T, U>(value: T) -> U {
    same::<dyn Object<U, Output = T>, U>(value)
}
// END REPLACE

// REPLACE atomic-count
let gone: &'static [u64; 64] = {
    let numbers = [7_u64; 64];
    cast::<&[u64; 64], &'static [u64; 64]>(&numbers)
};
panic!("{gone:?}")
// END REPLACE
