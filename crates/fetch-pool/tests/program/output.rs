//! What the program prints, when, and how it ends.

use fetch_pool::loopback::{Pace, Server};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};

const ENDPOINTS: [&str; 5] = ["/delay/0", "/uuid", "/ip", "/headers", "/get"];

#[test]
fn the_default_run_fetches_the_five_of_the_lecture() {
    let output = fetch_pool::<&str>(&[]);
    let printed = text(&output);
    let lines: Vec<&str> = printed.lines().collect();
    let mut paths: Vec<&str> = lines[..5].iter().map(|line| path_of_page_line(line)).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/delay/0", "/get", "/headers", "/ip", "/uuid"]);
    assert!(is_seconds(lines[5].strip_prefix("All done in ").unwrap()), "{}", lines[5]);
    assert_eq!(lines.iter().filter(|line| line.starts_with("worker ")).count(), 5, "a lane for each\n{printed}");
    assert!(printed.contains("The waits together: "), "{printed}");
    let progress = String::from_utf8(output.stderr).unwrap();
    assert!(progress.starts_with("serving on http://127.0.0.1:"), "{progress}");
}

#[test]
fn five_workers_have_five_requests_under_way_at_once() {
    let server = Server::start(Pace::Together(5)).unwrap();
    text(&fetch_pool(&ENDPOINTS.map(|path| server.url(path))));
    assert_eq!(server.peak(), 5);
}

#[test]
fn one_worker_never_has_two_requests_under_way() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let mut arguments = ENDPOINTS.map(|path| server.url(path)).to_vec();
    arguments.extend(["--workers".into(), "1".into()]);
    let printed = text(&fetch_pool(&arguments));
    let paths: Vec<&str> = printed.lines().take(5).map(path_of_page_line).collect();
    assert_eq!(paths, ENDPOINTS, "one after the other, in the order given");
    assert!(printed.contains("the sum of the waits, one after the other"), "{printed}");
    assert_eq!((server.peak(), server.requests()), (1, 5));
}

/// Two servers that answer on command: the second page is printed while the first has not arrived.
#[test]
fn each_page_is_printed_the_moment_it_completes() {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let urls = listeners.each_ref().map(|listener| format!("http://{}/", listener.local_addr().unwrap()));
    let mut program = command(&urls).stdout(Stdio::piped()).spawn().unwrap();
    let mut printed = BufReader::new(program.stdout.take().unwrap()).lines().map(Result::unwrap);
    let [first, second] = listeners.each_ref().map(|listener| listener.accept().unwrap().0);

    answer(&second, "second");
    assert!(printed.next().unwrap().starts_with(&format!("{}: 6 bytes in ", urls[1])));
    answer(&first, "first");
    assert!(printed.next().unwrap().starts_with(&format!("{}: 5 bytes in ", urls[0])));
    assert!(printed.next().unwrap().starts_with("All done in "));
    printed.for_each(drop);
    assert!(program.wait().unwrap().success());
}

#[test]
fn each_failure_has_its_own_line_and_does_not_affect_the_other_pages() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let bad = server.url("/nosuch");
    let output = fetch_pool(&[server.url("/ip"), bad.clone(), "nonsense".into(), server.url("/uuid")]);
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8(output.stdout).unwrap();
    let mut paths: Vec<&str> = printed.lines().take(2).map(path_of_page_line).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/ip", "/uuid"]);
    assert!(printed.contains("Two of four failed"), "{printed}");
    let errors = String::from_utf8(output.stderr).unwrap();
    let mut errors: Vec<&str> = errors.lines().collect();
    errors.sort_unstable();
    assert_eq!(
        errors,
        [
            "failed \"nonsense\": not an address of the form http://host/path",
            &format!("failed {bad}: the server answered 404 Not Found"),
        ]
    );
}

#[test]
fn a_server_that_never_answers_does_not_delay_the_exit() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let output = fetch_pool(&[url.clone(), "--timeout".into(), "0.05".into()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), format!("failed {url}: no answer within 0.05 s\n"));
    assert!(String::from_utf8(output.stdout).unwrap().contains("It failed."));
}

