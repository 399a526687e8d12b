//! The state graph as JSON, for a page on which the reader plays the scheduler.

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

/// The graph as JSON, in a stable format:
///
/// | key | what |
/// | --- | --- |
/// | `format` | 3; a breaking change increments it |
/// | `complete` | whether this is the complete graph |
/// | `prefix` | the beginning of every [schedule](crate::replay) of this program, before the first digit |
/// | `threads`, `objects` | the names of the threads, and `[{"name", "kind"}]` of the objects, for all states together |
/// | `nodes` | `[[standings, memory, end, moves, cut]]`, indices into the lists below; the program begins at the first node |
/// | `standings` | `[{"at", "waiting", "object"}]`: where a thread is, and what it waits for |
/// | `memories` | `[[{"value", "fields", "held", "history"}]]`: for each object, its value and the threads that hold it |
/// | `ends` | as in [`super::json`] |
/// | `moves` | `[{"thread", "mark", "steps": [{"kind", "text", "at"}]}]` |
/// | `places` | `[[function, line]]`: the index of the function, and the line number in its file |
/// | `functions` | `[{"file", "first", "lines"}]`: the text of every function in which something happens |
///
/// In a node, `standings` has an index for each thread that exists, `end` is `null` if the program continues, and
/// `moves` has a pair for each possible step: the move and the node that it leads to. `cut` is 1 if some of the steps
/// are missing because the graph is not `complete`, and otherwise 0. In a schedule, a move is written as its `thread`
/// in base 36 and its `mark`. `at` is a place, or `null` if the step has no line of its own or the thread has
/// finished. `waiting` is a text, or `null` if the thread does not wait; `object` is the object that it waits for.
/// `fields` has a pair of name and value for each field of a value that is a struct, and is otherwise `null`.
/// `history` is `{"stores": [[value, thread]], "oldest": [index]}` for an atomic that has one, as in
/// [`crate::History`], and otherwise `null`.
///
/// Nodes that look the same and lead to the same nodes by the same moves are merged: there are fewer than in the
/// [`StateGraph`], and the same paths through them.
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
    /// The index of each end, by its `Debug` text, because describing an end in words takes the whole record.
    ends: BTreeMap<String, usize>,
}

/// What a node shows: the threads' standings, the memory, its end if it has one, and whether steps are missing.
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

/// The object that a thread waits for: there, the page draws the queue of waiting threads.
fn object(on: &Waiting) -> Option<usize> {
    match *on {
        Waiting::Lock { object, .. } | Waiting::Once { object, .. } => Some(object),
        Waiting::Notify { condvar, .. } => Some(condvar),
        Waiting::Barrier { barrier, .. } => Some(barrier),
        Waiting::Receive { channel } | Waiting::Send { channel } => Some(channel),
        Waiting::Join { .. } | Waiting::Unpark => None,
    }
}

/// Like [`graph_json`], with at most `bytes` bytes of JSON: `graph` is called with a maximum number of states, and
/// again with smaller ones if the result is too large. `None` if no graph is small enough.
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

/// One record of everything that happens in the graph, because names must be the same in every state.
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
