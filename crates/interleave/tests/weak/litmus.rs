//! The classic litmus programs, each with several orderings, and everything they can do: `litmus.json`, which was
//! written by a different implementation of the model.

use super::axioms::MODEL;
use super::candidates::allowed;
use super::program::{Op, Program};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

/// A program and everything it can do.
pub struct Litmus {
    pub name: String,
    pub program: Program,
    pub graphs: usize,
    pub graphs_with_modification_orders: usize,
    /// In `Debug` form: the values read, and the final values of the locations.
    pub outcomes: BTreeSet<String>,
}

/// All litmus programs.
pub fn all() -> Vec<Litmus> {
    let entries: Vec<Value> = serde_json::from_str(include_str!("litmus.json")).expect("litmus.json is JSON");
    entries.iter().map(litmus).collect()
}

fn litmus(entry: &Value) -> Litmus {
    let name = text(&entry["name"]).to_owned();
    let locations: Vec<&str> = list(&entry["locations"]).iter().map(text).collect();
    let threads = list(&entry["threads"]).iter();
    let threads = threads.map(|ops| list(ops).iter().map(|op| parse(list(op), &locations)).collect());
    let outcome = |outcome: &Value| {
        let [read, memory] = list(outcome) else { panic!("{name}: an outcome is a pair") };
        let numbers = |values| list(values).iter().map(number).collect::<Vec<_>>();
        format!("{:?}", (numbers(read), numbers(memory)))
    };
    Litmus {
        program: Program::new(threads.collect()),
        graphs: number(&entry["graphs"]),
        graphs_with_modification_orders: number(&entry["graphs_with_modification_orders"]),
        outcomes: list(&entry["outcomes"]).iter().map(outcome).collect(),
        name,
    }
}

fn parse(op: &[Value], locations: &[&str]) -> Op {
    let at = || {
        let name = text(&op[1]);
        locations.iter().position(|location| *location == name).expect("its location is listed")
    };
    match text(&op[0]) {
        "load" => Op::Load { at: at(), order: order(&op[2]) },
        "store" => Op::Store { at: at(), value: number(&op[2]), order: order(&op[3]) },
        "add" => Op::Add { at: at(), by: number(&op[2]), order: order(&op[3]) },
        "swap" => Op::Swap { at: at(), value: number(&op[2]), order: order(&op[3]) },
        "cas" => Op::CompareExchange {
            at: at(),
            expected: number(&op[2]),
            new: number(&op[3]),
            success: order(&op[4]),
            failure: order(&op[5]),
        },
        "fence" => Op::Fence { order: order(&op[1]) },
        other => panic!("no operation is called {other}"),
    }
}

fn order(value: &Value) -> Ordering {
    match text(value) {
        "rlx" => Relaxed,
        "acq" => Acquire,
        "rel" => Release,
        "ar" => AcqRel,
        "sc" => SeqCst,
        other => panic!("no ordering is called {other}"),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn number(value: &Value) -> usize {
    value.as_u64().expect("a number") as usize
}

#[test]
fn the_axioms_give_the_outcomes_and_the_counts_of_all_230_programs() {
    let all = all();
    assert_eq!(all.len(), 230);
    for litmus in &all {
        let allowed = allowed(&litmus.program, MODEL);
        let name = format!("{}\n{}", litmus.name, litmus.program);
        assert_eq!(allowed.outcomes, litmus.outcomes, "{name}");
        assert_eq!(allowed.graphs, litmus.graphs, "{name}");
        assert_eq!(allowed.graphs_with_modification_orders, litmus.graphs_with_modification_orders, "{name}");
        assert_eq!(allowed.deadlocks, 0, "{name}");
    }
}
