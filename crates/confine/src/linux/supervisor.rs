//! Stays beside a program that may start others. The signal for a parent's end reaches only its own children, so the
//! supervisor gets it, and ends the whole process group. The filter of system calls keeps everybody in the group.

use crate::policy::Orders;
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal, killpg};
use nix::unistd::{Pid, getpgrp, getppid, setpgid};
use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;

/// Runs the program, and returns with its exit code.
pub fn run(orders: &Orders, program: &[OsString]) -> Result<i32, String> {
    let why = |error| format!("parent-death: {error}");
    let mut signals = SigSet::empty();
    signals.add(Signal::SIGCHLD);
    signals.add(Signal::SIGTERM);
    signals.thread_block().map_err(why)?;
    // It ends the whole group: that must not be anybody else's.
    setpgid(Pid::from_raw(0), Pid::from_raw(0)).map_err(why)?;
    prctl::set_pdeathsig(Signal::SIGTERM).map_err(why)?;
    if getppid().as_raw().cast_unsigned() != orders.parent {
        return Err("parent-death: what started this is gone".to_string());
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
            // Ends this process as well.
            let _ = killpg(getpgrp(), Signal::SIGKILL);
        }
        if let Some(status) = child.try_wait().map_err(|error| format!("parent-death: {error}"))? {
            // As a shell says it: a signal is 128 and its number.
            return Ok(status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0)));
        }
    }
}
