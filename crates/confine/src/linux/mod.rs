//! The layers on Linux, one per file, and the [`launcher`], which applies them in the only order that works.

pub mod attempts;
mod calls;
mod files;
pub mod launcher;
mod limits;
mod namespaces;
mod supervisor;
mod syscalls;
pub mod user;
