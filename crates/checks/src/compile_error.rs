//! The compiler's errors, each with its file, read from the JSON that rustc and cargo write.

use crate::scan;
use serde_json::Value;

/// One error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompileError {
    /// The file, relative to the workspace, with `/` between folders; empty if the error belongs to no file.
    pub file: String,
    /// Counted from 1; 0 if the error belongs to no line.
    pub line: u64,
    /// The error code, such as `E0308`; empty if it has none.
    pub code: String,
    /// The message, in one line.
    pub message: String,
    /// The full text, as the compiler prints it.
    pub rendered: String,
}

impl CompileError {
    /// Parses one message of the compiler; `None` for warnings, and for summaries, which have no place. An error in the
    /// expansion of a macro is reported where the macro was called, if that is in a file that is `theirs`.
    ///
    /// ```
    /// use checks::CompileError;
    /// let json = r#"{"level": "error", "message": "mismatched types", "code": {"code": "E0308"},
    ///                "rendered": "error[E0308]: mismatched types",
    ///                "spans": [{"file_name": "src/a.rs", "line_start": 7, "is_primary": true}]}"#;
    /// let error = CompileError::of(&serde_json::from_str(json).unwrap(), &|_| true).unwrap();
    /// assert_eq!((error.file.as_str(), error.line, error.code.as_str()), ("src/a.rs", 7, "E0308"));
    /// ```
    pub fn of(message: &Value, theirs: &dyn Fn(&str) -> bool) -> Option<Self> {
        if message["level"] != "error" {
            return None;
        }
        let file = |span: &Value| span["file_name"].as_str().unwrap_or_default().replace('\\', "/");
        let primary = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?;
        let mut calls = std::iter::successors(Some(primary), |span| span.get("expansion")?.get("span"));
        let span = calls.find(|span| theirs(&file(span))).unwrap_or(primary);
        Some(CompileError {
            file: file(span),
            line: span["line_start"].as_u64().unwrap_or(0),
            code: message["code"]["code"].as_str().unwrap_or_default().to_string(),
            message: message["message"].as_str().unwrap_or_default().to_string(),
            rendered: with_our_advice(message["rendered"].as_str().unwrap_or_default().trim_end()),
        })
    }

    /// Adds it to `errors`, unless they already hold `most` errors in the same file: a thousand errors in one file
    /// must not hide those in the others.
    pub fn add_to(self, errors: &mut Vec<CompileError>, most: usize) {
        if errors.iter().filter(|other| other.file == self.file).count() < most {
            errors.push(self);
        }
    }
}

/// The compiler's text. If it suggests a path of `std` that exercises forbid, a note says what to write instead.
fn with_our_advice(rendered: &str) -> String {
    let mut advice: Vec<String> = Vec::new();
    for library in ["std::", "core::"] {
        for after in rendered.split(&format!("use {library}")).skip(1) {
            let is_of_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
            let path = after.split(|letter| !is_of_path(letter)).next().unwrap_or_default().trim_end_matches(':');
            advice.extend(
                scan::instead(path)
                    .map(|text| format!("note: `{library}{path}` is not allowed in exercises: {text}")),
            );
        }
    }
    advice.sort();
    advice.dedup();
    [rendered.to_string()].into_iter().chain(advice).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn span(file: &str, line: u64, expansion: &Value) -> Value {
        json!({"file_name": file, "line_start": line, "is_primary": true, "expansion": expansion})
    }

    fn error(span: &Value) -> Value {
        json!({"level": "error", "message": "mismatched types", "rendered": "…\n", "spans": [span]})
    }

    #[test]
    fn an_error_in_a_macro_of_ours_is_reported_where_the_macro_was_called() {
        let call = json!({"span": span("src/theirs.rs", 7, &Value::Null)});
        let message = error(&span("src/ours.rs", 99, &call));
        let place = |theirs: &dyn Fn(&str) -> bool| {
            let error = CompileError::of(&message, theirs).unwrap();
            (error.file, error.line)
        };
        assert_eq!(place(&|file| file == "src/theirs.rs"), ("src/theirs.rs".to_string(), 7));
        assert_eq!(place(&|_| false), ("src/ours.rs".to_string(), 99));
    }

    #[test]
    fn a_suggestion_of_std_gets_a_note_on_what_to_write_instead() {
        let suggestion = "error[E0433]: cannot find type `Mutex`\nhelp: consider importing this struct\n  |\n3 + use \
                          std::sync::Mutex;\n  |\n3 + use std::collections::VecDeque;\n";
        let mut message = error(&span("src/a.rs", 1, &Value::Null));
        message["rendered"] = suggestion.into();
        let rendered = CompileError::of(&message, &|_| true).unwrap().rendered;
        let ours = "\n\nnote: `std::sync::Mutex` is not allowed in exercises: write `common::sync::Mutex` instead: the explorer \
                    can run that";
        assert_eq!(rendered, suggestion.trim_end().to_string() + ours);
    }

    #[test]
    fn paths_have_forward_slashes_on_every_system() {
        let error = CompileError::of(&error(&span("src\\a.rs", 1, &Value::Null)), &|_| true).unwrap();
        assert_eq!((error.file.as_str(), error.rendered.as_str()), ("src/a.rs", "…"));
    }

    #[test]
    fn warnings_and_summaries_are_not_errors() {
        let mut warning = error(&span("a.rs", 1, &Value::Null));
        warning["level"] = "warning".into();
        let summary = json!({"level": "error", "message": "aborting due to 2 previous errors", "spans": []});
        assert_eq!([CompileError::of(&warning, &|_| true), CompileError::of(&summary, &|_| true)], [None, None]);
    }
}
