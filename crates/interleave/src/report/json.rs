//! The record as JSON, for a page or another program: everything in the record, and the rows that the table shows.

use serde_json::{Value, json};

use super::Json;
use super::arrows::{Arrow, arrows};
use super::code::Code;
use super::diagnosis;
use super::ending::{ending, outcome};
use super::rows::{Row, rows};
use super::words::Words;
use crate::record::{Action, End, Object, Place, Record, Step, Thread, Waiting};

/// The record as JSON, in a stable format:
///
/// | key | what |
/// | --- | --- |
/// | `format` | 1; a breaking change increments it |
/// | `diagnosis` | the sentence |
/// | `end` | `{"kind", "text", …}`; the other keys are those of [`End`] |
/// | `replay` | the schedule that reproduces this execution |
/// | `size` | `{"preemptions", "switches", "steps"}` |
/// | `threads` | `[{"name", "stuck"}]`; `stuck` is `null` or `{"text", "place", …}` |
/// | `objects` | `[{"name", "kind", "created", "value", "held": [{"thread", "since"}]}]` |
/// | `steps` | `[{"thread", "place", "kind", "text", …}]`, all of them; the other keys are those of [`Action`], and `unparked` |
/// | `rows` | `[{"thread", "kind", "steps", "parts": [{"text", "place"}]}]`, what the table shows |
/// | `arrows` | `[{"from", "to", "kind"}]`: a row that let a later row of another thread proceed |
/// | `ending` | the lines below the table |
/// | `source` | `[{"file", "line", "text"}]`, the lines that the rows executed |
///
/// Threads, objects, steps and rows are referred to by index, from 0. A place is `{"file", "line", "column"}` or
/// `null`. A kind is the name of its variant in [`crate::record`]. Anything unknown is `null`.
///
/// ```
/// use interleave::sync::Mutex;
/// use interleave::{Options, explore, report};
///
/// let outcome = explore(&Options::new(), || {
///     let count = Mutex::new(0);
///     let first = count.lock().unwrap();
///     *first + *count.lock().unwrap()
/// });
/// let report = report::json(&outcome.counterexample.expect("a deadlock"));
/// assert!(report.to_string().contains(r#""end":{"kind":"Deadlocked""#));
/// ```
pub fn json(record: &Record) -> Json {
    Json(record_json(record))
}

pub(super) fn record_json(record: &Record) -> Value {
    let words = Words::new(record);
    let rows = rows(record);
    let code = Code::of(&rows);
    json!({
        "format": 1,
        "diagnosis": diagnosis(record),
        "end": merged(json!({"text": outcome(record, &words)}), end(&record.end)),
        "replay": record.schedule,
        "size": {
            "preemptions": record.size.preemptions,
            "switches": record.size.switches,
            "steps": record.size.steps,
        },
        "threads": array(record.threads.iter().enumerate().map(|(id, thread)| thread_json(words.thread(id), thread, &words))),
        "objects": array(record.objects.iter().enumerate().map(|(id, object)| object_json(words.object(id), object))),
        "steps": array(record.steps.iter().map(|step| step_json(step, &words))),
        "rows": array(rows.iter().map(row_json)),
        "arrows": array(arrows(record, &rows).iter().map(arrow_json)),
        "ending": ending(record),
        "source": array(code.lines().map(|(file, line, text)| json!({"file": file, "line": line, "text": text}))),
    })
}

fn array(items: impl Iterator<Item = Value>) -> Value {
    Value::Array(items.collect())
}

fn thread_json(name: &str, thread: &Thread, words: &Words<'_>) -> Value {
    let stuck = thread.stuck.as_ref().map(|(on, place)| {
        merged(json!({"text": words.waiting(on), "place": place_json(Some(place))}), waiting(on))
    });
    json!({"name": name, "stuck": stuck})
}

fn object_json(name: &str, object: &Object) -> Value {
    let held =
        object.held.iter().map(|(thread, since)| json!({"thread": thread, "since": place_json(Some(since))}));
    json!({
        "name": name,
        "kind": format!("{:?}", object.kind),
        "created": place_json(Some(object.created)),
        "value": object.value,
        "held": array(held),
    })
}

fn step_json(step: &Step, words: &Words<'_>) -> Value {
    let text = words.action(&step.action);
    let common = json!({"thread": step.thread, "place": place_json(step.place), "text": text});
    let step_of_memory = match step.action {
        Action::Read { .. } | Action::Write { .. } | Action::Update { .. } => {
            let order = step.order.map(|order| format!("{order:?}"));
            json!({"order": order, "read_from": step.read_from, "stale": step.stale})
        }
        _ => json!({}),
    };
    merged(merged(common, action(&step.action)), step_of_memory)
}

fn row_json(row: &Row) -> Value {
    let parts = row.parts.iter().map(|part| json!({"text": part.text, "place": place_json(part.place)}));
    json!({
        "thread": row.thread,
        "kind": format!("{:?}", row.kind),
        "steps": row.steps,
        "parts": array(parts),
    })
}

fn arrow_json(arrow: &Arrow) -> Value {
    json!({"from": arrow.from, "to": arrow.to, "kind": format!("{:?}", arrow.what)})
}

pub(super) fn place_json(place: Option<Place>) -> Value {
    place.map_or(Value::Null, |at| json!({"file": at.file(), "line": at.line(), "column": at.column()}))
}

/// One object with the keys of both.
pub(super) fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}

/// The name of its variant.
pub(super) fn kind(step: &Action) -> Value {
    action(step)["kind"].take()
}

