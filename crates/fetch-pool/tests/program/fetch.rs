//! One fetch: the page, or one line that names the address and the cause.

use fetch_pool::fetch::{LARGEST_PAGE, agent, fetch_page};
use fetch_pool::loopback::{Pace, Server};
use fetch_pool::{ThreadPool, as_completed};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(60);

#[test]
fn a_page_has_its_address_and_its_size() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let url = server.url("/ip");
    let page = fetch_page(&agent(1, LONG), &url).unwrap();
    assert_eq!((page.url, page.size), (url, 28));
}

/// The lecture's claim, without a clock: no answer is given before all five requests are in.
#[test]
fn five_fetches_by_five_workers_overlap() {
    let server = Server::start(Pace::Together(5)).unwrap();
    let agent = agent(5, LONG);
    let pool = ThreadPool::new(5);
    let fetch = |path: &str| {
        let (agent, url) = (agent.clone(), server.url(path));
        pool.submit(move || fetch_page(&agent, &url))
    };
    let futures = ["/delay/0", "/uuid", "/ip", "/headers", "/get"].map(fetch);
    for future in as_completed(futures) {
        future.result().unwrap().unwrap();
    }
    assert_eq!(server.peak(), 5);
}

#[test]
fn a_status_of_400_or_more_is_a_failure() {
    let server = Server::start(Pace::AtOnce).unwrap();
    assert_eq!(cause(&server.url("/nosuch")), "the server answered 404 Not Found");
    assert_eq!(cause(&server.url("/status/500")), "the server answered 500 Internal Server Error");
    assert_eq!(cause(&server.url("/status/599")), "the server answered 599");
}

#[test]
fn an_address_that_is_none_is_quoted() {
    let addresses =
        ["", "/", "example.org/x", "ftp://h/x", "http://", "http:///x", "http://h h/", "http://h:99999/", "a\nb"];
    for address in addresses {
        let message = fetch_page(&agent(1, LONG), address).unwrap_err().to_string();
        assert_eq!(message, format!("{address:?}: not an address of the form http://host/path"));
    }
}

#[test]
fn a_host_that_does_not_exist_is_named() {
    let message = fetch_page(&agent(1, LONG), "http://nosuch.invalid/x").unwrap_err().to_string();
    assert!(message.starts_with("http://nosuch.invalid/x: "), "{message}");
    assert_eq!(message.lines().count(), 1);
}

#[test]
fn a_port_without_a_server_refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    assert_eq!(cause(&format!("http://{address}/")), "connection refused");
}

#[test]
fn a_server_that_says_nothing_costs_the_time_out_and_no_more() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap(); // the system connects, nobody answers
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let error = fetch_page(&agent(1, Duration::from_millis(50)), &url).unwrap_err();
    assert_eq!(error.to_string(), format!("{url}: no whole answer within 0.05 s"));
}

#[test]
fn a_page_that_stops_in_the_middle_is_no_page() {
    let url = answers(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    assert_eq!(cause(&url), "the server closed the connection before its answer was complete");
    let url = answers(b"");
    assert_eq!(cause(&url), "the server closed the connection before its answer was complete");
}

#[test]
fn a_server_that_speaks_something_else_is_one_line() {
    let message = cause(&answers(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn a_page_without_end_is_cut_off() {
    let page = b"x".repeat(usize::try_from(LARGEST_PAGE).unwrap() + 1);
    let url = answers(&[b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &page].concat());
    assert_eq!(cause(&url), format!("the page is larger than {LARGEST_PAGE} bytes"));
    let url = answers(&[b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &page[1..]].concat());
    assert_eq!(fetch_page(&agent(1, LONG), &url).unwrap().size, page.len() - 1);
}

#[test]
fn https_to_a_server_without_it_is_one_line() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let message = cause(&server.url("/ip").replace("http:", "https:"));
    assert_eq!(message.lines().count(), 1, "{message}");
    let expected = if cfg!(feature = "tls") {
        "TLS failed: "
    } else {
        "https needs this program built with its feature `tls`"
    };
    assert!(message.starts_with(expected), "{message}");
}

fn cause(url: &str) -> String {
    fetch_page(&agent(1, LONG), url).unwrap_err().cause()
}

/// The address of a server that gives its first client `answer`, whatever it asks for, and closes.
fn answers(answer: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let answer = answer.to_vec();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let head = BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
        head.for_each(drop);
        _ = stream.write_all(&answer); // the client may hang up before the end
    });
    url
}
