//! The state graph as JSON, for a page on which the reader is the scheduler.

use serde_json::{Value, json};

use super::ending::outcome;
use super::json::{array, end, merged, place_json, step_json};
use super::words::Words;
use crate::StateGraph;
use crate::record::{End, Record, Size, Step};
use crate::source;

/// The graph as JSON, in a shape that stays:
///
/// | key | what |
/// | --- | --- |
/// | `format` | 1; a change that could break a reader counts it up |
/// | `complete` | whether this is all of the program |
/// | `threads`, `objects` | the names of the threads, and `[{"name", "kind"}]` of the objects, of all states together |
/// | `nodes` | `[{"replay", "waiting", "values", "held", "end"}]`; the first is where the program begins |
/// | `edges` | `[{"from", "to", "thread", "unusual", "steps"}]`, the steps as in [`super::json`] |
/// | `source` | `[{"file", "line", "text"}]`, every line that some step ran |
///
/// In a node, `waiting` has an entry for each thread that is there by then: what it waits for, or `null`. `values` and
/// `held` (the threads that hold it) have one for each object that is there. `end` is `null` or as in [`super::json`].
///
/// ```
/// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use interleave::{Options, graph, report, thread};
///
/// let graph = graph(&Options::new(), || {
///     let count = AtomicU32::new(0);
///     thread::scope(|scope| {
///         scope.spawn(|| count.store(1, SeqCst));
///     });
///     count.load(SeqCst)
/// });
/// let page = report::graph_json(&graph);
/// assert_eq!(page["objects"][0]["name"], "count");
/// assert_eq!(page["nodes"].as_array().unwrap().last().unwrap()["end"]["value"], "1");
/// ```
pub fn graph_json(graph: &StateGraph) -> Value {
    let whole = whole(graph);
    let words = Words::new(&whole);
    let nodes = graph.nodes.iter().map(|node| {
        let waiting = node.threads.iter().map(|thread| thread.stuck.as_ref().map(|(on, _)| words.waiting(on)));
        let values = node.objects.iter().map(|object| object.value.clone());
        let held =
            node.objects.iter().map(|object| object.held.iter().map(|(thread, _)| *thread).collect::<Vec<_>>());
        json!({
            "replay": node.schedule,
            "waiting": waiting.collect::<Vec<_>>(),
            "values": values.collect::<Vec<_>>(),
            "held": held.collect::<Vec<_>>(),
            "end": node.end.as_ref().map(|end| end_json(end, &whole)),
        })
    });
    let edges = graph.edges.iter().map(|edge| {
        json!({
            "from": edge.from,
            "to": edge.to,
            "thread": edge.thread,
            "unusual": edge.unusual,
            "steps": array(edge.steps.iter().map(|step| step_json(step, &words))),
        })
    });
    let objects = whole.objects.iter().enumerate();
    let objects =
        objects.map(|(id, object)| json!({"name": words.object(id), "kind": format!("{:?}", object.kind)}));
    json!({
        "format": 1,
        "complete": graph.complete,
        "threads": (0..whole.threads.len()).map(|id| words.thread(id)).collect::<Vec<_>>(),
        "objects": array(objects),
        "nodes": array(nodes),
        "edges": array(edges),
        "source": lines(&whole.steps),
    })
}

/// One record of all that happens anywhere in the graph: names must be the same in every state.
fn whole(graph: &StateGraph) -> Record {
    let largest = |size: fn(&crate::Node) -> usize| graph.nodes.iter().max_by_key(|node| size(node));
    Record {
        threads: largest(|node| node.threads.len()).map_or_else(Vec::new, |node| node.threads.clone()),
        objects: largest(|node| node.objects.len()).map_or_else(Vec::new, |node| node.objects.clone()),
        steps: graph.edges.iter().flat_map(|edge| edge.steps.iter().cloned()).collect(),
        end: End::Returned { value: String::new() },
        schedule: String::new(),
        size: Size::default(),
    }
}

fn end_json(ending: &End, whole: &Record) -> Value {
    let record = Record { end: ending.clone(), ..whole.clone() };
    merged(json!({"text": outcome(&record, &Words::new(&record))}), end(ending))
}

fn lines(steps: &[Step]) -> Value {
    let mut places: Vec<_> = steps.iter().filter_map(|step| step.place).collect();
    places.sort_by_key(|place| (place.file(), place.line()));
    places.dedup_by_key(|place| (place.file(), place.line()));
    let line = |place| merged(place_json(Some(place)), json!({"text": source::line(place)}));
    array(places.into_iter().map(line))
}
