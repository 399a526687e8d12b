//! Each file that the program writes is complete, or unchanged.

use super::sockets;
use fetch_pool::loopback::{Pace, Server};
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

/// A separate folder for one test, with a file from an earlier run in it.
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

/// More addresses than are kept in memory, and than are submitted at once.
const MANY: usize = 1_500;

/// A list of addresses in a file, and the option for it.
fn list(folder: &Path, addresses: impl Iterator<Item = String>) -> [String; 2] {
    let file = folder.with_extension("list");
    fs::write(&file, addresses.collect::<Vec<_>>().join("\n")).unwrap();
    ["--urls".to_string(), file.to_str().unwrap().to_string()]
}

#[test]
fn every_output_tells_of_each_of_many_fetches() {
    let [folder, svg, trace] = folder("many");
    let server = Server::start(Pace::AtOnce).unwrap();
    let url = |number| server.url(&format!("/bytes/{number}{}", if number % 500 == 7 { "/none" } else { "" }));
    let [option, list] = list(&folder, (0..MANY).map(url));
    let output =
        start(&svg, &trace, &["--json", "--order", "submitted", &option, &list]).wait_with_output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let sizes: Vec<_> =
        document["pages"].as_array().unwrap().iter().map(|page| page["size"].as_u64().unwrap()).collect();
    assert!(sizes.iter().copied().eq((0..MANY as u64).filter(|number| number % 500 != 7)), "{sizes:?}");
    assert_eq!(document["failures"].as_array().unwrap().len(), 3);
    let svg = fs::read_to_string(svg).unwrap();
    assert_eq!((svg.matches(" bytes in ").count(), svg.matches("answered 404").count()), (MANY - 3, 3));
    let trace: Value = serde_json::from_slice(&fs::read(trace).unwrap()).unwrap();
    let fetches = trace["traceEvents"].as_array().unwrap().iter().filter(|event| event["ph"] == "X");
    assert_eq!(fetches.count(), MANY);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 2, "and nothing else");
}

#[test]
fn a_program_that_is_killed_among_many_fetches_leaves_nothing_behind() {
    let [folder, svg, trace] = folder("killed-among-many");
    let server = Server::start(Pace::AtOnce).unwrap();
    let [option, list] = list(&folder, (0..MANY).map(|_| server.url("/ip")).chain([sockets::says_nothing()]));
    let mut program = start(&svg, &trace, &["--timeout", "600", "--workers", "1", &option, &list]);
    let mut printed = program.stdout.take().unwrap();
    let reader = thread::spawn(move || printed.read_to_end(&mut Vec::new()));
    under_way(&server, MANY);
    signal(&program, "-KILL");
    program.wait().unwrap();
    reader.join().unwrap().unwrap();
    assert_eq!(fs::read_to_string(svg).unwrap(), "of last time");
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "and nothing else");
}

/// 5,000 addresses of four kilobytes each: their list is in memory, and each output contains them again.
#[cfg(target_os = "linux")]
#[test]
fn outputs_need_no_memory_for_each_fetch() {
    let [folder, svg, trace] = folder("memory");
    let address = |number| format!("http://127.0.0.1:1/{number}{}", "x".repeat(4_000));
    let [option, list] = list(&folder, (0..5_000).map(address));
    let mut program = Command::new(env!("CARGO_BIN_EXE_fetch-pool"))
        .args(["--json", "--svg", svg.to_str().unwrap(), "--trace", trace.to_str().unwrap(), &option, &list])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut printed = program.stdout.take().unwrap();
    printed.read_exact(&mut [0]).unwrap(); // the files are written, and of the document more than the pipe holds is left
    let status = fs::read_to_string(format!("/proc/{}/status", program.id())).unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")).unwrap();
    assert!(most.parse::<u64>().unwrap() < 80_000, "{most} kB");
    let mut rest = String::new();
    printed.read_to_string(&mut rest).unwrap();
    assert!(rest.len() > 20_000_000 && trace.metadata().unwrap().len() > 20_000_000);
    assert_eq!(program.wait().unwrap().code(), Some(1), "all were refused");
    fs::remove_dir_all(folder).unwrap();
}
