//! The reports of executions that are written down by hand, one for each classic mistake.

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
