//! Limits of setrlimit(2). A process that exceeds one is killed by a signal (processor time, size of a file) or
//! refused the memory or the file.
//!
//! There is no limit on processes: it would count all processes of the user, including other checks', and does not
//! apply to root. The system call filter forbids new processes, and the memory of their stacks limits threads.
//!
//! There is no control group for each check either. Moving a process into one takes the kernel 5.8 ms (Linux 6.18,
//! for each of memory and pids), more than everything else here, and only root may create one. To limit all checks
//! together, start the grader in a group.

use crate::Limits;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Seconds between the signal that a process can ignore and the one that it cannot.
const GRACE: u64 = 2;
/// The limit of the main thread's stack: the usual default.
const STACK: u64 = 8 * 1024 * 1024;

/// Limits this process.
pub fn apply(limits: &Limits) -> nix::Result<()> {
    let all = [
        (Resource::RLIMIT_CPU, limits.cpu, limits.cpu + GRACE),
        (Resource::RLIMIT_DATA, limits.data, limits.data),
        (Resource::RLIMIT_FSIZE, limits.file, limits.file),
        (Resource::RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (Resource::RLIMIT_STACK, STACK, STACK),
        (Resource::RLIMIT_CORE, 0, 0),
        (Resource::RLIMIT_MEMLOCK, 0, 0),
        (Resource::RLIMIT_MSGQUEUE, 0, 0),
    ];
    for (resource, soft, hard) in all {
        // Only root may raise a limit that is already lower.
        let (_, most) = getrlimit(resource)?;
        setrlimit(resource, soft.min(most), hard.min(most))?;
    }
    Ok(())
}
