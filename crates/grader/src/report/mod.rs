//! Reports on graded submissions: for the author, for platforms that collect marks, and for the class.
//!
//! * [`mark`]: a submission's mark, from its checks, the instructor's points and the late penalty.
//! * [`feedback`]: the page for the author. [`steps`]: its part for stepping through a failing run. [`platforms`]: files for
//!   platforms that grade one submission at a time.
//! * [`class`]: gradebook and summary. [`lms`]: the gradebook for learning platforms. [`attention`]: what an instructor
//!   should look at first.
//! * [`mod@write`]: writes all reports.

pub mod attention;
pub mod class;
pub mod feedback;
pub mod lms;
pub mod mark;
pub mod platforms;
pub mod steps;
pub mod write;

/// Escapes text for HTML and XML.
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
            // XML cannot represent these, not even escaped.
            control if control.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
