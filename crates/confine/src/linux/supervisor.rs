//! Supervises a program that may start others. The parent-death signal reaches only direct children, so the supervisor
//! receives it and kills the whole process group. The system call filter keeps every process in the group.

use crate::policy::Orders;
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal, killpg};
use nix::unistd::{Pid, getpgrp, getppid, setpgid};
use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;

/// Runs the program and returns its exit code.
pub fn run(orders: &Orders, program: &[OsString]) -> Result<i32, String> {
    let why = |error| format!("parent-death: {error}");
    let mut signals = SigSet::empty();
    signals.add(Signal::SIGCHLD);
    signals.add(Signal::SIGTERM);
    signals.thread_block().map_err(why)?;
    // It kills the whole group, so no other process may be in it.
    setpgid(Pid::from_raw(0), Pid::from_raw(0)).map_err(why)?;
    prctl::set_pdeathsig(Signal::SIGTERM).map_err(why)?;
    if getppid().as_raw().cast_unsigned() != orders.parent {
        return Err("parent-death: the parent has already ended".to_string());
    }
    let inner = Orders { parent: std::process::id(), supervise: false, ..orders.clone() };
    let launcher = std::env::current_exe().map_err(|error| format!("parent-death: {error}"))?;
    let mut child = Command::new(launcher)
        .args(inner.to_arguments())
        .args(program)
        .spawn()
        .map_err(|error| format!("parent-death: {error}"))?;
    loop {
        if signals.wait().map_err(why)? == Signal::SIGTERM {
            // This kills the supervisor too.
            let _ = killpg(getpgrp(), Signal::SIGKILL);
        }
        if let Some(status) = child.try_wait().map_err(|error| format!("parent-death: {error}"))? {
            // As in a shell: a signal is 128 plus its number.
            return Ok(status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0)));
        }
    }
}
