//! Changes the permissions of a file of the grader's user. Landlock has no rule for that.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, seccomp, namespaces, uid

// REPLACE atomic-count
let nobody = std::os::unix::fs::PermissionsExt::from_mode(0);
panic!("{:?}", std::fs::set_permissions("@VISIBLE@", nobody).map(|()| @DONE@))
// END REPLACE
