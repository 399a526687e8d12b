//! What Linux does: one file a layer, and the [`launcher`] that applies them in the one order that works.

pub mod attempts;
mod calls;
mod files;
pub mod launcher;
mod limits;
mod namespaces;
mod supervisor;
mod syscalls;
pub mod user;
