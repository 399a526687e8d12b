//! JSON as a public type that exposes no other crate's types.

use serde_json::Value;
use std::fmt;

/// A JSON document. `Display` and [`to_string`](ToString) give its text, on one line and without spaces.
#[derive(Clone, Debug, PartialEq)]
pub struct Json(pub(super) Value);

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
