//! Programs that slower checks need and cargo does not bring. CI runs as root in a fresh container, where they are
//! installed; anybody else is told how to get them.

use crate::output;
use std::path::Path;
use xshell::{Shell, cmd};

/// The path of the first of `programs` that is installed. Where none is, installs Debian's `packages` if this is a machine
/// that may.
///
/// # Errors
/// If it is not there afterwards, with a line that says how to get it.
pub fn need(shell: &Shell, programs: &[&str], packages: &[&str]) -> xshell::Result<String> {
    let find =
        || programs.iter().find_map(|program| cmd!(shell, "which {program}").quiet().ignore_stderr().read().ok());
    if let Some(found) = find() {
        return Ok(found);
    }
    let missing = || cmd!(shell, "which {programs...}").quiet().ignore_stderr().read();
    if !(is_root(shell) && Path::new("/usr/bin/apt-get").exists()) {
        let (program, packages) = (programs[0], packages.join(" "));
        output::note(format_args!(
            "{program} is missing: install it, for example with `sudo apt install {packages}`"
        ));
        return missing();
    }
    cmd!(shell, "apt-get update -qq").run()?;
    cmd!(shell, "apt-get install -y -qq {packages...}")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .ignore_stdout()
        .run()?;
    find().map_or_else(missing, Ok)
}

/// Whether this is root.
pub fn is_root(shell: &Shell) -> bool {
    cmd!(shell, "id -u").quiet().ignore_stderr().read().is_ok_and(|id| id == "0")
}
