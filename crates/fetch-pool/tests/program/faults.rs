//! Every way in which a fetch can fail, each on a real socket: its error, its message, and that it does not affect the
//! other pages.

use super::sockets;
use fetch_pool::FetchError;
use fetch_pool::fetch::{LARGEST_PAGE, agent, fetch_page, fetch_up_to};
use fetch_pool::loopback::{Pace, Server};
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The timeout for faults that need no wait: only a bug takes this long.
const LONG: Duration = Duration::from_secs(60);

#[test]
fn an_invalid_address_is_malformed() {
    let addresses =
        ["", "/", "example.org/x", "ftp://h/x", "http://", "http:///x", "http://h h/", "http://h:99999/", "a\nb"];
    for address in addresses {
        let error = fault(address);
        assert!(matches!(error, FetchError::MalformedUrl), "{address:?}: {error:?}");
        assert_eq!(error.to_string(), "not an address of the form http://host/path");
    }
}

#[test]
fn a_host_that_does_not_exist_is_unknown() {
    let error = fault("http://nosuch.invalid/x");
    assert!(matches!(error, FetchError::UnknownHost(_)), "{error:?}");
    let line = line(&error);
    assert!(line.starts_with("unknown host, check its name and the network ("), "{line}");
}

#[test]
fn a_port_without_a_server_refuses() {
    let error = fault(&sockets::refuses());
    assert!(matches!(error, FetchError::Refused), "{error:?}");
    assert_eq!(line(&error), "connection refused: no server listens on that port");
}

#[test]
fn a_connection_reset_in_the_middle_of_a_page_is_a_failure() {
    // The second has no length: its end would be that of the connection, and must not be this one.
    for part in [sockets::HALF, b"HTTP/1.1 200 OK\r\n\r\nhalf", b"HTTP/1.1 20", b""] {
        let error = fault(&sockets::resets(part));
        assert!(matches!(error, FetchError::Reset), "{}: {error:?}", part.escape_ascii());
        assert_eq!(line(&error), "the connection was reset before the answer was complete");
    }
}

#[test]
fn a_page_that_stops_in_the_middle_is_truncated() {
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf";
    for answer in [sockets::HALF, chunked, b"HTTP/1.1 200 OK\r\nContent-Le", b""] {
        let error = fault(&sockets::answers(answer));
        assert!(matches!(error, FetchError::Truncated), "{}: {error:?}", answer.escape_ascii());
        assert_eq!(line(&error), "the server closed the connection before its answer was complete");
    }
}

#[test]
fn a_page_over_the_limit_is_cut_off_and_one_of_just_that_size_is_not() {
    let page = |size: u64| {
        let body = b"x".repeat(usize::try_from(size).unwrap());
        sockets::answers(&[b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &body].concat())
    };
    for limit in [0, 10, LARGEST_PAGE] {
        let error = fetch_up_to(limit, &agent(1, LONG), &page(limit + 1)).unwrap_err();
        assert!(matches!(error, FetchError::TooLarge(said) if said == limit), "{error:?}");
        assert_eq!(line(&error), format!("the page is larger than the limit of {limit} bytes"));
        assert_eq!(fetch_up_to(limit, &agent(1, LONG), &page(limit)).unwrap().size, limit);
    }
}

#[test]
fn a_server_that_never_answers_ends_at_the_timeout() {
    let error = fetch_page(&agent(1, Duration::from_millis(50)), &sockets::says_nothing()).unwrap_err();
    assert!(matches!(error, FetchError::NoAnswer(_)), "{error:?}");
    assert_eq!(line(&error), "no answer within 0.05 s");
}

#[test]
fn a_response_that_trickles_in_ends_at_the_timeout() {
    let url = sockets::drips();
    // On a busy machine a short time-out may be over before the answer begins: then it is given longer.
    let error = [0.1, 0.4, 1.6, 6.4, 25.6].into_iter().map(|seconds| {
        let error = fetch_page(&agent(1, Duration::from_secs_f64(seconds)), &url).unwrap_err();
        assert!(matches!(error, FetchError::NoAnswer(_) | FetchError::TooSlow(_)), "{error:?}");
        (seconds, error)
    });
    let (seconds, error) =
        error.into_iter().find(|(_, error)| matches!(error, FetchError::TooSlow(_))).expect("it drips");
    assert_eq!(line(&error), format!("the answer began, and was not complete within {seconds} s"));
}

#[test]
fn a_server_of_another_protocol_is_not_http() {
    let answers: [&[u8]; 4] = [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"HTTP/1.1 twohundred OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnumber\r\nx",
    ];
    for answer in answers {
        let error = fault(&sockets::answers(answer));
        assert!(matches!(error, FetchError::NotHttp(_)), "{}: {error:?}", answer.escape_ascii());
        assert!(line(&error).starts_with("the answer is not HTTP: "), "{error}");
    }
}

#[test]
fn unparsable_headers_are_malformed() {
    let long = [b"HTTP/1.1 200 OK\r\nx: ".as_slice(), &b"x".repeat(200_000), b"\r\n\r\n"].concat();
    let many = [b"HTTP/1.1 200 OK\r\n".as_slice(), &b"x: y\r\n".repeat(100_000), b"\r\n"].concat();
    let answers: [&[u8]; 8] = [
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\na b: c\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\npages",
        b"HTTP/1.1 302 Found\r\nLocation: ftp://h/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://h:99999/\x01\r\nContent-Length: 0\r\n\r\n",
        &long,
        &many,
    ];
    for answer in answers {
        let error = fault(&sockets::answers(answer));
        let beginning = answer.escape_ascii().to_string().chars().take(70).collect::<String>();
        assert!(matches!(error, FetchError::MalformedHeaders(_)), "{beginning}: {error:?}");
        assert!(line(&error).starts_with("the answer's headers are malformed: "), "{error}");
    }
}

