//! Opens files of submissions only if they are regular files at that moment. Links are not followed, and a pipe
//! without a writer does not block the grader.

use std::fs::{File, OpenOptions};
use std::io::{Error, Result};
use std::path::Path;

/// Opens `path` for reading.
///
/// # Errors
///
/// If it is a link or not a regular file, or cannot be read.
pub fn regular(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use nix::fcntl::OFlag;
        let flags = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_NOCTTY;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(Error::other("is not a regular file")) }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use nix::sys::stat::Mode;

    #[test]
    fn pipes_links_and_folders_are_refused_without_blocking() {
        let folder = std::env::temp_dir().join(format!("grader-open-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = |name: &str| folder.join(name);
        std::fs::write(path("file"), "text").unwrap();
        std::os::unix::fs::symlink(path("file"), path("link")).unwrap();
        nix::unistd::mkfifo(&path("pipe"), Mode::from_bits_truncate(0o666)).unwrap();
        let opened = ["file", "link", "pipe", "."].map(|name| regular(&path(name)).is_ok());
        let device = regular(Path::new("/dev/zero")).is_ok();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!((opened, device), ([true, false, false, false], false));
    }
}
