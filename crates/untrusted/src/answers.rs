//! The output of processes that handled untrusted code: the records of a check, the states of a program, the messages
//! of the compiler.

use checks::record::{MARK, Record};
use grader::compile::{MOST_ERRORS, refusal};
use interleave::report::{Page, is_odd, page_part, read_graph, visible};
use serde_json::Value;

/// The check and the nonce of the run.
pub const ID: &str = "adds";
/// See [`ID`].
pub const NONCE: &str = "5eed";

/// Every record that is parsed can be written, and is parsed as the same record again; so is every possible
/// observation.
pub fn record(bytes: &[u8]) {
    if let Ok(record) = Record::read(bytes, ID, NONCE) {
        assert_eq!(bytes.first(), Some(&MARK));
        is_read_back(&record);
        // It is not accepted for a different check or a different run.
        assert!(Record::read(bytes, "subtracts", NONCE).is_err());
        assert!(Record::read(bytes, ID, "0000").is_err());
    }
    if let Ok(seen) = serde_json::from_slice::<Value>(bytes) {
        is_read_back(&Record::Observation(seen));
    }
}

fn is_read_back(record: &Record) {
    let line = record.to_line(ID, NONCE);
    assert_eq!(line.matches('\n').count(), 1, "a record is one line");
    match Record::read(line.as_bytes(), ID, NONCE) {
        Ok(read) => assert_eq!(read, *record),
        // With escapes, it can be longer than the input, and it is nested more deeply.
        Err(why) => assert!(line.len() > checks::record::MOST || depth(record) > 100, "{why}"),
    }
}

fn depth(record: &Record) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::Array(values) => 1 + values.iter().map(of).max().unwrap_or(0),
            Value::Object(members) => 1 + members.values().map(of).max().unwrap_or(0),
            _ => 0,
        }
    }
    match record {
        Record::Input(value) | Record::Observation(value) => of(value),
        Record::Finding(finding) | Record::Note(finding) => of(&finding.evidence),
    }
}

/// States that are parsed are parsed as the same again, and a page with them has no markup or code but its own.
pub fn states(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(graph) = read_graph(&text) else { return };
    assert_eq!(read_graph(&graph.to_string()).as_ref(), Some(&graph));
    let page =
        page_part(&Page { title: &text, about: &text, graph: &graph, run: Some(&text), command: Some(&text) });
    assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (2, 2));
    let (_, data) = page.split_once("class=\"scheduler-data\">").expect("the data");
    let (data, _) = data.split_once("</script>").expect("its end");
    assert!(!data.contains(['<', '>', '&']) && !data.chars().any(is_odd));
    assert_eq!(serde_json::from_str::<Value>(data).expect("JSON")["programs"][0]["run"], visible(&text));
}

/// However much a compiler prints, only a few errors in each file are kept, each with a place.
pub fn messages(bytes: &[u8]) {
    let output = String::from_utf8_lossy(bytes);
    let replaced = ["crates/a/src/one.rs".to_string(), "crates/a/src/two.rs".to_string()];
    let refusal = refusal(&output, &replaced);
    assert!(refusal.theirs.len() <= replaced.len() * MOST_ERRORS);
    assert!(refusal.theirs.len() + refusal.ours.len() <= refusal.total);
    assert!(refusal.total <= output.lines().count());
    assert!(refusal.theirs.iter().all(|error| replaced.contains(&error.file)));
    assert!(refusal.ours.iter().all(|error| !replaced.contains(&error.file)));
}