#[test]
fn a_redirect_loop_ends() {
    let error = fault(&sockets::redirects());
    assert!(matches!(error, FetchError::RedirectLoop(50)), "{error:?}");
    assert_eq!(line(&error), "redirected too often: 50 redirects were followed, and there was one more");
}

#[test]
fn a_status_of_400_or_more_is_a_failure() {
    let server = Server::start(Pace::AtOnce).unwrap();
    for (status, line) in [
        (404, "the server answered 404 Not Found"),
        (500, "the server answered 500 Internal Server Error"),
        (599, "the server answered 599"),
    ] {
        let error = fault(&server.url(&format!("/status/{status}")));
        assert!(matches!(error, FetchError::Status(said) if said == status), "{error:?}");
        assert_eq!(error.to_string(), line);
    }
}

#[test]
fn https_to_a_server_without_it_or_that_will_not_is_a_failure_of_tls() {
    let alert = b"\x15\x03\x03\x00\x02\x02\x28"; // fatal: no way to agree
    for url in [sockets::answers_unread(b"HTTP/1.1 400 Bad Request\r\n\r\n"), sockets::answers_unread(alert)] {
        let error = fault(&url.replace("http:", "https:"));
        if cfg!(feature = "tls") {
            assert!(matches!(error, FetchError::Tls(_)), "{error:?}");
            assert!(line(&error).starts_with("TLS failed, is this an https server? ("), "{error}");
        } else {
            assert!(matches!(error, FetchError::TlsMissing), "{error:?}");
            assert_eq!(line(&error), "https needs this program built with its feature `tls`");
        }
    }
}

#[test]
fn only_temporary_failures_are_worth_a_retry() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let status = |status| server.url(&format!("/status/{status}"));
    for url in
        [status(408), status(429), status(500), status(503), sockets::resets(sockets::HALF), sockets::answers(b"")]
    {
        assert!(fault(&url).is_worth_a_retry(), "{url}");
    }
    for url in [status(404), status(501), sockets::refuses(), sockets::redirects(), "nonsense".to_string()] {
        assert!(!fault(&url).is_worth_a_retry(), "{url}");
    }
}

/// Of 200 addresses every tenth one is faulty, each fault in its turn: the other 180 pages are fetched, and each
/// failure has the right error.
#[test]
fn a_batch_with_every_tenth_address_faulty_loses_no_good_page() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let faults = [
        (sockets::refuses(), "connection refused"),
        (sockets::resets(sockets::HALF), "the connection was reset"),
        (sockets::answers(sockets::HALF), "the server closed the connection"),
        (sockets::says_nothing(), "no answer within 3 s"),
        (sockets::drips(), "the answer began"),
        (sockets::answers(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "the answer is not HTTP"),
        (sockets::answers(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n"), "the answer's headers are malformed"),
        (sockets::redirects(), "redirected too often"),
        (server.url("/status/404"), "the server answered 404"),
        (server.url("/status/500"), "the server answered 500"),
        (server.url("/bytes/60000"), "the page is larger than the limit"),
        ("http://nosuch.invalid/".to_string(), "unknown host"),
    ];
    let urls: Vec<String> = (0..200)
        .map(|number| match number % 10 {
            9 => faults[number / 10 % faults.len()].0.clone(),
            _ => server.url(&format!("/bytes/{number}")),
        })
        .collect();
    let mut program = Command::new(env!("CARGO_BIN_EXE_fetch-pool"))
        .args(["--urls", "-", "--json", "--workers", "20", "--timeout", "3", "--max-bytes", "50000"])
        .args(["--order", "submitted"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(urls.join("\n").as_bytes()).unwrap();
    let output = program.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));

    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let pages = document["pages"].as_array().unwrap();
    let sizes: Vec<u64> = pages.iter().map(|page| page["size"].as_u64().unwrap()).collect();
    assert_eq!(sizes, (0..200).filter(|number| number % 10 != 9).collect::<Vec<u64>>());
    let failures = document["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 20);
    let lines = String::from_utf8(output.stderr).unwrap();
    assert_eq!(lines.lines().count(), 20, "{lines}");
    for ((failure, line), (url, said)) in failures.iter().zip(lines.lines()).zip(faults.iter().cycle()) {
        assert_eq!(failure["url"], url.as_str());
        let error = failure["error"].as_str().unwrap();
        // On a busy machine the first drop may come after the time-out.
        let in_time = !(url == &faults[4].0 && error == "no answer within 3 s");
        assert!(error.starts_with(said) || !in_time, "{url}: {error}");
        assert_eq!(line, format!("failed {url}: {error}"));
    }
}

fn fault(url: &str) -> FetchError {
    fetch_page(&agent(1, LONG), url).unwrap_err()
}

/// Its message, which must be one line.
fn line(error: &FetchError) -> String {
    let line = error.to_string();
    assert!(!line.contains(char::is_control), "{line:?}");
    line
}
