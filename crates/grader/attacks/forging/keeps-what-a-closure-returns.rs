//! Keeps a borrow for ever in safe code: a closure's result counts as `'static`, because the closure captures nothing
//! (rust-lang/rust#84366).
//!
//! check: atomic-counts-alone
//! expect: panicked, no verdict
//! stopped by: judge
//! review: with a trait for every type

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};

trait Returns {
    type Value;
}

impl<R, F: Fn() -> R> Returns for F {
    type Value = R;
}

fn kept<T: Returns + 'static>(_: &T, value: T::Value) -> Box<dyn AsRef<[u64]>>
where
    T::Value: AsRef<[u64]>,
{
    Box::new(value)
}

fn for_ever<'a>(value: &'a [u64]) -> Box<dyn AsRef<[u64]>> {
    let returns = || -> &'a [u64] { &[] };
    kept(&returns, value)
}
// END REPLACE

// REPLACE atomic-count
let gone = {
    let numbers = [7_u64; 64];
    for_ever(&numbers)
};
panic!("{:?}", (*gone).as_ref())
// END REPLACE
