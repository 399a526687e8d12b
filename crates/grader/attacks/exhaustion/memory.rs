//! Allocates two gibibytes and writes to each page.
//!
//! check: atomic-counts-alone
//! expect: out of bounds
//! stopped by: rlimits

// REPLACE atomic-count
let all = vec![1_u8; 2 << 30];
panic!("{} {}", all.len(), @DONE@)
// END REPLACE
