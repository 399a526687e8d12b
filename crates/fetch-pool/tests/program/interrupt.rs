//! Ctrl-C, sent to the real program.

use super::sockets;
use fetch_pool::loopback::{Pace, Server};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;

#[test]
fn ctrl_c_shows_what_has_completed_and_aborts_the_rest() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let good = server.url("/bytes/7");
    let mut program = start(&[&url, &good, "--timeout", "600"]);
    let mut printed = BufReader::new(program.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(printed.next().unwrap().starts_with(&format!("{good}: 7 bytes in ")));
    let (mut connection, _) = silent.accept().unwrap(); // now both: one is done, one under way

    interrupt(&program);
    let rest: Vec<String> = printed.collect();
    assert_eq!(program.wait().unwrap().code(), Some(130));
    assert!(rest[0].starts_with("Interrupted after ") && rest[0].ends_with(", 1 of 2 done"), "{rest:?}");
    assert!(rest.iter().any(|line| line.starts_with("worker ")), "the picture of what there is\n{rest:?}");
    assert_eq!(rest.last().unwrap(), "Not waited for: one of two.", "and nothing about times");
    let mut errors = String::new();
    program.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!(errors, "", "what was aborted is no failure");
    connection.read_to_end(&mut Vec::new()).unwrap(); // ends, for the connection is closed
}

#[test]
fn ctrl_c_shows_results_that_wait_for_one_before_them() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let silent = sockets::says_nothing();
    let good = [server.url("/bytes/7"), server.url("/bytes/8")];
    let mut program = start(&[&good[0], &silent, &good[1], "--json", "--order", "submitted", "--workers", "2"]);
    while server.requests() < 2 {
        thread::yield_now();
    }
    interrupt(&program);
    let document: Value = serde_json::from_reader(program.stdout.take().unwrap()).unwrap();
    assert_eq!(program.wait().unwrap().code(), Some(130));
    assert_eq!(document["interrupted"], true);
    // The second may be on its way from the server.
    assert!((1..=2).contains(&document["pages"].as_array().unwrap().len()), "{document}");
}

/// No process reads its output, so it cannot end by itself.
#[test]
fn a_second_ctrl_c_ends_it_at_once() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let url = server.url(&format!("/bytes/1?{}", "x".repeat(2_000)));
    let mut program = start(&["--urls", "-", "--workers", "1"]);
    program.stdin.take().unwrap().write_all(format!("{url}\n").repeat(200).as_bytes()).unwrap();
    while server.requests() < 200 {
        thread::yield_now();
    }
    for _ in 0..1_000 {
        interrupt(&program);
        if let Some(status) = program.try_wait().unwrap() {
            assert_eq!(status.code(), Some(130));
            return;
        }
    }
    program.kill().unwrap();
    panic!("it goes on");
}

fn start(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fetch-pool"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn interrupt(program: &Child) {
    assert!(Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap().success());
}
