//! Parses JSON that the crate has written.

use interleave::report::Json;
use serde_json::Value;

pub fn parsed(json: &Json) -> Value {
    serde_json::from_str(&json.to_string()).expect("it is JSON")
}