pub(super) fn end(end: &End) -> Value {
    match end {
        End::Returned { value } => json!({"kind": "Returned", "value": value}),
        End::WrongValue { value, expected } => {
            json!({"kind": "WrongValue", "value": value, "expected": expected})
        }
        End::Panicked { thread, message } => {
            json!({"kind": "Panicked", "thread": thread, "message": message})
        }
        End::Deadlocked => json!({"kind": "Deadlocked"}),
        End::LostWakeup { condvar } => json!({"kind": "LostWakeup", "condvar": condvar}),
        End::Livelocked { threads } => json!({"kind": "Livelocked", "threads": threads}),
        End::DataRace { object, steps } => json!({"kind": "DataRace", "object": object, "steps": steps}),
        End::TooLong => json!({"kind": "TooLong"}),
    }
}

fn waiting(on: &Waiting) -> Value {
    match on {
        Waiting::Lock { object, shared, holders } => {
            json!({"kind": "Lock", "object": object, "shared": shared, "holders": holders})
        }
        Waiting::Notify { condvar, mutex } => {
            json!({"kind": "Notify", "condvar": condvar, "mutex": mutex})
        }
        Waiting::Join { child } => json!({"kind": "Join", "child": child}),
        Waiting::Barrier { barrier, arrived, size } => {
            json!({"kind": "Barrier", "barrier": barrier, "arrived": arrived, "size": size})
        }
        Waiting::Receive { channel } => json!({"kind": "Receive", "channel": channel}),
        Waiting::Send { channel } => json!({"kind": "Send", "channel": channel}),
        Waiting::Once { object, initialiser } => {
            json!({"kind": "Once", "object": object, "initialiser": initialiser})
        }
        Waiting::Unpark => json!({"kind": "Unpark"}),
    }
}

fn action(action: &Action) -> Value {
    match action {
        Action::Read { object, value, expected } => {
            json!({"kind": "Read", "object": object, "value": value, "expected": expected})
        }
        Action::Write { object, value } => {
            json!({"kind": "Write", "object": object, "value": value})
        }
        Action::Update { object, before, after } => {
            json!({"kind": "Update", "object": object, "before": before, "after": after})
        }
        Action::CellCreate { object, value } => json!({"kind": "CellCreate", "object": object, "value": value}),
        Action::CellRead { object, value } => json!({"kind": "CellRead", "object": object, "value": value}),
        Action::CellWrite { object, value } => json!({"kind": "CellWrite", "object": object, "value": value}),
        Action::Fence { order } => json!({"kind": "Fence", "order": format!("{order:?}")}),
        Action::Lock { object, shared, value } => {
            json!({"kind": "Lock", "object": object, "shared": shared, "value": value})
        }
        Action::TryLockFailed { object, holder } => {
            json!({"kind": "TryLockFailed", "object": object, "holder": holder})
        }
        Action::Unlock { object, shared, locked, before, after, written } => json!({
            "kind": "Unlock", "object": object, "shared": shared, "locked": place_json(Some(locked)),
            "before": before, "after": after, "written": written,
        }),
        Action::Downgrade { object, before, after, written } => json!({
            "kind": "Downgrade", "object": object, "before": before, "after": after, "written": written,
        }),
        Action::Wait { condvar, mutex, before, after, written, timeout } => json!({
            "kind": "Wait", "condvar": condvar, "mutex": mutex, "before": before, "after": after,
            "written": written, "timeout": timeout,
        }),
        Action::Wake { condvar, mutex, why, value } => json!({
            "kind": "Wake", "condvar": condvar, "mutex": mutex, "why": format!("{why:?}"), "value": value,
        }),
        Action::Notify { condvar, all, woken } => {
            json!({"kind": "Notify", "condvar": condvar, "all": all, "woken": woken})
        }
        Action::Arrive { barrier, arrived, size } => {
            json!({"kind": "Arrive", "barrier": barrier, "arrived": arrived, "size": size})
        }
        Action::Pass { barrier, leader } => {
            json!({"kind": "Pass", "barrier": barrier, "leader": leader})
        }
        Action::Send { channel, value, depth } => {
            json!({"kind": "Send", "channel": channel, "value": value, "depth": depth})
        }
        Action::SendFailed { channel } => json!({"kind": "SendFailed", "channel": channel}),
        Action::Receive { channel, value, depth } => {
            json!({"kind": "Receive", "channel": channel, "value": value, "depth": depth})
        }
        Action::ReceiveFailed { channel, why } => {
            json!({"kind": "ReceiveFailed", "channel": channel, "why": format!("{why:?}")})
        }
        Action::Once { object, initialised, value } => {
            json!({"kind": "Once", "object": object, "initialised": initialised, "value": value})
        }
        Action::OnceEmpty { object } => json!({"kind": "OnceEmpty", "object": object}),
        Action::OnceSetFailed { object, value } => {
            json!({"kind": "OnceSetFailed", "object": object, "value": value})
        }
        Action::Spawn { child } => json!({"kind": "Spawn", "child": child}),
        Action::Join { child } => json!({"kind": "Join", "child": child}),
        Action::Park { why } => json!({"kind": "Park", "why": format!("{why:?}")}),
        Action::Unpark { thread } => json!({"kind": "Unpark", "unparked": thread}),
        Action::StepAside { how } => json!({"kind": "StepAside", "how": format!("{how:?}")}),
        Action::Blocked { on } => json!({"kind": "Blocked", "on": waiting(on)}),
        Action::Panic { message } => json!({"kind": "Panic", "message": message}),
        Action::Finish => json!({"kind": "Finish"}),
    }
}
