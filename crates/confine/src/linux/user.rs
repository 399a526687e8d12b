//! The user who owns nothing.

use nix::unistd::{Gid, Uid, getegid, geteuid, setgroups, setresgid, setresuid};
use std::os::unix::fs::lchown;
use std::path::Path;

/// `nobody`, on every distribution.
pub const NOBODY: u32 = 65534;

/// Becomes that user. Root's capabilities are lost with its user id.
pub fn drop_to_nobody() -> Result<(), String> {
    if !geteuid().is_root() {
        return Err("only root can become another user".to_string());
    }
    let (user, group) = (Uid::from_raw(NOBODY), Gid::from_raw(NOBODY));
    setgroups(&[])
        .and_then(|()| setresgid(group, group, group))
        .and_then(|()| setresuid(user, user, user))
        .map_err(|error| error.to_string())
}

/// Gives `path` and everything in it to a user and the group with the same id, or back to this process's user and
/// group. Links are not followed.
pub fn own(path: &Path, user: Option<u32>) -> std::io::Result<()> {
    let (owner, group) = user.map_or((geteuid().as_raw(), getegid().as_raw()), |user| (user, user));
    lchown(path, Some(owner), Some(group))?;
    if path.symlink_metadata()?.is_dir() {
        for entry in std::fs::read_dir(path)? {
            own(&entry?.path(), user)?;
        }
    }
    Ok(())
}
