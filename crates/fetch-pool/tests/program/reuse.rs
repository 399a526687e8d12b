//! Reused connections, also if the server has closed one meanwhile.

use super::sockets::{read_head, serve_counted};
use fetch_pool::FetchError;
use fetch_pool::fetch::{agent, fetch_page};
use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

const LONG: Duration = Duration::from_secs(60);
const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage";

/// Answers the first request of each connection, and handles the second with `then`.
fn once(then: impl Fn(&mut TcpStream) + Clone + Send + 'static) -> (String, super::sockets::Count) {
    serve_counted(move |mut client, requests| {
        for number in 0.. {
            if !read_head(&client) {
                return;
            }
            requests.add();
            if number == 1 {
                return then(&mut client);
            }
            _ = client.write_all(PAGE);
        }
    })
}

#[test]
fn a_request_is_retried_if_the_server_closed_the_connection_before_answering() {
    let (url, requests) = once(|_| {});
    let agent = agent(1, LONG);
    for page in 0..20 {
        assert_eq!(fetch_page(&agent, &url).unwrap().size, 4, "page {page}");
    }
    assert!(requests.get() > 20, "no connection was used twice");
}

#[test]
fn a_request_is_retried_if_the_connection_was_reset_before_the_answer() {
    // Closed with bytes of the client unread: that is a reset.
    let (url, _) = serve_counted(|mut client, requests| {
        if read_head(&client) {
            requests.add();
            _ = client.write_all(PAGE);
            _ = client.peek(&mut [0]);
        }
    });
    let agent = agent(1, LONG);
    for page in 0..20 {
        assert_eq!(fetch_page(&agent, &url).unwrap().size, 4, "page {page}");
    }
}

#[test]
fn many_workers_lose_no_page_to_connections_that_close() {
    let (url, _) = once(|_| {});
    let pool = fetch_pool::ThreadPool::new(8);
    let agent = agent(8, LONG);
    let job = |_| {
        let (agent, url) = (agent.clone(), url.clone());
        pool.submit(move || fetch_page(&agent, &url).map(|page| page.size))
    };
    let futures: Vec<_> = (0..100).map(job).collect();
    for future in futures {
        assert_eq!(future.result().unwrap().unwrap(), 4);
    }
}

#[test]
fn a_request_is_not_retried_after_its_answer_has_begun() {
    for begun in [&b"H"[..], b"HTTP/1.1 200 OK\r\nContent-", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npage"] {
        let (url, requests) = once(move |client| _ = client.write_all(begun));
        let agent = agent(1, LONG);
        fetch_page(&agent, &url).unwrap();
        let error = fetch_page(&agent, &url).unwrap_err();
        assert!(matches!(error, FetchError::Truncated), "{}: {error:?}", begun.escape_ascii());
        assert_eq!(requests.get(), 2, "{}", begun.escape_ascii());
    }
}

#[test]
fn a_new_connection_that_closes_without_an_answer_is_a_failure() {
    let (url, requests) = serve_counted(|client, requests| {
        read_head(&client);
        requests.add();
    });
    let error = fetch_page(&agent(1, LONG), &url).unwrap_err();
    assert!(matches!(error, FetchError::Truncated), "{error:?}");
    assert_eq!(requests.get(), 1);
}

#[test]
fn a_retry_on_a_new_connection_shares_the_timeout() {
    // The first connection closes at the second request; every later one stays silent.
    let (url, requests) = serve_counted(|mut client, requests| {
        let first = requests.get() == 0;
        while read_head(&client) {
            requests.add();
            match first {
                true if requests.get() == 1 => _ = client.write_all(PAGE),
                true => return,
                false => {
                    _ = client.peek(&mut [0]);
                }
            }
        }
    });
    let timeout = Duration::from_millis(300);
    let agent = agent(1, timeout);
    fetch_page(&agent, &url).unwrap();
    let error = fetch_page(&agent, &url).unwrap_err();
    assert!(matches!(error, FetchError::NoAnswer(said) if said == timeout), "{error:?}");
    assert_eq!(requests.get(), 3);
}

#[test]
fn the_connection_of_a_redirect_or_an_error_is_reused() {
    let (url, connections) = serve_counted(|mut client, connections| {
        connections.add();
        while let Some(target) = super::sockets::read_target(&client) {
            let answer = match target.as_str() {
                "/" => "HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 4\r\n\r\nmove",
                "/next" => {
                    "HTTP/1.1 302 Found\r\nLocation: /page\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nmove\r\n0\r\n\r\n"
                }
                "/error" => "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone",
                _ => "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage",
            };
            _ = client.write_all(answer.as_bytes());
        }
        _ = client.shutdown(Shutdown::Both);
    });
    let agent = agent(1, LONG);
    assert_eq!(fetch_page(&agent, &url).unwrap().redirects, 2);
    assert!(matches!(fetch_page(&agent, &format!("{url}error")).unwrap_err(), FetchError::Status(404)));
    assert_eq!(fetch_page(&agent, &url).unwrap().size, 4);
    assert_eq!(connections.get(), 1);
}
