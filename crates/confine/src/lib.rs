//! Starts a program that is not trusted so that it can compute and answer, and nothing else: a [`Policy`] goes in, a
//! [`std::process::Command`] comes out.
//!
//! The command starts a launcher, a process with one thread, which takes rights from itself layer by layer and then
//! becomes the program (`execve`), so the process's number stays the same. No code runs between a `fork` and an `exec`:
//! that would need `unsafe`. Any program can be the launcher if its `main` begins with [`launched`]; the grader's does,
//! so there is no second program to install, and none that can be of another version.
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
//! Each [`Layer`] has a name, and can be left out by it, which is for tests: they show that each stops something that
//! nothing else does. [`Confinement::detect`] tries each of them and leaves out what this system refuses.
//! [`Confinement::floor`] says whether enough is left. `no_new_privs` has no name: Landlock and seccomp rest on it.
//!
//! # What stays possible
//!
//! - Landlock hides what a file holds, but not that it is there: `stat` tells its size. Where the namespaces hold there
//!   is no such path at all; elsewhere keep what must be hidden in a folder with mode 0700 of another user.
//! - A program may start itself again, under the same rules. What it was told once, on its standard input, is gone.
//! - Faults of the kernel, and what time and load tell of other processes.
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

/// Begins the first line that a launcher writes on standard error, before any line of the program.
pub const SAYS: &str = "confine: ";

/// The exit code of a launcher that could not do what it was told. The program did not start.
pub const REFUSED: i32 = 125;

/// The launcher: if this process was started as one, takes its rights and becomes the program. Returns only with the
/// exit code of what went wrong or was tried, or `None` if this process is no launcher. To be called first in `main`,
/// while there is one thread.
pub fn launched() -> Option<i32> {
    #[cfg(target_os = "linux")]
    return linux::launcher::launched();
    #[cfg(not(target_os = "linux"))]
    None
}

/// Ends `child`, made by [`Confinement::command`], and all that it started. What has ended already is no error.
pub fn kill_all(child: &mut std::process::Child) {
    #[cfg(target_os = "linux")]
    linux::launcher::kill_group(child.id());
    // One that had no time to become the leader of its group yet.
    let _ = child.kill();
}
