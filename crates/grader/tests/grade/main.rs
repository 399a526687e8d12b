//! The program `grader` on a small class. It builds the reference first and then compiles a dozen submissions, which takes
//! minutes, so `cargo xtask ci` runs what is ignored here.
//!
//! * `archives`: how archives are made here.
//! * `class`: the submissions, made of the reference's own files.
//! * `marks`: what each of them gets, and every report on it.
//! * `forms`: a class of more than forty in every form in which submissions arrive, with its marks as a snapshot.
//! * `again`: a batch that was killed, and one that is graded again.
//! * `batch`: honest and hostile submissions together.
//! * `shards`: a class that several graders mark, each a share.
//! * `slurm`: the same on a cluster, one node of which is killed; `cargo xtask slurm` runs it.
//! * `usage`: mistakes in what is asked for.

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
