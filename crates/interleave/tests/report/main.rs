//! Reports of hand-written executions, one for each classic bug.

mod causes;
mod diagnosis;
mod explored;
mod json;
mod names;
#[path = "../parsed/mod.rs"]
mod parsed;
mod robust;
mod stories;
mod story;
mod svg;
mod table;
