//! Finds submissions and reads the exercise files in them, and nothing else. A mistake in a submission becomes a note
//! for its author, and never stops the batch.
//!
//! * [`find`]: finds submissions and their forms.
//! * `listing`: the entries of a submission in any form, with the limits for all forms.
//! * `folder`, `zip`, `tar`: one form each. Archives are read in place, and never unpacked to the disk.
//! * `open`: opens regular files and nothing else.
//! * `names`: recognises names that browsers and desktops have changed.
//! * `files`: picks the wanted files from a listing.
//! * `others`: notes all other files as not graded.

mod files;
mod find;
mod folder;
mod listing;
mod names;
mod open;
mod others;
mod tar;
#[cfg(test)]
mod tests;
mod zip;

pub use find::{Finds, Form, Found, find, without_ending};
pub use listing::MOST_BYTES;

use crate::files::Digest;
use crate::given::Given;
use crate::judge::{HandedIn, Submission};
use crate::plain::plain;
use crate::reference::Reference;
use anyhow::Result;
use checks::Verdict;
use listing::{Kind, Listed, Listing};
use std::path::Path;

/// Begins the line that names missing files.
pub const MISSING: &str = "not handed in: ";
/// The most files that a note names.
const MOST_NAMED: usize = 20;

/// A submission that was read.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// The files that can be judged, and why the others cannot.
    pub submission: Submission,
    /// Notes for its author.
    pub notes: Vec<String>,
    /// The notes that an instructor should look at before giving a mark.
    pub attention: Vec<String>,
    /// Why it could not be read as a whole.
    pub fault: Option<String>,
    /// A digest of all files that count.
    pub digest: String,
}

impl Intake {
    /// Adds a note that an instructor should look at.
    fn doubt(&mut self, note: String) {
        self.notes.push(note.clone());
        self.attention.push(note);
    }
}

/// Reads a submission.
///
/// # Errors
///
/// Only if the disk cannot be read.
pub fn read(reference: &Reference, found: &Found) -> Result<Intake> {
    let wanted: Vec<_> = reference.texts.keys().copied().collect();
    read_from(&wanted, found, &Given::of(&reference.root))
}

/// Reads the files of a submission that are `wanted` (packages, and paths in them), for a lab of which no other file is
/// known.
///
/// # Errors
///
/// As [`read`].
pub fn read_files(wanted: &[(&'static str, &'static str)], found: &Found) -> Result<Intake> {
    read_from(wanted, found, &Given::default())
}

fn read_from(wanted: &[(&'static str, &'static str)], found: &Found, given: &Given) -> Result<Intake> {
    if let Form::Several(all) = &found.form {
        return read_several(wanted, all, given);
    }
    let names = || wanted.iter().filter_map(|(_, file)| Path::new(file).file_name()?.to_str());
    let listed = list(found, &|| Listing::new(names()))?;
    let mut intake = Intake { notes: listed.notes, fault: listed.fault, ..Intake::default() };
    match intake.fault.clone() {
        Some(fault) => intake.doubt(fault),
        None if listed.seen == 0 => intake.doubt("nothing was handed in".to_string()),
        None => {}
    }
    others::note(&listed.others, given, &mut intake);
    let mut digest = listed.others.iter().fold(Digest::default(), |digest, other| {
        digest.with(format!("{} {:?}", other.path, other.digest).as_bytes())
    });
    let mut missing = Vec::new();
    for &(package, file) in wanted {
        let handed_in = match (files::pick(package, file, &listed.files, given, &mut intake), &intake.fault) {
            (None, Some(fault)) => HandedIn::Unusable(Verdict::NotReadable, fault.clone()),
            (None, None) => {
                if listed.seen > 0 {
                    intake.notes.push(format!("crates/{package}/{file} is missing"));
                    missing.push(names::last_part(file));
                }
                continue;
            }
            (Some(handed_in), _) => {
                if let HandedIn::Unusable(_, message) = &handed_in {
                    intake.doubt(message.clone());
                }
                handed_in
            }
        };
        digest = digest.with(format!("{package}/{file} {handed_in:?}").as_bytes());
        intake.submission.insert((package, file), handed_in);
    }
    if !missing.is_empty() && missing.len() == wanted.len() {
        intake.attention.push("it contains none of the exercise files".to_string());
    } else if !missing.is_empty() {
        intake.attention.push(format!("{MISSING}{}", missing.join(", ")));
    }
    // What libraries say of an archive may hold what stands in it.
    let notes = intake.notes.iter_mut().chain(&mut intake.attention);
    notes.chain(&mut intake.fault).for_each(|note| *note = plain(note));
    intake.digest = digest.text();
    Ok(intake)
}

