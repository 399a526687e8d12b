//! The graph for the page on which the reader plays the scheduler: it shows the same as a replay of the schedule.

mod parsed;
mod programs;

use interleave::record::{End, Record};
use interleave::report::{graph_json, json};
use interleave::{Options, StateGraph, graph, graph_along, replay};
use parsed::parsed;
use programs::Program;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Small programs, one for each kind of end, whose every schedule is tried.
const TRIED: [&str; 7] = [
    "racy counter",
    "read, unlock, write",
    "two locks in two orders",
    "if for while",
    "missing notify",
    "missing sentinel",
    "polite philosophers",
];

fn page(program: &Program) -> Value {
    parsed(&graph_json(&graph(&program.options(), program.run)))
}

/// The schedules of all paths through the graph, with the end of each; at most `most`.
fn ways(page: &Value, most: usize) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    let mut open = vec![(page["prefix"].as_str().unwrap().to_owned(), 0)];
    while let Some((digits, node)) = open.pop().filter(|_| found.len() < most) {
        let node = &page["nodes"][node];
        if let Some(end) = node[2].as_u64() {
            found.push((digits.clone(), page["ends"][end as usize].clone()));
        }
        if digits.len() < 40 {
            open.extend(node[3].as_array().unwrap().iter().map(|step| {
                let by = &page["moves"][step[0].as_u64().unwrap() as usize];
                let digit = by["thread"].as_u64().unwrap();
                let digits = format!("{digits}{digit}{}", by["mark"].as_str().unwrap());
                (digits, step[1].as_u64().unwrap() as usize)
            }));
        }
    }
    found
}

#[test]
fn every_path_through_the_graph_ends_like_the_replay_of_its_schedule() {
    for name in TRIED {
        let program = programs::named(name);
        let ways = ways(&page(&program), 500);
        assert!(ways.len() > 1, "{name}");
        for (digits, end) in ways {
            let record: Record = replay(&digits, &program.options(), program.run).expect(&digits);
            assert_eq!(parsed(&json(&record))["end"], end, "{name}: {digits}");
        }
    }
}

#[test]
fn the_counterexample_is_a_path_through_the_graph() {
    for name in TRIED {
        let program = programs::named(name);
        let record = program.explore().counterexample.unwrap();
        if matches!(record.end, End::Livelocked { .. } | End::TooLong) {
            continue; // its schedule is endless
        }
        let page = page(&program);
        let found = ways(&page, usize::MAX).into_iter().find(|(digits, _)| *digits == record.schedule);
        assert_eq!(
            found.map(|(_, end)| end["kind"].clone()),
            Some(parsed(&json(&record))["end"]["kind"].clone()),
            "{name}"
        );
    }
}

#[test]
fn a_blocked_thread_names_what_it_waits_for_and_a_lock_names_its_holder() {
    let page = page(&programs::named("two locks in two orders"));
    let stuck = page["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|node| node[2].as_u64().is_some_and(|end| page["ends"][end as usize]["kind"] == "Deadlocked"));
    let standing = |thread: usize| &page["standings"][stuck.unwrap()[0][thread].as_u64().unwrap() as usize];
    assert_eq!(standing(0)["waiting"], "lock fork, held by thread 1");
    assert_eq!(standing(1)["waiting"], "lock knife, held by main");
    let memory = &page["memories"][stuck.unwrap()[1].as_u64().unwrap() as usize];
    assert_eq!((&memory[0]["held"][0], &memory[1]["held"][0]), (&1.into(), &0.into()));
    assert_eq!(page["objects"][standing(0)["object"].as_u64().unwrap() as usize]["name"], "fork");
}

#[test]
fn the_graph_has_the_source_of_every_function_with_a_step() {
    let page = page(&programs::named("if for while"));
    let functions = page["functions"].as_array().unwrap();
    assert_eq!(functions.len(), 1);
    assert_eq!(functions[0]["lines"][0], "pub fn if_for_while() -> usize {");
    for place in page["places"].as_array().unwrap() {
        let line = place[1].as_u64().unwrap() - functions[0]["first"].as_u64().unwrap();
        let text = functions[0]["lines"][line as usize].as_str().unwrap();
        assert!(
            ["lock()", "wait(", "notify_one()", "join()", "expect("].iter().any(|call| text.contains(call)),
            "{text}"
        );
    }
}

#[test]
fn a_state_that_only_a_spurious_wake_up_leaves_is_an_end_with_moves() {
    let page = page(&programs::named("missing notify"));
    let goes_on = |node: &&Value| node[2].is_u64() && !node[3].as_array().unwrap().is_empty();
    let node = page["nodes"].as_array().unwrap().iter().find(goes_on).expect("a stuck state that may go on");
    assert_eq!(page["ends"][node[2].as_u64().unwrap() as usize]["kind"], "Deadlocked");
    let marks: Vec<_> = node[3]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &page["moves"][step[0].as_u64().unwrap() as usize]["mark"])
        .collect();
    assert_eq!(marks, ["!"]);
}

#[test]
fn equivalent_states_are_merged() {
    let program = programs::named("one condvar for two conditions");
    let whole: StateGraph = graph(&program.options(), program.run);
    let nodes = parsed(&graph_json(&whole))["nodes"].as_array().unwrap().len();
    assert!(2 * nodes < whole.nodes.len(), "{nodes} of {}", whole.nodes.len());
}

#[test]
fn the_right_queue_always_delivers() {
    let outcome = interleave::explore(&Options::new().expect(1), programs::right::handed_on_sentinel);
    assert_eq!((outcome.verdict, outcome.complete), (interleave::Verdict::Passed, Ok(())));
}

