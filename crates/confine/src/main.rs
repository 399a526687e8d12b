//! A launcher and nothing else, for the tests of this crate and for trying a policy by hand.

use std::process::ExitCode;

fn main() -> ExitCode {
    match confine::launched() {
        Some(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        None => {
            eprintln!(
                "error: this program is only started by other programs; see the documentation of the crate `confine`"
            );
            ExitCode::from(2)
        }
    }
}
