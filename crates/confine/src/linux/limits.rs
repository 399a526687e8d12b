//! Limits of setrlimit(2). Who exceeds one is ended by a signal (processor time, size of a file), or refused the memory
//! or the file.
//!
//! There is none on processes: it would count all those of the user, other checks' too, and does not hold for root.
//! The filter of system calls forbids them, and threads are bounded by the memory of their stacks.
//!
//! Nor is there a control group for each check. To move a process into one takes the kernel 5.8 ms (Linux 6.18, for each
//! of memory and pids), which is more than all that is done here, and who is not root may make none. Whoever wants a limit
//! for all checks together starts the grader in a group.

use crate::Limits;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Seconds between the signal that a process could ignore and the one that it cannot.
const GRACE: u64 = 2;
/// What a thread's first stack may grow to: what systems give by default.
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
        // Only root may raise a limit that is lower already.
        let (_, most) = getrlimit(resource)?;
        setrlimit(resource, soft.min(most), hard.min(most))?;
    }
    Ok(())
}
