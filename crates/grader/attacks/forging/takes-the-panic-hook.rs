//! Removes the hook that reports a panic, and panics.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: no verdict
//! stopped by: scan, judge

// REPLACE atomic-count
let hook = std::panic::take_hook();
std::panic::set_hook(Box::new(|_| std::process::exit(0)));
drop(hook);
panic!("nobody hears this")
// END REPLACE
