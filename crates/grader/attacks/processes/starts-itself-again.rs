//! Starts the check again, to learn the grader's question.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! stopped by: scan, seccomp

// REPLACE atomic-count
let program = std::env::args().next().unwrap();
let child = std::process::Command::new(program).arg("--describe-checks").spawn();
panic!("{:?}", child.map(|_| @DONE@))
// END REPLACE
