//! Lists without duplicates, in order of first occurrence: nodes then refer to an index instead of repeating a text.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::places::own;
use crate::record::Place;
use crate::source;

/// Distinct values, and the index of each.
#[derive(Default)]
pub(super) struct Table {
    items: Vec<Value>,
    numbers: BTreeMap<String, usize>,
}

impl Table {
    /// The index of `item`, which is added if it is new.
    pub fn number(&mut self, item: Value) -> usize {
        let next = self.items.len();
        let number = *self.numbers.entry(item.to_string()).or_insert(next);
        if number == next {
            self.items.push(item);
        }
        number
    }

    pub fn into_json(self) -> Value {
        Value::Array(self.items)
    }
}

/// The functions in which something happens, and the places in them.
#[derive(Default)]
pub(super) struct Sources {
    pub functions: Table,
    pub places: Table,
}

impl Sources {
    /// The index of `place`; `null` for one in `std`, which is not the program's.
    pub fn number(&mut self, place: Option<Place>) -> Value {
        let Some(place) = place.and_then(own) else { return Value::Null };
        let (first, lines) = source::function(place);
        let function = self.functions.number(json!({"file": place.file(), "first": first, "lines": lines}));
        json!(self.places.number(json!([function, place.line()])))
    }
}
