//! The JSON: what a page may rely on.

use crate::parsed::parsed;
use interleave::report::Style;
use interleave::report::{diagnosis, json, table};
use serde_json::{Value, json as value};

use crate::stories;

#[test]
fn every_index_points_into_its_list() {
    for (name, record) in stories::all() {
        let report = parsed(&json(&record));
        let length = |key: &str| report[key].as_array().expect("a list").len() as u64;
        let below = |index: &Value, list: &str| index.as_u64().is_some_and(|index| index < length(list));
        for step in report["steps"].as_array().expect("steps") {
            assert!(below(&step["thread"], "threads"), "{name}: {step}");
            assert!(step["text"].as_str().is_some_and(|text| !text.is_empty()), "{name}: {step}");
        }
        for row in report["rows"].as_array().expect("rows") {
            let steps = row["steps"].as_array().expect("a list");
            assert!(
                below(&row["thread"], "threads") && steps.iter().all(|step| below(step, "steps")),
                "{name}: {row}"
            );
        }
    }
}

#[test]
fn a_step_has_the_fields_of_its_action() {
    let report = parsed(&json(&stories::racy_counter()));
    let mut step = report["steps"][2].clone();
    assert!(
        step["place"]["line"].is_u64() && step["place"]["file"].as_str().is_some_and(|f| f.ends_with("stories.rs"))
    );
    step["place"] = Value::Null;
    let expected = value!({
        "kind": "Read", "thread": 1, "object": 0, "value": "0", "expected": null, "place": null,
        "text": "read count → 0", "order": null, "read_from": null, "stale": false,
    });
    assert_eq!(step, expected);
}

#[test]
fn the_json_has_the_rows_of_the_table() {
    for (name, record) in stories::all() {
        let report = parsed(&json(&record));
        assert_eq!(report["format"], 1);
        assert_eq!(report["diagnosis"], diagnosis(&record), "{name}");
        assert_eq!(report["replay"], record.schedule, "{name}");
        let table = table(&record, &Style { columns: 400, ascii: false, ..Style::default() });
        for part in
            report["rows"].as_array().into_iter().flatten().flat_map(|row| row["parts"].as_array()).flatten()
        {
            let text = part["text"].as_str().expect("a text");
            assert!(table.contains(text), "{name}: {text}");
        }
    }
}

#[test]
fn a_stuck_thread_names_what_it_waits_for_and_the_holder() {
    let report = parsed(&json(&stories::ab_ba()));
    let stuck = &report["threads"][1]["stuck"];
    assert_eq!((&stuck["kind"], &stuck["object"], &stuck["holders"]), (&value!("Lock"), &value!(1), &value!([2])));
    assert_eq!(report["objects"][1]["held"][0]["thread"], 2);
    assert_eq!(report["end"], value!({"kind": "Deadlocked", "text": "DEADLOCK: no thread can go on."}));
}

#[test]
fn arrows_lead_from_a_notify_to_the_thread_that_it_woke() {
    let report = parsed(&json(&stories::if_for_while()));
    assert_eq!(report["arrows"], value!([{"from": 2, "to": 4, "kind": "Notify"}]));
    let text = |row: usize, part: usize| report["rows"][row]["parts"][part]["text"].as_str();
    assert_eq!(text(2, 1), Some("notify not_empty: wakes consumer 2"));
    assert!(text(4, 0).is_some_and(|text| text.starts_with("woken")));
}
