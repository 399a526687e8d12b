//! Connects to a socket in the file system, such as that of a database or a container engine.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! stopped by: scan, seccomp, landlock, namespaces

// REPLACE atomic-count
panic!("{:?}", std::os::unix::net::UnixStream::connect("@SOCKET@"))
// END REPLACE
