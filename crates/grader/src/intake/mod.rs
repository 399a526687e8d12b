//! Finds submissions and reads them: the files that exercises ask for, and nothing else. Whatever is wrong with one is a
//! sentence for its author, and never stops the batch.
//!
//! * [`find`]: which submissions there are, and in which form.
//! * `listing`: what every form is read into, and the limits that hold for all of them.
//! * `folder`, `zip`, `tar`: one form each; archives are read where they are, and never unpacked to the disk.
//! * `open`: opens what is a regular file, and nothing else.
//! * `files`: picks the wanted files from a listing.

mod files;
mod find;
mod folder;
mod listing;
mod open;
mod tar;
#[cfg(test)]
mod tests;
mod zip;

pub use find::{Form, Found, find};
pub use listing::MOST_BYTES;

use crate::files::Digest;
use crate::judge::{HandedIn, Submission};
use crate::plain::plain;
use crate::reference::Reference;
use anyhow::Result;
use checks::Verdict;
use listing::Listing;
use std::path::Path;

/// A submission as it was read.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// What can be judged, and why the rest cannot.
    pub submission: Submission,
    /// What its author should know.
    pub notes: Vec<String>,
    /// Why it could not be read as a whole.
    pub fault: Option<String>,
    /// Changes with any file that counts.
    pub digest: String,
}

/// Reads a submission.
///
/// # Errors
///
/// What is ours alone: a disk that cannot be read.
pub fn read(reference: &Reference, found: &Found) -> Result<Intake> {
    let wanted: Vec<_> = reference.texts.keys().copied().collect();
    read_files(&wanted, found)
}

/// Reads of a submission the files that are `wanted`: packages, and paths in them.
///
/// # Errors
///
/// As [`read`].
pub fn read_files(wanted: &[(&'static str, &'static str)], found: &Found) -> Result<Intake> {
    let names = wanted.iter().filter_map(|(_, file)| Path::new(file).file_name()?.to_str());
    let mut listing = Listing::new(names);
    match &found.form {
        Form::Folder => folder::list(&found.path, &mut listing)?,
        Form::Zip => zip::list(&found.path, &mut listing)?,
        Form::Tar => tar::list(&found.path, false, &mut listing)?,
        Form::TarGz => tar::list(&found.path, true, &mut listing)?,
        Form::Unknown(ending) => listing.fault(format!(
            "{ending} archives are not read: hand in a folder, or a {} archive",
            find::READ.map(|(ending, _)| ending).join(", ")
        )),
    }
    let listed = listing.finish();
    let mut intake = Intake { notes: listed.notes, fault: listed.fault, ..Intake::default() };
    match &intake.fault {
        Some(fault) => intake.notes.push(fault.clone()),
        None if listed.seen == 0 => intake.notes.push("nothing was handed in".to_string()),
        None => {}
    }
    let mut digest = Digest::default();
    for &(package, file) in wanted {
        let handed_in = match (files::pick(package, file, &listed.files, &mut intake.notes), &intake.fault) {
            (None, Some(fault)) => HandedIn::Unusable(Verdict::DoesNotCompile, fault.clone()),
            (None, None) => {
                if listed.seen > 0 {
                    intake.notes.push(format!("crates/{package}/{file} is missing"));
                }
                continue;
            }
            (Some(handed_in), _) => {
                if let HandedIn::Unusable(_, message) = &handed_in {
                    intake.notes.push(message.clone());
                }
                handed_in
            }
        };
        digest = digest.with(format!("{package}/{file} {handed_in:?}").as_bytes());
        intake.submission.insert((package, file), handed_in);
    }
    // What libraries say of an archive may hold what stands in it.
    intake.notes.iter_mut().chain(&mut intake.fault).for_each(|note| *note = plain(note));
    intake.digest = digest.text();
    Ok(intake)
}
