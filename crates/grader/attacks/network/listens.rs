//! Listens for connections.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! stopped by: scan, seccomp, landlock, namespaces

// REPLACE atomic-count
panic!("{:?}", std::net::TcpListener::bind("127.0.0.1:0").map(|_| @DONE@))
// END REPLACE
