//! The program with lists of addresses: their sources, the order of the results, retries, and the pictures that it
//! writes.

use super::sockets;
use fetch_pool::loopback::{Pace, Server};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

#[test]
fn a_list_of_addresses_comes_from_a_file_or_from_stdin() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let list = format!("# two pages\n\n{}\n  {}  \n", server.url("/bytes/11"), server.url("/bytes/22"));
    let path = file("list.txt");
    fs::write(&path, &list).unwrap();
    let from_file = fetch_pool(&["--urls", path.to_str().unwrap(), "--workers", "1"], "");
    let from_stdin = fetch_pool(&["--urls", "-", "--workers", "1", &server.url("/bytes/33")], &list);
    let sizes = |output: &Output| {
        assert!(output.status.success(), "{output:?}");
        let printed = text(&output.stdout);
        let pages = printed.lines().filter_map(|line| line.split_once(" bytes in ")?.0.rsplit(' ').next());
        pages.map(|size| size.parse().unwrap()).collect::<Vec<u64>>()
    };
    assert_eq!(sizes(&from_file), [11, 22]);
    assert_eq!(sizes(&from_stdin), [11, 22, 33], "what is named beside the list comes after it");
}

#[test]
fn a_bad_list_is_one_line_that_says_where_and_nothing_is_fetched() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let good = server.url("/ip");
    let refused = |list: &str, line: &str| {
        let output = fetch_pool(&["--urls", "-"], list);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert_eq!(text(&output.stderr), format!("error: {line} (--help lists the options)\n"));
    };
    refused(
        &format!("{good}\n\nexample.org\n{good}\nnor this"),
        "stdin, line 3: \"example.org\" is not an address of the form http://host/path",
    );
    refused("\n# nothing\n", "stdin lists no address");
    assert_eq!(server.requests(), 0);

    let output = fetch_pool(&["--urls", "no/such/file"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: cannot read no/such/file: "), "{output:?}");
}

/// With two workers the third page is requested after the second was reported; only then is the first one answered.
#[test]
fn results_in_the_order_of_submission_wait_for_those_before_them() {
    let listeners = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let urls = listeners.each_ref().map(|listener| format!("http://{}/", listener.local_addr().unwrap()));
    let mut program =
        command(&["--order", "submitted", "--workers", "2", &urls[0], &urls[1], &urls[2]]).spawn().unwrap();
    let [first, second] = [0, 1].map(|number: usize| listeners[number].accept().unwrap().0);
    answer(&second, "second");
    let (third, _) = listeners[2].accept().unwrap();
    answer(&third, "third");
    answer(&first, "first");
    let mut printed = String::new();
    program.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
    for ((line, url), size) in printed.lines().zip(&urls).zip([5, 6, 5]) {
        assert!(line.starts_with(&format!("{url}: {size} bytes")), "{printed}");
    }
    assert!(program.wait().unwrap().success());
}

#[test]
fn more_addresses_than_are_submitted_at_once_are_all_fetched() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let list: String = (0..1_000).map(|number| server.url(&format!("/bytes/{number}\n"))).collect();
    let output = fetch_pool(&["--urls", "-", "--json", "--workers", "8"], &list);
    let mut sizes: Vec<u64> =
        json(&output)["pages"].as_array().unwrap().iter().map(|page| page["size"].as_u64().unwrap()).collect();
    sizes.sort_unstable();
    assert!(sizes.into_iter().eq(0..1_000));
    assert!(server.peak() <= 8);
}

#[test]
fn a_comparison_fetches_all_once_more_with_one_worker() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let urls = ["/ip", "/uuid", "/get"].map(|path| server.url(path));
    let output = fetch_pool(&["--compare", &urls[0], &urls[1], &urls[2]], "");
    assert_eq!(server.requests(), 6);
    let printed = text(&output.stdout);
    assert_eq!(printed.matches(" bytes in ").count(), 3, "each page is listed once\n{printed}");
    let last = printed.lines().last().unwrap();
    assert!(last.starts_with("One worker took ") && last.ends_with(" times as fast."), "{printed}");
    let output = fetch_pool(&["--compare", "--json", &urls[0]], "");
    assert!(json(&output)["seconds_of_one_worker"].is_f64());
}

#[test]
fn temporary_failures_are_retried_up_to_the_limit() {
    let tries = |failures: usize, retries: &str| {
        let output = fetch_pool(&["--json", "--retries", retries, &sockets::recovers(failures)], "");
        let document = json(&output);
        let [pages, failures] = ["pages", "failures"].map(|key| document[key][0]["tries"].as_u64());
        (pages, failures, text(&output.stderr))
    };
    assert_eq!(tries(2, "2"), (Some(3), None, String::new()));
    let (page, failure, line) = tries(2, "1");
    assert_eq!((page, failure), (None, Some(2)));
    assert!(line.ends_with(": the server answered 503 Service Unavailable (2 tries)\n"), "{line}");
}

