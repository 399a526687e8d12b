//! Sends a UDP packet, which needs no answer.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! stopped by: scan, seccomp, namespaces

// REPLACE atomic-count
let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
panic!("{:?}", socket.send_to(b"the answers", ("127.0.0.1", @UDP@)))
// END REPLACE
