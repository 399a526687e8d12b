//! The files that the program writes are whole, or as they were.

use super::sockets;
use fetch_pool::loopback::{Pace, Server};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

/// A folder of its own for one test, with the file of last time in it.
fn folder(name: &str) -> [PathBuf; 3] {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let [svg, trace] = ["picture.svg", "trace.json"].map(|name| folder.join(name));
    fs::write(&svg, "of last time").unwrap();
    [folder, svg, trace]
}

fn start(svg: &Path, trace: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_fetch-pool"))
        .args(["--svg", svg.to_str().unwrap(), "--trace", trace.to_str().unwrap()])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn signal(program: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &program.id().to_string()]).status().unwrap().success());
}

/// Waits until the server has the program's first two requests.
fn under_way(server: &Server, count: usize) {
    while server.requests() < count {
        thread::yield_now();
    }
}

#[test]
fn a_request_to_end_shows_what_there_is_and_writes_whole_files() {
    let [folder, svg, trace] = folder("ended");
    let server = Server::start(Pace::AtOnce).unwrap();
    let (good, silent) = (server.url("/bytes/7"), sockets::says_nothing());
    let program = start(&svg, &trace, &["--json", "--timeout", "600", "--workers", "1", &good, &good, &silent]);
    under_way(&server, 2);
    signal(&program, "-TERM");
    let output = program.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(143), "{output:?}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["interrupted"], true);
    assert!(fs::read_to_string(&svg).unwrap().ends_with("</svg>\n"));
    serde_json::from_slice::<Value>(&fs::read(&trace).unwrap()).unwrap();
    assert_eq!(fs::read_dir(folder).unwrap().count(), 2, "and nothing else");
}

#[test]
fn a_program_that_is_killed_leaves_the_files_of_last_time() {
    let [folder, svg, trace] = folder("killed");
    let server = Server::start(Pace::AtOnce).unwrap();
    let mut program =
        start(&svg, &trace, &["--timeout", "600", "--workers", "1", &server.url("/ip"), &sockets::says_nothing()]);
    under_way(&server, 1);
    signal(&program, "-KILL");
    program.wait().unwrap();
    assert_eq!(fs::read_to_string(svg).unwrap(), "of last time");
    assert!(!trace.exists());
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "and nothing else");
}
