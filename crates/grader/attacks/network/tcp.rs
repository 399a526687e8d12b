//! Connects to a server on this machine.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! stopped by: scan, landlock, seccomp, namespaces

// REPLACE atomic-count
panic!("{:?}", std::net::TcpStream::connect(("127.0.0.1", @TCP@)).map(|_| @DONE@))
// END REPLACE
