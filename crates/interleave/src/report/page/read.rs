//! Reads a graph that a stranger may have made up: nothing of it is taken over but what the page knows, every number
//! refers to something, and no text is longer than a page can show.

use serde_json::{Map, Value, json};

use super::super::Json;
use super::text::visible;
use crate::execution::MAX_THREADS;

/// A text that is longer is cut, in bytes; and so is the name of a thread or an object.
const LONGEST_TEXT: usize = 2_000;
const LONGEST_NAME: usize = 80;
/// The names of [`crate::record::ObjectKind`].
const OBJECTS: [&str; 8] = ["Atomic", "Mutex", "RwLock", "Condvar", "Barrier", "Channel", "OnceLock", "Cell"];

/// The graph in `text`, which is JSON as [`graph_json`](super::super::graph_json) writes it, with all its texts
/// [visible](super::visible); `None` if it is anything else.
///
/// ```
/// use interleave::report::{graph_json, read_graph};
/// use interleave::{Options, graph, thread};
///
/// let graph = graph_json(&graph(&Options::new(), || thread::spawn(|| 1).join().unwrap()));
/// assert_eq!(read_graph(&graph.to_string()), Some(graph));
/// assert_eq!(read_graph("{\"nodes\": [[]]}"), None);
/// ```
pub fn read_graph(text: &str) -> Option<Json> {
    let graph: Value = serde_json::from_str(text).ok()?;
    let count = |list: &str| graph[list].as_array().map_or(0, Vec::len);
    let sizes = Sizes {
        threads: count("threads"),
        objects: count("objects"),
        nodes: count("nodes"),
        standings: count("standings"),
        memories: count("memories"),
        ends: count("ends"),
        moves: count("moves"),
        places: count("places"),
        functions: count("functions"),
    };
    if sizes.threads > MAX_THREADS || sizes.nodes == 0 || graph["format"] != 3 {
        return None;
    }
    let all = |list: &str, read: &dyn Fn(&Value) -> Option<Value>| each(&graph[list], read);
    Some(Json(json!({
        "format": 3,
        "complete": graph["complete"].as_bool()?,
        "prefix": word(&graph["prefix"], "^@+")?,
        "threads": all("threads", &name)?,
        "objects": all("objects", &object)?,
        "nodes": all("nodes", &|node| sizes.node(node))?,
        "standings": all("standings", &|standing| sizes.standing(standing))?,
        "memories": all("memories", &|memory| each(memory, &|now| sizes.memory(now)))?,
        "ends": all("ends", &|end| sizes.end(end))?,
        "moves": all("moves", &|step| sizes.step(step))?,
        "places": all("places", &|place| sizes.place(place))?,
        "functions": all("functions", &function)?,
    })))
}

/// How many there are of each.
struct Sizes {
    threads: usize,
    objects: usize,
    nodes: usize,
    standings: usize,
    memories: usize,
    ends: usize,
    moves: usize,
    places: usize,
    functions: usize,
}

impl Sizes {
    fn node(&self, node: &Value) -> Option<Value> {
        let [standings, memory, end, moves, cut] = node.as_array()?.as_slice() else { return None };
        let step = |step: &Value| {
            let [by, to] = step.as_array()?.as_slice() else { return None };
            Some(json!([below(by, self.moves)?, below(to, self.nodes)?]))
        };
        Some(json!([
            each(standings, &|standing| below(standing, self.standings))?,
            below(memory, self.memories)?,
            or_null(end, &|end| below(end, self.ends))?,
            each(moves, &step)?,
            below(cut, 2)?,
        ]))
    }

    fn standing(&self, standing: &Value) -> Option<Value> {
        Some(json!({
            "at": or_null(&standing["at"], &|at| below(at, self.places))?,
            "waiting": or_null(&standing["waiting"], &string)?,
            "object": or_null(&standing["object"], &|object| below(object, self.objects))?,
        }))
    }

