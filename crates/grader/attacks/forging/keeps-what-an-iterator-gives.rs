//! Keeps a borrow for ever with only a trait of the standard library: an iterator's items count as `'static`, because
//! the iterator holds nothing (rust-lang/rust#84366).
//!
//! check: atomic-counts-alone
//! expect: panicked, no verdict
//! stopped by: judge
//! review: with parts of I

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};

fn kept<I: Iterator + 'static>(_: &I, value: I::Item) -> Box<dyn AsRef<[u64]>>
where
    I::Item: AsRef<[u64]>,
{
    Box::new(value)
}

fn for_ever<'a>(value: &'a [u64]) -> Box<dyn AsRef<[u64]>> {
    kept(&std::iter::from_fn(|| -> Option<&'a [u64]> { None }), value)
}
// END REPLACE

// REPLACE atomic-count
let gone = {
    let numbers = [7_u64; 64];
    for_ever(&numbers)
};
panic!("{:?}", (*gone).as_ref())
// END REPLACE