/// What a submission holds.
fn list(found: &Found, new: &dyn Fn() -> Listing) -> Result<Listed> {
    let mut listing = new();
    if found.form != Form::Folder {
        list_one(&found.path, &found.form, &mut listing)?;
        return Ok(listing.finish());
    }
    let archives = folder::list(&found.path, &mut listing)?;
    let is_bare = listing.has_nothing_wanted();
    let mut listed = listing.finish();
    let name = |path: &Path| crate::plain::line(path.file_name().unwrap_or_default());
    match archives.as_slice() {
        [archive] if is_bare => {
            let name = name(archive);
            let Some((_, form)) = find::archive(&name) else { return Ok(listed) };
            let mut inner = new();
            list_one(archive, &form, &mut inner)?;
            let inner = inner.finish();
            listed.others.retain(|other| names::last_part(&other.path) != name);
            listed.others.extend(inner.others);
            let notes = [listed.notes, inner.notes, vec![format!("{name} was read: it is the only archive here")]];
            Ok(Listed {
                files: inner.files,
                others: listed.others,
                seen: inner.seen,
                notes: notes.concat(),
                fault: inner.fault,
            })
        }
        [_, _, ..] if is_bare => {
            let names: Vec<_> = archives.iter().take(MOST_NAMED).map(|path| name(path)).collect();
            let names = names.join(", ");
            Ok(Listed { fault: Some(format!("it contains several archives, hand in only one: {names}")), ..listed })
        }
        _ => Ok(listed),
    }
}

/// What an archive or a single file holds.
fn list_one(path: &Path, form: &Form, listing: &mut Listing) -> Result<()> {
    match form {
        Form::Zip => zip::list(path, listing)?,
        Form::Tar => tar::list(path, false, listing)?,
        Form::TarGz => tar::list(path, true, listing)?,
        Form::File => {
            let name = crate::plain::line(path.file_name().unwrap_or_default());
            let size = path.symlink_metadata()?.len();
            listing.add(&name, Kind::File, size, || open::regular(path)).map(|_| ())?;
        }
        Form::Unknown(ending) => listing.fault(format!(
            "{ending} archives are not supported: hand in a folder, or a {} archive",
            find::READ.map(|(ending, _)| ending).join(", ")
        )),
        Form::Folder | Form::Several(_) => {}
    }
    Ok(())
}

/// Several of one name, such as `ana.zip` beside `ana/`. If all hold the same, any of them is the submission.
fn read_several(wanted: &[(&'static str, &'static str)], all: &[Found], given: &Given) -> Result<Intake> {
    let intakes: Vec<_> = all.iter().map(|found| read_from(wanted, found, given)).collect::<Result<_>>()?;
    let mut names: Vec<_> = all.iter().map(Found::name).collect();
    names.sort();
    let names = names.join(", ");
    if intakes.iter().all(|intake| intake.submission == intakes[0].submission) {
        let mut intake = intakes[0].clone();
        intake.notes.push(format!("handed in more than once, with the same content: {names}"));
        return Ok(intake);
    }
    let fault = format!("there are different submissions with this name, keep only one: {names}");
    let mut intake = Intake { fault: Some(fault.clone()), ..Intake::default() };
    intake.doubt(fault.clone());
    let mut digest = Digest::default();
    for (&key, other) in wanted.iter().zip(intakes.iter().cycle()) {
        digest = digest.with(other.digest.as_bytes());
        intake.submission.insert(key, HandedIn::Unusable(Verdict::NotReadable, fault.clone()));
    }
    intake.digest = digest.text();
    Ok(intake)
}