#[test]
fn the_picture_fits_80_columns_or_120_and_is_ascii_if_asked() {
    let longest = |printed: &str| printed.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest(&text(&fetch_pool::<&str>(&[]))) <= 80);
    let wide = text(&fetch_pool(&["--wide", "--ascii"]));
    assert!((81..=120).contains(&longest(&wide)), "{wide}");
    assert!(wide.is_ascii(), "{wide}");
}

#[test]
fn json_is_one_document_with_every_page_and_failure() {
    let output = fetch_pool(&["--json", "--workers", "2", "/ip", "/nosuch"]);
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let [page, failure] = [&document["pages"][0], &document["failures"][0]];
    assert!(page["url"].as_str().unwrap().ends_with("/ip") && page["size"] == 28, "{page}");
    assert!(failure["url"].as_str().unwrap().ends_with("/nosuch"), "{failure}");
    assert_eq!(failure["error"], "the server answered 404 Not Found");
    for fetch in [page, failure] {
        assert!(fetch["worker"].as_u64().unwrap() < 2, "{fetch}");
        assert!(fetch["start"].as_f64().unwrap() <= fetch["end"].as_f64().unwrap(), "{fetch}");
    }
    assert_eq!((&document["workers"], &document["timeout"]), (&2.into(), &10.0.into()));
    assert!(document["seconds"].is_f64() && document["seconds_of_waiting"].is_f64(), "{document}");
}

#[test]
fn a_proxy_is_not_used_for_this_machine() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let proxy = server.url(""); // it is none, and says so
    let localhost = server.url("/ip").replace("127.0.0.1", "localhost");
    let output = command(&[server.url("/ip"), localhost, "http://nosuch.invalid/".into()])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .envs(["ALL_PROXY", "HTTP_PROXY", "http_proxy"].map(|name| (name, &proxy)))
        .output()
        .unwrap();
    assert_eq!(server.requests(), 2, "both of this machine were asked for directly: {output:?}");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.starts_with("failed http://nosuch.invalid/: ") && errors.contains("proxy"), "{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
}

#[test]
fn a_mistake_on_the_command_line_is_one_line_and_exit_code_2() {
    let mistakes = [
        &["--workers", "0"][..],
        &["--workers", "many"],
        &["--timeout", "0"],
        &["--timeout", "nan"],
        &["--timeout"],
        &["--worker", "3"],
    ];
    for mistake in mistakes {
        let output = fetch_pool(mistake);
        assert_eq!(output.status.code(), Some(2), "{mistake:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap().trim_end().lines().count(), 1, "{mistake:?}");
        assert!(output.stdout.is_empty());
    }
}

/// The path in a line of the lecture's form: `{url}: {size} bytes in {seconds:.2f}s`.
fn path_of_page_line(line: &str) -> &str {
    let (url, rest) = line.rsplit_once(": ").unwrap();
    let (size, seconds) = rest.split_once(" bytes in ").unwrap();
    assert!(size.parse::<usize>().is_ok() && is_seconds(seconds), "{line}");
    let address = url.strip_prefix("http://").unwrap();
    &address[address.find('/').unwrap()..]
}

fn is_seconds(text: &str) -> bool {
    let number = text.strip_suffix('s').and_then(|number| number.split_once('.'));
    number
        .is_some_and(|(whole, part)| whole.parse::<u64>().is_ok() && part.len() == 2 && part.parse::<u8>().is_ok())
}

fn answer(mut stream: &TcpStream, page: &str) {
    let head = BufReader::new(stream).lines().map(Result::unwrap).take_while(|line| !line.is_empty());
    head.for_each(drop);
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{page}", page.len()).unwrap();
}

fn command<A: AsRef<str>>(arguments: &[A]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fetch-pool"));
    command.args(arguments.iter().map(AsRef::as_ref));
    command
}

fn fetch_pool<A: AsRef<str>>(arguments: &[A]) -> Output {
    command(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}
