//! The launcher: drops its rights and becomes the program.

use super::{attempts, files, limits, namespaces, supervisor, syscalls, user};
use crate::policy::{LAUNCH, Orders};
use crate::probe::ATTEMPT;
use crate::{Layer, REFUSED, SAYS};
use nix::sys::prctl;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::{AccessFlags, Pid, access, getppid};
use std::ffi::OsString;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// See [`crate::launched`].
pub fn launched() -> Option<i32> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next()?;
    if first == ATTEMPT {
        return Some(attempts::run(&arguments.collect::<Vec<_>>()));
    }
    if first != LAUNCH {
        return None;
    }
    let Some(orders) = Orders::from_arguments(&mut arguments) else {
        return Some(refuse("the launcher's version differs from that of its parent"));
    };
    let program: Vec<OsString> = arguments.collect();
    if orders.has(Layer::Descriptors) {
        close_descriptors();
    }
    if orders.supervise {
        return Some(supervisor::run(&orders, &program).unwrap_or_else(|why| refuse(&why)));
    }
    Some(confine_and_start(&orders, &program).unwrap_or_else(|why| refuse(&why)))
}

/// Kills all processes of a group. It is not an error if there are none left.
pub fn kill_group(leader: u32) {
    if let Ok(leader) = i32::try_from(leader) {
        let _ = killpg(Pid::from_raw(leader), Signal::SIGKILL);
    }
}

fn refuse(why: &str) -> i32 {
    say(&why.replace('\n', " "));
    REFUSED
}

/// Prints a line on stderr, and ignores errors.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{SAYS}{line}");
}

/// Returns only after a trial, or with an error.
///
/// The order matters: mounts need capabilities, which are lost with the change of user; that change clears the
/// parent-death signal; after Landlock nothing can be mounted; after seccomp none of these calls is allowed.
fn confine_and_start(orders: &Orders, program: &[OsString]) -> Result<i32, String> {
    let policy = &orders.policy;
    // A path that does not exist now need not be readable in the end.
    let paths: Vec<PathBuf> = policy.paths().filter(|path| path.exists()).map(Path::to_path_buf).collect();
    if orders.has(Layer::Rlimits) {
        limits::apply(&policy.limits).map_err(|error| format!("rlimits: {error}"))?;
    }
    if orders.has(Layer::Namespaces) {
        namespaces::enter(policy).map_err(|error| format!("namespaces: {error}"))?;
    }
    if orders.has(Layer::Uid) {
        user::drop_to_nobody().map_err(|error| format!("uid: {error}"))?;
    }
    if orders.has(Layer::ParentDeath) {
        prctl::set_pdeathsig(Signal::SIGKILL).map_err(|error| format!("parent-death: {error}"))?;
        // The parent may have ended before the signal was requested.
        if getppid().as_raw().cast_unsigned() != orders.parent {
            return Err("parent-death: the parent has already ended".to_string());
        }
    }
    prctl::set_no_new_privs().map_err(|error| format!("no_new_privs: {error}"))?;
    let mut ready = "ready".to_string();
    if orders.has(Layer::Landlock) {
        let number = files::restrict(policy).map_err(|error| format!("landlock: {error}"))?;
        ready += &format!(" landlock={number}");
    }
    if orders.has(Layer::Seccomp) {
        syscalls::restrict(policy.processes).map_err(|error| format!("seccomp: {error}"))?;
    }
    if orders.trial {
        for path in paths {
            std::fs::File::open(&path).map_err(|error| format!("{} cannot be reached: {error}", path.display()))?;
        }
        say(&ready);
        return Ok(0);
    }
    let [name, arguments @ ..] = program else { return Err("there is no program to start".to_string()) };
    access(name.as_os_str(), AccessFlags::X_OK)
        .map_err(|error| format!("cannot start {}: {error}", Path::new(name).display()))?;
    say(&ready);
    let error = Command::new(name).args(arguments).exec();
    Err(format!("cannot start {}: {error}", Path::new(name).display()))
}

/// Closes all files except stdin, stdout and stderr, because the grader's parent may have left others open.
fn close_descriptors() {
    let numbers: Vec<i32> = std::fs::read_dir("/proc/self/fd")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|number| *number > 2)
        .collect();
    for number in numbers {
        // One of them is the folder that was listed, which is already closed.
        let _ = nix::unistd::close(number);
    }
}
