//! Says of the files that are not graded that they are not: a student whose solution is in one of them would never know.

use super::listing::Other;
use super::{Intake, MOST_NAMED};
use crate::given::{Compared, Given};

/// More notes on files that are no source text tell nobody anything new.
const MOST_NOTES: usize = 5;

/// Of a path, in bytes.
const LONGEST: usize = 300;

/// Adds a note for each file of `others` that is neither the lab's nor of no interest.
pub fn note(others: &[Other], given: &Given, intake: &mut Intake) {
    let (mut sources, mut rest) = (Vec::new(), Vec::new());
    for other in others {
        let path = &shortened(&other.path);
        match (other.why, other.digest.map(|digest| given.compare(&other.path, digest))) {
            (Some(why), _) => rest.push(format!("{path} {why}: ignored")),
            (None, Some(Compared::Same)) => {}
            (None, Some(Compared::Changed)) => {
                sources.push(format!("{path} was changed, and is not graded: the lab's own is used"));
            }
            (None, Some(Compared::New)) => {
                sources.push(format!("{path} is not graded: no exercise asks for it"));
            }
            // Settings of editors and platforms.
            (None, None) if given.has(&other.path) || path.split('/').any(|part| part.starts_with('.')) => {}
            (None, None) => rest.push(format!("{path} is not graded: no exercise asks for it")),
        }
    }
    let more = sources.len().saturating_sub(MOST_NAMED);
    sources.truncate(MOST_NAMED);
    sources.into_iter().for_each(|note| intake.doubt(note));
    if more > 0 {
        intake.doubt(format!("{more} more source files are not graded"));
    }
    let more = rest.len().saturating_sub(MOST_NOTES);
    intake.notes.extend(rest.into_iter().take(MOST_NOTES));
    if more > 0 {
        intake.notes.push(format!("{more} more entries were ignored"));
    }
}

/// The end of a path that is too long to be read in a line.
fn shortened(path: &str) -> String {
    if path.len() <= LONGEST {
        return path.to_string();
    }
    format!("…{}", &path[path.ceil_char_boundary(path.len() - LONGEST)..])
}