    fn memory(&self, now: &Value) -> Option<Value> {
        let field =
            |field: &Value| each(field, &string).filter(|pair| pair.as_array().is_some_and(|two| two.len() == 2));
        Some(json!({
            "value": or_null(&now["value"], &string)?,
            "fields": or_null(&now["fields"], &|fields| each(fields, &field))?,
            "held": each(&now["held"], &|thread| below(thread, self.threads))?,
            "history": or_null(&now["history"], &|history| self.history(history))?,
        }))
    }

    fn history(&self, history: &Value) -> Option<Value> {
        let store = |store: &Value| {
            let [value, by] = store.as_array()?.as_slice() else { return None };
            Some(json!([string(value)?, or_null(by, &|by| below(by, self.threads))?]))
        };
        let stores = each(&history["stores"], &store)?;
        let count = stores.as_array()?.len();
        Some(json!({"stores": stores, "oldest": each(&history["oldest"], &|oldest| below(oldest, count))?}))
    }

    /// Of an end, the page tells a right one from others, and shows its text.
    fn end(&self, end: &Value) -> Option<Value> {
        let mut known = Map::new();
        for (name, member) in end.as_object()? {
            let member = match name.as_str() {
                "kind" => json!(name_of(member)?),
                "text" | "value" | "expected" | "message" => string(member)?,
                "thread" => below(member, self.threads)?,
                "condvar" | "object" => below(member, self.objects)?,
                "threads" => each(member, &|thread| below(thread, self.threads))?,
                "steps" => each(member, &|step| below(step, usize::MAX))?,
                _ => return None,
            };
            known.insert(name.clone(), member);
        }
        Some(Value::Object(known)).filter(|end| end["kind"].is_string() && end["text"].is_string())
    }

    fn step(&self, step: &Value) -> Option<Value> {
        let part = |part: &Value| {
            let at = or_null(&part["at"], &|at| below(at, self.places))?;
            Some(json!({"kind": name_of(&part["kind"])?, "text": string(&part["text"])?, "at": at}))
        };
        Some(json!({
            "thread": below(&step["thread"], self.threads)?,
            "mark": word(&step["mark"], "'<!~0123456789abcdefghijklmnopqrstuvwxyz")?,
            "steps": each(&step["steps"], &part)?,
        }))
    }

    fn place(&self, place: &Value) -> Option<Value> {
        let [function, line] = place.as_array()?.as_slice() else { return None };
        Some(json!([below(function, self.functions)?, below(line, 1 << 32)?]))
    }
}

fn object(object: &Value) -> Option<Value> {
    let kind = object["kind"].as_str().filter(|kind| OBJECTS.contains(kind))?;
    Some(json!({"name": name(&object["name"])?, "kind": kind}))
}

fn function(function: &Value) -> Option<Value> {
    Some(json!({
        "file": string(&function["file"])?,
        "first": below(&function["first"], 1 << 32)?,
        "lines": each(&function["lines"], &string)?,
    }))
}

fn each(list: &Value, read: &dyn Fn(&Value) -> Option<Value>) -> Option<Value> {
    list.as_array()?.iter().map(read).collect::<Option<Vec<_>>>().map(Value::Array)
}

fn or_null(value: &Value, read: &dyn Fn(&Value) -> Option<Value>) -> Option<Value> {
    if value.is_null() { Some(Value::Null) } else { read(value) }
}

/// A number that counts one of `count` things.
fn below(number: &Value, count: usize) -> Option<Value> {
    number.as_u64().filter(|number| *number < count as u64).map(Value::from)
}

fn string(text: &Value) -> Option<Value> {
    text.as_str().map(|text| cut(&visible(text), LONGEST_TEXT).into())
}

fn name(text: &Value) -> Option<Value> {
    text.as_str().map(|text| cut(&visible(text), LONGEST_NAME).into())
}