/// The steps that are possible in a node, as a schedule writes them, and where they lead.
fn possible(page: &Value, node: usize) -> BTreeMap<String, usize> {
    let moves = page["nodes"][node][3].as_array().unwrap().iter();
    let step = |step: &Value| {
        let by = &page["moves"][step[0].as_u64().unwrap() as usize];
        (format!("{}{}", by["thread"], by["mark"].as_str().unwrap()), step[1].as_u64().unwrap() as usize)
    };
    moves.map(step).collect()
}

/// Goes one step along `schedule`; returns the rest of it.
fn onward<'s>(page: &Value, node: usize, schedule: &'s str) -> (usize, &'s str) {
    let possible = possible(page, node).into_iter();
    // `1` is also how `1!` begins.
    let fitting = possible.filter(|(step, _)| schedule.starts_with(step.as_str()));
    let (step, to) = fitting.max_by_key(|(step, _)| step.len()).expect("the step is there");
    (to, &schedule[step.len()..])
}

#[test]
fn a_truncated_graph_has_the_failing_execution_and_every_step_that_leaves_it() {
    for name in TRIED {
        let program = programs::named(name);
        let record = program.explore().counterexample.unwrap();
        if matches!(record.end, End::Livelocked { .. }) {
            continue; // its schedule is endless
        }
        let whole = page(&program);
        let few = program.options().max_states(3 * record.size.steps);
        let part = parsed(&graph_json(&graph_along(&record.schedule, &few, program.run).unwrap()));
        assert!(part["nodes"].as_array().unwrap().len() <= 3 * record.size.steps, "{name}");
        let mut left = record.schedule.trim_start_matches('^');
        let (mut in_part, mut in_whole) = (0, 0);
        while !left.is_empty() {
            let steps = |page, node| possible(page, node).into_keys().collect::<Vec<_>>();
            assert_eq!(steps(&part, in_part), steps(&whole, in_whole), "{name}: before {left}");
            assert_eq!(part["nodes"][in_part][4], 0, "{name}: before {left}");
            in_whole = onward(&whole, in_whole, left).0;
            (in_part, left) = onward(&part, in_part, left);
        }
        let end = |page: &Value, node: usize| {
            page["ends"][page["nodes"][node][2].as_u64().expect("an end") as usize].clone()
        };
        assert_eq!(end(&part, in_part), end(&whole, in_whole), "{name}");
    }
}

#[test]
fn a_node_with_unexplored_steps_is_marked_as_cut() {
    let program = programs::named("polite philosophers");
    let part = parsed(&graph_json(&graph_along("", &program.options().max_states(9), program.run).unwrap()));
    let nodes = part["nodes"].as_array().unwrap();
    assert!(part["complete"] == false && nodes.len() <= 9);
    for node in nodes.iter().filter(|node| node[2].is_null() && node[3].as_array().unwrap().is_empty()) {
        assert_eq!(node[4], 1, "{node}");
    }
}

#[test]
fn a_load_that_may_read_an_old_store_has_a_step_for_each_of_them() {
    let page = parsed(&graph_json(&graph(&Options::new(), programs::orderings::message_passing)));
    // The sender stores twice; then the main thread reads the new flag, and may read either value of the data.
    let marks: Vec<_> = possible(&page, follow(&page, "110")).into_keys().collect();
    assert_eq!(marks, ["0", "0<1"]);
    let fixed = parsed(&graph_json(&graph(&Options::new(), programs::orderings::message_passing_fixed)));
    assert_eq!(possible(&fixed, follow(&fixed, "110")).into_keys().collect::<Vec<_>>(), ["0"]);
}

#[test]
fn the_history_of_an_atomic_has_its_stores_and_the_oldest_one_each_thread_may_read() {
    let history = |page: &Value, schedule: &str, object: usize| {
        let memory = page["nodes"][follow(page, schedule)][1].as_u64().unwrap() as usize;
        page["memories"][memory][object]["history"].clone()
    };
    let page = parsed(&graph_json(&graph(&Options::new(), programs::orderings::message_passing)));
    assert_eq!(history(&page, "", 0), json!({"stores": [["0", null]], "oldest": [0, 0]}));
    assert_eq!(history(&page, "110", 0), json!({"stores": [["0", null], ["7", 1]], "oldest": [0, 1]}));
    assert_eq!(history(&page, "110", 1), json!({"stores": [["false", null], ["true", 1]], "oldest": [1, 1]}));
    let fixed = parsed(&graph_json(&graph(&Options::new(), programs::orderings::message_passing_fixed)));
    // A thread that has read the flag with `Acquire` knows of the data.
    assert_eq!(history(&fixed, "110", 0), json!({"stores": [["0", null], ["7", 1]], "oldest": [1, 1]}));
    let strict = parsed(&graph_json(&graph(&Options::new(), programs::orderings::store_buffering_fixed)));
    assert_eq!(history(&strict, "0", 0), Value::Null);
}

#[test]
fn each_program_on_orderings_gets_its_verdict() {
    for program in programs::orderings::all() {
        let outcome = program.explore();
        assert_eq!((outcome.verdict, outcome.complete), (program.verdict, Ok(())), "{}", program.name);
    }
}

/// The node after the steps of `schedule`.
fn follow(page: &Value, mut schedule: &str) -> usize {
    let mut node = 0;
    while !schedule.is_empty() {
        (node, schedule) = onward(page, node, schedule);
    }
    node
}
