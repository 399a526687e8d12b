//! A separate root folder with only the policy's paths, so that other paths do not exist; also a network without
//! interfaces, and no shared memory of others. See mount_namespaces(7) and pivot_root(2).
//!
//! There is no PID namespace. Its first process does not receive most signals, including those of the limits, so a
//! check would need two more processes: that one, and one outside to report how the check ended. Each costs 0.9 ms,
//! while all layers together now cost 2.4 ms. A check cannot start processes; a program that starts others has a
//! supervisor.

use crate::Policy;
use nix::fcntl::{OFlag, open};
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, unshare};
use nix::sys::stat::Mode;
use nix::unistd::{chdir, getegid, geteuid, pivot_root};
use std::fs;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};

/// Where the new root is built. The folder exists on every system, and no policy names anything in it.
const WORKBENCH: &str = "/sys";

const NONE: Option<&str> = None;

/// Moves this process into a root folder with only the policy's paths, in the same working folder if that is among
/// them.
pub fn enter(policy: &Policy) -> Result<(), String> {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    unshare_all()?;
    // Mounts from here on are private to this process.
    mount(NONE, "/", NONE, MsFlags::MS_REC | MsFlags::MS_PRIVATE, NONE)
        .map_err(|error| format!("mount: {error}"))?;
    // Opened before the workbench hides anything.
    let mut parts: Vec<(&Path, OwnedFd)> = Vec::new();
    let mut paths: Vec<&Path> = policy.paths().collect();
    // Programs find their own folder through a link in there. Landlock prevents opening what it points to.
    paths.extend(policy.processes.then_some(Path::new("/proc")));
    paths.sort_by_key(|path| path.as_os_str().len());
    for path in paths {
        let is_writable = policy.write.as_deref() == Some(path);
        let contained = parts.iter().any(|(other, _)| path.starts_with(other));
        if contained && !is_writable {
            continue;
        }
        if let Ok(opened) = open(path, OFlag::O_PATH | OFlag::O_CLOEXEC, Mode::empty()) {
            parts.push((path, opened));
        }
    }
    mount(
        Some("tmpfs"),
        WORKBENCH,
        Some("tmpfs"),
        MsFlags::MS_NOSUID | MsFlags::MS_NODEV,
        Some("size=1m,mode=755"),
    )
    .map_err(|error| format!("tmpfs: {error}"))?;
    for (path, opened) in &parts {
        let is_writable = policy.write.as_deref() == Some(*path);
        bind(path, opened, is_writable).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    chdir(WORKBENCH)
        .and_then(|()| pivot_root(".", "."))
        .and_then(|()| umount2(".", MntFlags::MNT_DETACH))
        .and_then(|()| chdir("/"))
        .map_err(|error| format!("pivot_root: {error}"))?;
    // If the policy does not name the working folder, it no longer exists; then use the root.
    let _ = chdir(&here);
    Ok(())
}

/// Root may do this; others may in a user namespace, in which they keep their id.
fn unshare_all() -> Result<(), String> {
    let (user, group) = (geteuid(), getegid());
    let flags = CloneFlags::CLONE_NEWNS | CloneFlags::CLONE_NEWNET | CloneFlags::CLONE_NEWIPC;
    if user.is_root() {
        return unshare(flags).map_err(|error| format!("unshare: {error}"));
    }
    unshare(flags | CloneFlags::CLONE_NEWUSER).map_err(|error| format!("unshare: {error}"))?;
    fs::write("/proc/self/setgroups", "deny")
        .and_then(|()| fs::write("/proc/self/uid_map", format!("{user} {user} 1")))
        .and_then(|()| fs::write("/proc/self/gid_map", format!("{group} {group} 1")))
        .map_err(|error| format!("user namespace: {error}"))
}

/// Makes `path` appear in the new root.
fn bind(path: &Path, opened: &OwnedFd, is_writable: bool) -> Result<(), String> {
    let place = Path::new(WORKBENCH).join(path.strip_prefix("/").map_err(|_| "it is not an absolute path")?);
    let source = PathBuf::from(format!("/proc/self/fd/{}", opened.as_raw_fd()));
    let text = |error: std::io::Error| error.to_string();
    if source.metadata().map_err(text)?.is_dir() {
        fs::create_dir_all(&place).map_err(text)?;
    } else {
        place.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&place, "")).map_err(text)?;
    }
    mount(Some(&source), &place, NONE, MsFlags::MS_BIND | MsFlags::MS_REC, NONE)
        .map_err(|error| error.to_string())?;
    if !is_writable {
        // This may be refused: in a user namespace a mount keeps flags that are unknown here. Landlock and the
        // user's rights also forbid writing.
        let read_only = MsFlags::MS_BIND | MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY | MsFlags::MS_NOSUID;
        let _ = mount(NONE, &place, NONE, read_only, NONE);
    }
    Ok(())
}
