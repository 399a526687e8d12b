//! An instructor's remarks and points: a table with a remark or points for a submission. It is applied each time
//! reports are written, so it survives regrading.

use crate::intake::without_ending;
use crate::roster::table::Table;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;

/// One remark.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comment {
    /// Points to add; negative points are taken off.
    pub points: f64,
    /// For the student.
    pub text: String,
}

/// All remarks, by the submission's name.
#[derive(Clone, Debug, Default)]
pub struct Comments {
    comments: BTreeMap<String, Vec<Comment>>,
}

impl Comments {
    /// Reads a table with the columns `folder` and any of `points` and `comment`. A folder may have several rows.
    ///
    /// # Errors
    ///
    /// If the table has a mistake; the message names its line.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let table = Table::read("file of comments", bytes)?;
        table.needs("folder")?;
        let mut comments: BTreeMap<String, Vec<Comment>> = BTreeMap::new();
        for row in table.rows() {
            let line = row.line;
            let folder = without_ending(row.cell("folder"));
            ensure!(!folder.is_empty(), "line {line} of the comments names no folder");
            let text = row.cell("points");
            let points = match text {
                "" => 0.0,
                // Spreadsheets in much of Europe write a decimal comma.
                text => {
                    text.replace(',', ".").parse::<f64>().ok().filter(|points| points.is_finite()).with_context(
                        || format!("line {line} of the comments: `{text}` is not a number of points"),
                    )?
                }
            };
            let comment = Comment { points, text: row.cell("comment").to_string() };
            comments.entry(folder.to_string()).or_default().push(comment);
        }
        Ok(Comments { comments })
    }

    /// The remarks on this submission.
    pub fn on(&self, id: &str) -> &[Comment] {
        self.comments.get(id).map_or(&[], Vec::as_slice)
    }

    /// The submissions with remarks.
    pub fn submissions(&self) -> impl Iterator<Item = &str> {
        self.comments.keys().map(String::as_str)
    }

    /// The same remarks under different names of submissions, such as pseudonyms.
    #[must_use]
    pub fn renamed(self, name: &mut dyn FnMut(&str) -> String) -> Self {
        Comments { comments: self.comments.into_iter().map(|(id, comments)| (name(&id), comments)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_has_a_text_or_points_or_both() {
        let comments =
            Comments::parse(b"folder;points;comment\nana.zip;-2,5;late by mail\nana;;well read\n").unwrap();
        let expected = [(-2.5, "late by mail"), (0.0, "well read")];
        let on_ana: Vec<_> =
            comments.on("ana").iter().map(|comment| (comment.points, comment.text.as_str())).collect();
        assert_eq!(on_ana, expected);
        assert!(comments.on("ben").is_empty());
        let error = Comments::parse(b"folder,points\nana,many\n").err().unwrap().to_string();
        assert_eq!(error, "line 2 of the comments: `many` is not a number of points");
    }
}
