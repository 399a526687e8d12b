//! Programs as text, as a student would write them: to read in a failure message, and to paste into a test.

use super::program::{Op, Program};
use std::fmt;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

const LOCATIONS: [&str; 4] = ["x", "y", "z", "w"];

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |at: &usize| LOCATIONS[*at];
        match self {
            Op::Load { at, order } => write!(f, "{}.load({order:?})", name(at)),
            Op::Store { at, value, order } => write!(f, "{}.store({value}, {order:?})", name(at)),
            Op::Add { at, by, order } => write!(f, "{}.fetch_add({by}, {order:?})", name(at)),
            Op::Swap { at, value, order } => write!(f, "{}.swap({value}, {order:?})", name(at)),
            Op::CompareExchange { at, expected, new, success, failure } => {
                write!(f, "{}.compare_exchange({expected}, {new}, {success:?}, {failure:?})", name(at))
            }
            Op::Fence { order } => write!(f, "fence({order:?})"),
            Op::Lock { mutex } => write!(f, "lock({mutex})"),
            Op::Unlock { mutex } => write!(f, "unlock({mutex})"),
            Op::Data { write } => write!(f, "data({})", if *write { "write" } else { "read" }),
        }
    }
}

/// One line for each thread.
impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, ops) in self.threads.iter().enumerate() {
            let ops: Vec<String> = ops.iter().map(Op::to_string).collect();
            writeln!(f, "    thread {}: {}", number + 1, ops.join("; "))?;
        }
        Ok(())
    }
}

/// The program with these threads; operations are separated by semicolons.
pub fn parse(threads: &[&str]) -> Program {
    Program::new(threads.iter().map(|ops| ops.split("; ").map(operation).collect()).collect())
}

fn operation(text: &str) -> Op {
    let (name, arguments) = text.strip_suffix(')').and_then(|text| text.split_once('(')).expect("name(arguments)");
    let arguments: Vec<&str> = arguments.split(", ").collect();
    let number = |i: usize| arguments[i].parse().expect("a number");
    let order = |i: usize| ordering(arguments[i]);
    let Some((location, method)) = name.split_once('.') else {
        return match name {
            "fence" => Op::Fence { order: order(0) },
            "lock" => Op::Lock { mutex: number(0) },
            "unlock" => Op::Unlock { mutex: number(0) },
            "data" => Op::Data { write: arguments[0] == "write" },
            _ => panic!("no operation is called {name}"),
        };
    };
    let at = LOCATIONS.iter().position(|name| *name == location).expect("a location");
    match method {
        "load" => Op::Load { at, order: order(0) },
        "store" => Op::Store { at, value: number(0), order: order(1) },
        "fetch_add" => Op::Add { at, by: number(0), order: order(1) },
        "swap" => Op::Swap { at, value: number(0), order: order(1) },
        "compare_exchange" => {
            Op::CompareExchange { at, expected: number(0), new: number(1), success: order(2), failure: order(3) }
        }
        _ => panic!("no method is called {method}"),
    }
}

fn ordering(name: &str) -> Ordering {
    let all = [Relaxed, Acquire, Release, AcqRel, SeqCst];
    all.into_iter().find(|order| format!("{order:?}") == name).expect("an ordering")
}

#[test]
fn a_litmus_program_is_parsed_back_from_its_text() {
    let mut generator = super::generate::Generator::new(1);
    for _ in 0..100 {
        let program = generator.program();
        let text = program.to_string();
        let threads: Vec<&str> = text.lines().filter_map(|line| Some(line.split_once(": ")?.1)).collect();
        assert_eq!(parse(&threads), program);
    }
}
