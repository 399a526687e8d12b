//! Confines an untrusted program so that it can compute and answer, and nothing else: a [`Policy`] goes in, a
//! [`std::process::Command`] comes out.
//!
//! The command starts a launcher, a single-threaded process, which drops its rights layer by layer and then
//! becomes the program (`execve`), so the process id stays the same. No code runs between a `fork` and an `exec`:
//! that would need `unsafe`. Any program can be the launcher if its `main` begins with [`launched`]; the grader's does,
//! so there is no second program to install, and no version to mismatch.
//!
//! ```no_run
//! use confine::{Confinement, Policy, launched};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     if let Some(code) = launched() {
//!         std::process::exit(code);
//!     }
//!     let policy = Policy::running().reads("/srv/tree/src").executes("/srv/tree/check");
//!     let confinement = Confinement::detect(&std::env::current_exe()?, &[policy.clone()], &[]);
//!     confinement.floor()?;
//!     let child = confinement.command(&policy, "/srv/tree/check".as_ref()).arg("--run").spawn()?;
//!     println!("{confinement}: {}", child.id());
//!     Ok(())
//! }
//! ```
//!
//! # The layers
//!
//! Each [`Layer`] has a name by which it can be disabled. Tests use this to show that each layer stops something that
//! the others do not. [`Confinement::detect`] tries each layer and leaves out those that this system refuses.
//! [`Confinement::floor`] says whether the rest suffices. `no_new_privs` is not a layer of its own: Landlock and seccomp need it.
//!
//! # What stays possible
//!
//! - Landlock hides the content of a file, but not its existence: `stat` returns its size. With namespaces the path does not
//!   exist at all; without them, keep secret files in a folder with mode 0700 of a different user.
//! - A program may start itself again, under the same rules. Its standard input has already been read by then.
//! - Kernel bugs, and side channels such as timing and load.
//!
//! # Systems
//!
//! Linux only, x86-64 and AArch64. Elsewhere this compiles, and [`Confinement::floor`] is always an error.
//!
//! Sources: landlock(7), seccomp(2), namespaces(7), pivot_root(2), setrlimit(2), PR_SET_PDEATHSIG(2const).

mod confinement;
mod layer;
#[cfg(target_os = "linux")]
mod linux;
mod policy;
pub mod probe;

pub use confinement::{Confinement, FloorMissing, is_ready};
pub use layer::{Layer, UnknownLayer};
pub use policy::{Limits, Policy};

/// Begins the first line that a launcher writes to stderr, before any line of the program.
pub const SAYS: &str = "confine: ";

/// The exit code of a launcher that failed. The program did not start.
pub const REFUSED: i32 = 125;

/// The launcher: if this process was started as one, drops its rights and becomes the program. Returns the exit code
/// if that failed or was only a trial, or `None` if this process is not a launcher. Call it first in `main`, while
/// there is only one thread.
pub fn launched() -> Option<i32> {
    #[cfg(target_os = "linux")]
    return linux::launcher::launched();
    #[cfg(not(target_os = "linux"))]
    None
}

/// Kills `child`, started by [`Confinement::command`], and all processes that it started. It is not an error if they
/// have already ended.
pub fn kill_all(child: &mut std::process::Child) {
    #[cfg(target_os = "linux")]
    linux::launcher::kill_group(child.id());
    // The child may not have become the leader of its group yet.
    let _ = child.kill();
}
