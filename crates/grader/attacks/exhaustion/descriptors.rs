//! Opens files until there are no more.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, rlimits

// REPLACE atomic-count
let file = std::fs::File::open("crates/counter-race/src/lib.rs").expect("its own sources are there");
let copies: Vec<_> = (0..500).map_while(|_| file.try_clone().ok()).collect();
panic!("{}", if copies.len() == 500 { @DONE@ } else { "no" })
// END REPLACE
