//! The user who owns nothing.

use nix::unistd::{Gid, Uid, geteuid, setgroups, setresgid, setresuid};

/// `nobody`, on every distribution.
pub const NOBODY: u32 = 65534;

/// Becomes that user. The capabilities go with root's user number.
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
