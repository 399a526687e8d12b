//! Reports on what was graded: for its author, for the platforms that collect marks, for the class.
//!
//! * [`mark`]: what the checks, the instructor's remarks and lateness make of a submission together.
//! * [`feedback`]: the page for its author. [`steps`]: the part of it on which a failing run can be stepped along. [`platforms`]: the files of those who grade one submission at a time.
//! * [`class`]: gradebook and summary. [`lms`]: the gradebook for learning platforms. [`attention`]: what to look at first.
//! * [`mod@write`]: where all of it lies.

pub mod attention;
pub mod class;
pub mod feedback;
pub mod lms;
pub mod mark;
pub mod platforms;
pub mod steps;
pub mod write;

/// Text inside HTML and XML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            '\n' | '\t' => escaped.push(char),
            // XML has no way to say these, not even escaped.
            control if control.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
