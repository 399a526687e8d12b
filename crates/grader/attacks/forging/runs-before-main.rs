//! Runs before `main` does, reads the number that makes a record valid, and writes a record.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! stopped by: scan, unsafe-code

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[used]
#[unsafe(link_section = ".init_array")]
static FIRST: extern "C" fn() = first;

extern "C" fn first() {
    if std::env::args().nth(1).as_deref() != Some("--run-check") {
        return;
    }
    let mut nonce = String::new();
    let _ = std::io::stdin().read_line(&mut nonce);
    let nonce = nonce.trim();
    println!("\n\u{1e}{{\"nonce\": {nonce:?}, \"kind\": \"record\", \"finding\": {{\"verdict\": \"passed\", \"message\": \"\", \"place\": null, \"detail\": \"\", \"evidence\": null}}}}");
    std::process::exit(0)
}
// END REPLACE
