//! Tests the program `grader` on small classes. It builds the reference and then compiles submissions, which takes
//! minutes, so only `cargo xtask ci` runs the ignored tests.
//!
//! * `archives`: builds archives.
//! * `class`: builds submissions from the reference's own files.
//! * `marks`: the marks of a class, and all reports.
//! * `forms`: a class of more than forty submissions in every form in which they arrive, with its marks as a snapshot.
//! * `again`: a killed batch, and regrading.
//! * `batch`: honest and hostile submissions together.
//! * `shards`: a class that several graders share.
//! * `slurm`: the same on a cluster with a node that is killed; `cargo xtask slurm` runs it.
//! * `usage`: mistakes on the command line.

mod again;
mod archives;
mod batch;
mod class;
#[cfg(target_os = "linux")]
mod forms;
mod marks;
mod shards;
#[cfg(target_os = "linux")]
mod slurm;
mod usage;
