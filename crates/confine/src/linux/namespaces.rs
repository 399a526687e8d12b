//! A root folder of its own, in which only the policy's paths are: what is not there cannot even be asked about. And a
//! network without interfaces, and no shared memory of others. See mount_namespaces(7) and pivot_root(2).
//!
//! There is no namespace of processes. Its first process is spared most signals, those of the limits among them, so a check
//! would need two processes more: that one and one outside, which says how the check ended. Each costs 0.9 ms, where all
//! layers together cost 2.4 now. A check cannot start a process; what starts others has a supervisor.

use crate::Policy;
use nix::fcntl::{OFlag, open};
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, unshare};
use nix::sys::stat::Mode;
use nix::unistd::{chdir, getegid, geteuid, pivot_root};
use std::fs;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};

/// Where the new root is put together. The folder is on every system, and no policy names anything in it.
const WORKBENCH: &str = "/sys";

const NONE: Option<&str> = None;

/// Leaves this process in a root folder that holds the policy's paths, in the same working folder if that is in it.
pub fn enter(policy: &Policy) -> Result<(), String> {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    unshare_all()?;
    // What is mounted from here on is nobody else's.
    mount(NONE, "/", NONE, MsFlags::MS_REC | MsFlags::MS_PRIVATE, NONE)
        .map_err(|error| format!("mount: {error}"))?;
    // Opened before the workbench hides anything.
    let mut parts: Vec<(&Path, OwnedFd)> = Vec::new();
    let mut paths: Vec<&Path> = policy.paths().collect();
    // Programs find their parts beside themselves, by a link in there. Landlock lets nobody open what is behind it.
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
    // A working folder that no policy names is not there any more; then it is the root.
    let _ = chdir(&here);
    Ok(())
}

/// Root has the right to do so; others get it in a user namespace, in which they stay who they are.
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
    let place = Path::new(WORKBENCH).join(path.strip_prefix("/").map_err(|_| "it is no path from the root")?);
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
        // Not everywhere allowed: in a user namespace a mount keeps flags that cannot be told here. Landlock and the
        // user's rights forbid to write as well.
        let read_only = MsFlags::MS_BIND | MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY | MsFlags::MS_NOSUID;
        let _ = mount(NONE, &place, NONE, read_only, NONE);
    }
    Ok(())
}
