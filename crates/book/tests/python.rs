//! The lecture's Python does what the chapters say. It needs Python and no network: `cargo xtask book --check` runs these.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::thread;

fn python(file: &str, proxy: Option<&str>) -> Output {
    let mut python = Command::new(if cfg!(windows) { "python" } else { "python3" });
    python.arg("-B").arg(book::root().join("docs/python").join(file));
    for variable in ["http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"] {
        python.env_remove(variable);
    }
    python.envs(proxy.map(|proxy| ("http_proxy", proxy)));
    let output = python.output().expect("Python 3 is needed");
    assert!(output.status.success(), "{output:?}");
    output
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_string).collect()
}

#[test]
#[ignore = "needs Python; `cargo xtask book --check` runs it"]
fn the_unsafe_counter_ends_with_at_most_100_and_the_safe_one_with_100() {
    let lines = lines(&python("race.py", None));
    let count: u64 = lines[0].strip_prefix("Unsafe counter (expected 100): ").unwrap().parse().unwrap();
    assert!((1..=100).contains(&count));
    assert_eq!(lines[1..], ["Safe counter (expected 100): 100"]);
}

#[test]
#[ignore = "needs Python; `cargo xtask book --check` runs it"]
fn every_task_is_processed_and_every_worker_stops() {
    let lines = lines(&python("queue_of_tasks.py", None));
    let produced: Vec<_> = (0..5).map(|task| format!("Produced task {task}")).collect();
    assert_eq!(lines[..5], produced);
    assert_eq!(lines[5..], ["Processed 5 tasks"]);
}

/// The proxy answers only after all five requests have arrived, so waits that did not overlap would time out.
#[test]
#[ignore = "needs Python; `cargo xtask book --check` runs it"]
fn five_fetches_wait_at_the_same_time() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let server = thread::spawn(move || {
        let waiting: Vec<(String, TcpStream)> = (0..5).map(|_| request(&proxy)).collect();
        for (url, mut stream) in waiting {
            let length = url.len();
            write!(stream, "HTTP/1.0 200 OK\r\nContent-Length: {length}\r\n\r\n{url}").unwrap();
        }
    });
    let lines = lines(&python("fetch.py", Some(&address)));
    server.join().unwrap();
    let pages = ["delay/0", "get", "headers", "ip", "uuid"];
    let expected: BTreeSet<String> = pages
        .iter()
        .map(|page| format!("http://httpbin.org/{page}"))
        .map(|url| format!("{url}: {} bytes ", url.len()))
        .collect();
    let fetched = lines[..5].iter().map(|line| line.split("in ").next().unwrap().to_string()).collect();
    assert_eq!(expected, fetched);
    assert!(lines[5].starts_with("All done in "), "{lines:?}");
}

#[test]
#[ignore = "needs Python; `cargo xtask book --check` runs it"]
fn python_waits_for_its_workers_after_the_last_line() {
    assert_eq!(lines(&python("exit.py", None)), ["this is the last line of the program", "the worker is done"]);
}

#[test]
#[ignore = "needs Python; `cargo xtask book --check` runs it"]
fn the_timeout_of_urlopen_does_not_limit_the_whole_request() {
    assert_eq!(lines(&python("slow_page.py", None)), ["4 bytes with timeout=2; in more than 2 s: True"]);
}

#[test]
#[ignore = "needs Python; `cargo xtask book --check` runs it"]
fn the_queue_counts_its_sentinel_as_unfinished() {
    let told = lines(&python("unfinished.py", None)).pop().unwrap();
    assert_eq!(told, "taskQueue: 4 items for which join() would still wait");
}

/// The address that the next client asks for, and the client.
fn request(proxy: &TcpListener) -> (String, TcpStream) {
    let stream = proxy.accept().unwrap().0;
    let mut head = String::new();
    let mut reader = BufReader::new(&stream);
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "it hung up: {head}");
    }
    let url = head.split(' ').nth(1).unwrap().to_string();
    (url, stream)
}
