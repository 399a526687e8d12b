//! Cargo, started as if it had been typed in a terminal.

use std::process::{Command, ExitCode};
use xshell::Cmd;

/// `command` without the variables that `cargo run` sets for this program. Build scripts read some of them, so cargo
/// would recompile half of its dependencies after each switch between `cargo xtask` and `cargo run`.
pub fn as_typed(command: Cmd<'_>) -> Cmd<'_> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names.filter(|name| is_about_this_program(name)).fold(command, |command, name| command.env_remove(name))
}

/// Runs a program of ours and returns its exit code.
pub fn exit_code(mut program: Command) -> ExitCode {
    let code = program.status().ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

fn is_about_this_program(variable: &str) -> bool {
    let prefixes = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_"];
    prefixes.iter().any(|prefix| variable.starts_with(prefix))
        || ["CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"].contains(&variable)
}

#[cfg(test)]
mod tests {
    use super::is_about_this_program;

    #[test]
    fn settings_of_the_user_are_kept() {
        assert!(is_about_this_program("CARGO_PKG_NAME") && is_about_this_program("CARGO_MANIFEST_DIR"));
        assert!(
            !["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_TERM_COLOR", "RUSTFLAGS"]
                .iter()
                .any(|name| is_about_this_program(name))
        );
    }
}