/// The same for what was cut before.
fn cut(text: &str, longest: usize) -> String {
    match text.len() > longest + '…'.len_utf8() {
        true => text[..text.floor_char_boundary(longest)].to_owned() + "…",
        false => text.to_owned(),
    }
}

/// A few of these characters.
fn word(text: &Value, of: &str) -> Option<String> {
    let text = text.as_str()?;
    (text.len() <= 3 && text.chars().all(|char| of.contains(char))).then(|| text.to_owned())
}

/// The name of a variant.
fn name_of(text: &Value) -> Option<String> {
    let text = text.as_str()?;
    (text.len() <= 30 && text.chars().all(|char| char.is_ascii_alphabetic())).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One thread, one object, two nodes.
    fn graph() -> Value {
        json!({
            "format": 3, "complete": true, "prefix": "^",
            "threads": ["main"],
            "objects": [{"name": "count", "kind": "Atomic"}],
            "nodes": [[[0], 0, null, [[0, 1]], 0], [[0], 0, 0, [], 1]],
            "standings": [{"at": 0, "waiting": null, "object": null}],
            "memories": [[{"value": "1", "fields": [["a", "1"]], "held": [0], "history": {"stores": [["0", null], ["1", 0]], "oldest": [1]}}]],
            "ends": [{"kind": "Returned", "text": "It returned 1.", "value": "1"}],
            "moves": [{"thread": 0, "mark": "<1", "steps": [{"kind": "Read", "text": "read count → 0", "at": 0}]}],
            "places": [[0, 7]],
            "functions": [{"file": "a.rs", "first": 7, "lines": ["fn main() {}"]}],
        })
    }

    /// The paths of all that is in a value.
    fn paths(value: &Value, path: &str, found: &mut Vec<String>) {
        found.push(path.to_owned());
        match value {
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, item)| paths(item, &format!("{path}/{at}"), found));
            }
            Value::Object(members) => {
                members.iter().for_each(|(name, member)| paths(member, &format!("{path}/{name}"), found));
            }
            _ => {}
        }
    }

    #[test]
    fn a_graph_is_read_as_it_is() {
        assert_eq!(read_graph(&graph().to_string()), Some(Json(graph())));
    }

    #[test]
    fn a_graph_with_anything_else_in_any_place_is_refused_or_loses_it() {
        let mut all = Vec::new();
        paths(&graph(), "", &mut all);
        assert!(all.len() > 60);
        for path in all {
            for wrong in
                [json!(99), json!("<b>\u{202e}"), json!([[]]), json!({"a": 1}), json!(-1), json!(true), Value::Null]
            {
                let mut changed = graph();
                *changed.pointer_mut(&path).unwrap() = wrong;
                // What is taken over can be read again, and is as safe as that.
                let Some(read) = read_graph(&changed.to_string()) else { continue };
                assert_eq!(read_graph(&read.to_string()), Some(read.clone()), "{path}");
                assert!(!read.to_string().contains('\u{202e}'), "{path}");
            }
        }
    }

    #[test]
    fn numbers_that_refer_to_nothing_are_refused() {
        for path in
            ["/nodes/0/0/0", "/nodes/0/1", "/nodes/0/3/0/1", "/moves/0/thread", "/places/0/0", "/standings/0/at"]
        {
            let mut changed = graph();
            *changed.pointer_mut(path).unwrap() = json!(2);
            assert_eq!(read_graph(&changed.to_string()), None, "{path}");
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        let mut long = graph();
        (long["threads"][0], long["ends"][0]["text"]) = ("é".repeat(4_000).into(), "é".repeat(4_000).into());
        let read = read_graph(&long.to_string()).unwrap();
        let length = |text: &Value| text.as_str().unwrap().len();
        assert!(
            length(&read.0["threads"][0]) < LONGEST_NAME + 4
                && length(&read.0["ends"][0]["text"]) < LONGEST_TEXT + 4
        );
        assert_eq!(read_graph(&read.to_string()), Some(read));
    }
}
