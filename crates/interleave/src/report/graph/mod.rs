//! The state graph as JSON, for a page on which the reader is the scheduler.

mod merge;
mod tables;

use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::Json;
use super::ending::outcome;
use super::json::{end, merged};
use super::value;
use super::words::Words;
use crate::record::{End, Object, Record, Size, Step, Waiting};
use crate::{Edge, History, Node, StateGraph};
use merge::merged as merged_nodes;
use tables::{Sources, Table};

/// The graph as JSON, in a shape that stays:
///
/// | key | what |
/// | --- | --- |
/// | `format` | 3; a change that could break a reader counts it up |
/// | `complete` | whether this is all of the program |
/// | `prefix` | what a [schedule](crate::replay) of this program begins with, before its first digit |
/// | `threads`, `objects` | the names of the threads, and `[{"name", "kind"}]` of the objects, of all states together |
/// | `nodes` | `[[standings, memory, end, moves, cut]]`, numbers into the lists below; the first node is where the program begins |
/// | `standings` | `[{"at", "waiting", "object"}]`: where a thread is, and what it waits for |
/// | `memories` | `[[{"value", "fields", "held", "history"}]]`: of each object its value and the threads that hold it |
/// | `ends` | as in [`super::json`] |
/// | `moves` | `[{"thread", "mark", "steps": [{"kind", "text", "at"}]}]` |
/// | `places` | `[[function, line]]`: the function's number, the line's in its file |
/// | `functions` | `[{"file", "first", "lines"}]`: the text of every function in which something happens |
///
/// In a node, `standings` has a number for each thread that is there by then, `end` is `null` where the program goes on,
/// and `moves` has a pair for each step that is possible: the move and the node that it leads to. `cut` is 1 where some of
/// the steps are missing, for the graph is not `complete`, and else 0. A move's digits in a
/// schedule are its `thread` in base 36 and its `mark`. `at` is a place, or `null` where the step has no line of its own
/// or the thread has finished; `waiting` is a text, or `null` for a thread that does not wait; `object` what it waits at.
/// `fields` has a pair of name and value for each field of a value that is a struct, and is `null` for any other.
/// `history` is `{"stores": [[value, thread]], "oldest": [index]}` of an atomic that has one, as in [`crate::History`], and
/// else `null`.
///
/// Nodes that look the same and lead to the same by the same moves are one: there are fewer than in the [`StateGraph`],
/// and the same ways through them.
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
/// assert!(page.to_string().contains("write count ← 1"), "{page}");
/// ```
pub fn graph_json(graph: &StateGraph) -> Json {
    Json(states_json(graph))
}

fn states_json(graph: &StateGraph) -> Value {
    let whole = whole(graph);
    let mut page =
        Page { words: Words::new(&whole), whole: &whole, lists: Lists::default(), ends: BTreeMap::new() };
    let mut nodes: Vec<_> = graph.nodes.iter().map(|node| (page.node(node), Vec::new())).collect();
    for edge in &graph.edges {
        let step = page.step(edge);
        nodes[edge.from].1.push((page.lists.moves.number(step), edge.to));
    }
    let nodes = merged_nodes(nodes).into_iter();
    let nodes = nodes.map(|((standings, memory, end, cut), moves)| json!([standings, memory, end, moves, cut]));
    let objects = whole.objects.iter().enumerate();
    let objects =
        objects.map(|(id, object)| json!({"name": page.words.object(id), "kind": format!("{:?}", object.kind)}));
    json!({
        "format": 3,
        "complete": graph.complete,
        // The first node is reached before any step.
        "prefix": graph.nodes.first().map_or("", |node| node.schedule.as_str()),
        "threads": (0..whole.threads.len()).map(|id| page.words.thread(id)).collect::<Vec<_>>(),
        "objects": objects.collect::<Vec<_>>(),
        "nodes": nodes.collect::<Vec<_>>(),
        "standings": page.lists.standings.into_json(),
        "memories": page.lists.memories.into_json(),
        "ends": page.lists.ends.into_json(),
        "moves": page.lists.moves.into_json(),
        "places": page.lists.sources.places.into_json(),
        "functions": page.lists.sources.functions.into_json(),
    })
}

/// The lists that the nodes refer to.
#[derive(Default)]
struct Lists {
    standings: Table,
    memories: Table,
    ends: Table,
    moves: Table,
    sources: Sources,
}

struct Page<'r> {
    words: Words<'r>,
    whole: &'r Record,
    lists: Lists,
    /// The number of each end, by its `Debug` text: to put one into words takes the whole record.
    ends: BTreeMap<String, usize>,
}

