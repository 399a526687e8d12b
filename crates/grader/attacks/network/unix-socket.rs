//! Connects to a socket in the file system, as those of databases and of containers are.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! stopped by: scan, seccomp, landlock, namespaces

// REPLACE atomic-count
panic!("{:?}", std::os::unix::net::UnixStream::connect("@SOCKET@"))
// END REPLACE
