//! Notes files that are not graded, so that students with a solution in one of them learn of it.

use super::listing::Other;
use super::{Intake, MOST_NAMED};
use crate::given::{Compared, Given};

/// The most notes on files that are not source text.
const MOST_NOTES: usize = 5;

/// The longest path in a note, in bytes.
const LONGEST: usize = 300;

/// Adds a note for each file of `others` that is not an original lab file and not known to be irrelevant.
pub fn note(others: &[Other], given: &Given, intake: &mut Intake) {
    let (mut sources, mut rest) = (Vec::new(), Vec::new());
    for other in others {
        let path = &shortened(&other.path);
        match (other.why, other.digest.map(|digest| given.compare(&other.path, digest))) {
            (Some(why), _) => rest.push(format!("{path} {why}: ignored")),
            (None, Some(Compared::Same)) => {}
            (None, Some(Compared::Changed)) => {
                sources.push(format!("{path} was changed, but is not graded: the lab's original is used"));
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

/// The end of a path that is too long for a line.
fn shortened(path: &str) -> String {
    if path.len() <= LONGEST {
        return path.to_string();
    }
    format!("…{}", &path[path.ceil_char_boundary(path.len() - LONGEST)..])
}