/// What is on show in a node: the threads' standings, the memory, the end if it is one, and whether steps are missing.
type Shown = (Vec<usize>, usize, Option<usize>, usize);

impl Page<'_> {
    fn node(&mut self, node: &Node) -> Shown {
        let threads = node.threads.iter().zip(&node.next);
        let standings = threads.map(|(thread, next)| {
            let on = thread.stuck.as_ref().map(|(on, _)| on);
            let standing = json!({
                "at": self.lists.sources.number(*next),
                "waiting": on.map(|on| self.words.waiting(on)),
                "object": on.and_then(object),
            });
            self.lists.standings.number(standing)
        });
        let standings = standings.collect();
        let history = |id: usize| node.histories.get(id).and_then(Option::as_ref);
        let memory = node.objects.iter().enumerate().map(|(id, object)| memory(object, history(id)));
        let memory = self.lists.memories.number(memory.collect());
        let end = node.end.as_ref().map(|end| self.end(end));
        (standings, memory, end, usize::from(node.cut))
    }

    fn end(&mut self, end: &End) -> usize {
        let (lists, whole) = (&mut self.lists, self.whole);
        let number = || lists.ends.number(end_json(end, whole));
        *self.ends.entry(format!("{end:?}")).or_insert_with(number)
    }

    fn step(&mut self, edge: &Edge) -> Value {
        let sources = &mut self.lists.sources;
        let steps = edge.steps.iter().map(|step| {
            let kind = super::json::kind(&step.action);
            json!({"kind": kind, "text": self.words.action(&step.action), "at": sources.number(step.place)})
        });
        json!({"thread": edge.thread, "mark": edge.mark, "steps": steps.collect::<Vec<_>>()})
    }
}

fn memory(object: &Object, history: Option<&History>) -> Value {
    let held: Vec<_> = object.held.iter().map(|(thread, _)| *thread).collect();
    let fields = object.value.as_deref().and_then(value::fields);
    let history = history.map(|history| json!({"stores": history.stores, "oldest": history.oldest}));
    json!({"value": object.value, "fields": fields, "held": held, "history": history})
}

/// The object that a thread waits at: there, the page draws the queue of those who wait.
fn object(on: &Waiting) -> Option<usize> {
    match *on {
        Waiting::Lock { object, .. } | Waiting::Once { object, .. } => Some(object),
        Waiting::Notify { condvar, .. } => Some(condvar),
        Waiting::Barrier { barrier, .. } => Some(barrier),
        Waiting::Receive { channel } | Waiting::Send { channel } => Some(channel),
        Waiting::Join { .. } | Waiting::Unpark => None,
    }
}

/// The same, of the largest graph whose JSON has at most `bytes` bytes: `graph` is asked for one of at most so many states,
/// and for smaller ones if that is too large. `None` if none is small enough.
///
/// ```
/// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use interleave::{Options, graph_along, report, thread};
///
/// let program = || {
///     let count = AtomicU32::new(0);
///     thread::scope(|scope| (0..3).for_each(|_| _ = scope.spawn(|| count.fetch_add(1, SeqCst))));
/// };
/// let along = |states| graph_along("", &Options::new().max_states(states), program).unwrap();
/// let page = report::graph_json_within(3_000, 100, along).unwrap();
/// assert!(page.to_string().len() <= 3_000 && page.to_string().contains(r#""complete":false"#));
/// assert!(report::graph_json_within(100, 100, along).is_none());
/// ```
pub fn graph_json_within(bytes: usize, states: usize, graph: impl Fn(usize) -> StateGraph) -> Option<Json> {
    let sizes = std::iter::successors(Some(states), |states| (*states > 8).then_some(states / 3));
    sizes.map(|states| graph_json(&graph(states))).find(|page| page.to_string().len() <= bytes)
}

/// One record of all that happens anywhere in the graph: names must be the same in every state.
fn whole(graph: &StateGraph) -> Record {
    let largest = |size: fn(&Node) -> usize| graph.nodes.iter().max_by_key(|node| size(node));
    Record {
        threads: largest(|node| node.threads.len()).map_or_else(Vec::new, |node| node.threads.clone()),
        objects: largest(|node| node.objects.len()).map_or_else(Vec::new, |node| node.objects.clone()),
        steps: graph.edges.iter().flat_map(|edge| edge.steps.iter().cloned()).collect::<Vec<Step>>(),
        end: End::Returned { value: String::new() },
        schedule: String::new(),
        size: Size::default(),
    }
}

fn end_json(ending: &End, whole: &Record) -> Value {
    let record = Record { end: ending.clone(), ..whole.clone() };
    merged(json!({"text": outcome(&record, &Words::new(&record))}), end(ending))
}
