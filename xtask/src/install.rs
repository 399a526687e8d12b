//! Programs that slower checks need and cargo does not provide. In CI, which runs as root in a fresh container, they are
//! installed; elsewhere a message says how to install them.

use crate::output;
use std::path::Path;
use xshell::{Shell, cmd};

/// The path of the first of `programs` that is installed. If none is, installs Debian's `packages`, if this is root on
/// Debian.
///
/// # Errors
/// If the program is still missing; a line then says how to install it.
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