#[test]
fn retry_after_is_respected_within_the_timeout() {
    let tries = |header, timeout: &str| {
        let url = sockets::asks_to_wait(header, 1);
        let output = fetch_pool(&["--json", "--retries", "3", "--timeout", timeout, &url], "");
        let document = json(&output);
        (document["pages"][0]["tries"].as_u64(), document["failures"][0]["tries"].as_u64(), text(&output.stderr))
    };
    let page = (Some(2), None, String::new());
    assert_eq!(tries("Retry-After: 0\r\n", "600"), page);
    assert_eq!(tries("Retry-After: 1\r\n", "600"), page);
    assert_eq!(tries("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "600"), page);
    assert_eq!(tries("Retry-After: nonsense\r\n", "600"), page);
    let (none, failure, line) = tries("Retry-After: 3600\r\n", "600");
    assert_eq!((none, failure), (None, Some(1)));
    assert!(
        line.ends_with(": the server answered 503 Service Unavailable, and asks to wait for 3600 s\n"),
        "{line}"
    );
}

#[test]
fn a_page_reports_its_number_of_redirects() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let url = |times| server.url(&format!("/redirect/{times}"));
    let output = fetch_pool(&[&url(1), &url(3), &server.url("/get"), "--workers", "1"], "");
    let printed = text(&output.stdout);
    let counts: Vec<_> =
        printed.lines().take(3).map(|line| line.split_once("s (").map(|(_, count)| count)).collect();
    assert_eq!(counts, [Some("1 redirect)"), Some("3 redirects)"), None], "{printed}");
    let document = json(&fetch_pool(&["--json", &url(3)], ""));
    assert_eq!(document["pages"][0]["redirects"], 3);
}

#[test]
fn permanent_failures_are_not_retried() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let output = fetch_pool(&["--retries", "5", &server.url("/status/404")], "");
    assert!(!text(&output.stderr).contains("tries"), "{output:?}");
    assert_eq!(server.requests(), 1);
}

#[test]
fn a_page_over_the_limit_given_is_a_failure() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let url = server.url("/bytes/1000");
    assert!(fetch_pool(&["--max-bytes", "1000", &url], "").status.success());
    let output = fetch_pool(&["--max-bytes", "999", &url], "");
    assert_eq!(text(&output.stderr), format!("failed {url}: the page is larger than the limit of 999 bytes\n"));
}

/// Each fetch is one event in its worker's lane, each lane has a name, and no two events of a lane overlap.
#[test]
fn a_trace_has_a_lane_for_each_worker() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let path = file("trace.json");
    let mut arguments = vec!["--workers".to_string(), "3".into(), "--trace".into(), path.to_str().unwrap().into()];
    arguments.extend((0..10).map(|number| server.url(&format!("/bytes/{number}"))));
    arguments.push("nonsense".into());
    fetch_pool(&arguments, "");
    let trace: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    let of_kind = |kind: &'static str| events.iter().filter(move |event| event["ph"] == kind);
    let named: Vec<u64> = of_kind("M")
        .filter(|event| event["name"] == "thread_name")
        .inspect(|event| assert_eq!(event["args"]["name"], format!("worker {}", event["tid"])))
        .map(|event| event["tid"].as_u64().unwrap())
        .collect();
    let mut lanes = BTreeMap::<u64, Vec<(f64, f64)>>::new();
    for event in of_kind("X") {
        let [start, length] = ["ts", "dur"].map(|key| event[key].as_f64().unwrap());
        lanes.entry(event["tid"].as_u64().unwrap()).or_default().push((start, start + length));
    }
    assert!(lanes.keys().eq(&named), "{named:?}: {lanes:?}");
    assert_eq!(lanes.values().map(Vec::len).sum::<usize>(), 11);
    for lane in lanes.values_mut() {
        lane.sort_by(|one, other| one.0.total_cmp(&other.0));
        // Microseconds with three digits behind the point, added up: the last digit may be off.
        assert!(lane.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 0.01), "{lane:?}");
    }
}

#[test]
fn a_picture_tells_of_every_fetch() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let path = file("picture.svg");
    let url = server.url("/bytes/5?a=1&b=2");
    fetch_pool(&["--svg", path.to_str().unwrap(), &url, "<nonsense>"], "");
    let picture = fs::read_to_string(path).unwrap();
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"), "{picture}");
    assert!(picture.contains(&format!("<title>{}: 5 bytes in ", url.replace('&', "&amp;"))), "{picture}");
    assert!(picture.contains("<title>&lt;nonsense&gt;: not an address"), "{picture}");
}

#[test]
fn an_unwritable_file_is_reported_before_anything_is_fetched() {
    let server = Server::start(Pace::AtOnce).unwrap();
    for option in ["--svg", "--trace"] {
        let output = fetch_pool(&[option, "no/such/folder/file", &server.url("/ip")], "");
        assert_eq!(output.status.code(), Some(2));
        let line = text(&output.stderr);
        assert!(line.starts_with("error: cannot write no/such/folder/file: "), "{line}");
        assert_eq!(line.lines().count(), 1);
    }
    assert_eq!(server.requests(), 0);
}

fn answer(mut stream: &TcpStream, page: &str) {
    let head = BufReader::new(stream).lines().map(Result::unwrap).take_while(|line| !line.is_empty());
    head.for_each(drop);
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{page}", page.len()).unwrap();
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn command<A: AsRef<str>>(arguments: &[A]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fetch-pool"));
    command.args(arguments.iter().map(AsRef::as_ref));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn fetch_pool<A: AsRef<str>>(arguments: &[A], stdin: &str) -> Output {
    let mut program = command(arguments).spawn().unwrap();
    _ = program.stdin.take().unwrap().write_all(stdin.as_bytes()); // it may not read it
    program.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}
