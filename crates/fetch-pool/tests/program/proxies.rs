//! Proxies that the environment names: which requests they get, and in what form.

use super::sockets::{read_lines, serve};
use std::io::Write;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};

/// A proxy that answers every request with a page of 4 bytes, but refuses tunnels. Returns its address without the scheme,
/// and the requests that it gets.
fn proxy() -> (String, Receiver<Vec<String>>) {
    let (heard, asked) = channel();
    let url = serve(move |mut client| {
        loop {
            let head = read_lines(&client);
            let Some(request) = head.first() else { return };
            let answer = match request.starts_with("CONNECT ") {
                true => "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
                false => "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage",
            };
            _ = heard.send(head);
            _ = client.write_all(answer.as_bytes());
        }
    });
    (url.trim_start_matches("http://").trim_end_matches('/').to_string(), asked)
}

/// The program's stderr, and whether it fetched all pages.
fn fetch(variables: &[(&str, &str)], urls: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fetch-pool"));
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    let output = command.envs(variables.iter().copied()).args(["--workers", "1"]).args(urls).output().unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

fn header<'a>(head: &'a [String], name: &str) -> Option<&'a str> {
    head.iter()
        .find_map(|line| line.split_once(": ").filter(|(found, _)| found.eq_ignore_ascii_case(name)))
        .map(|it| it.1)
}

#[test]
fn a_proxied_http_request_has_the_whole_address() {
    let (proxy, asked) = proxy();
    let urls = ["http://one.example/a?b#c", "http://one.example:8080/a%20b", "http://user:pw@two.example"];
    assert_eq!(fetch(&[("http_proxy", &format!("http://me:s%3At@{proxy}"))], &urls), (true, String::new()));
    let heads: Vec<_> = asked.try_iter().collect();
    let lines: Vec<&str> = heads.iter().map(|head| head[0].as_str()).collect();
    assert_eq!(
        lines,
        [
            "GET http://one.example/a?b HTTP/1.1",
            "GET http://one.example:8080/a%20b HTTP/1.1",
            "GET http://two.example/ HTTP/1.1"
        ]
    );
    let hosts: Vec<_> = heads.iter().map(|head| header(head, "host").unwrap()).collect();
    assert_eq!(hosts, ["one.example", "one.example:8080", "two.example"]);
    assert!(heads.iter().all(|head| header(head, "proxy-authorization") == Some("Basic bWU6czp0")), "{heads:?}");
    assert_eq!(header(&heads[2], "authorization"), Some("Basic dXNlcjpwdw=="));
    assert_eq!(header(&heads[0], "authorization"), None);
}

#[test]
fn international_host_names_are_requested_in_punycode() {
    let (proxy, asked) = proxy();
    assert_eq!(fetch(&[("http_proxy", &proxy)], &["http://BÜCHER.example/ü"]), (true, String::new()));
    assert_eq!(asked.recv().unwrap()[0], "GET http://xn--bcher-kva.example/%c3%bc HTTP/1.1");
}

#[cfg(feature = "tls")]
#[test]
fn a_proxied_https_request_goes_through_a_tunnel() {
    let (proxy, asked) = proxy();
    let (_, said) = fetch(&[("https_proxy", &proxy)], &["https://one.example/a"]);
    assert_eq!(asked.recv().unwrap()[0], "CONNECT one.example:443 HTTP/1.1");
    assert!(said.starts_with("failed https://one.example/a: ") && said.contains("403"), "{said}");
    assert!(said.ends_with(&format!(" (through the proxy {proxy})\n")), "{said}");
}

#[test]
fn an_https_proxy_is_not_used_for_http_pages() {
    let (proxy, asked) = proxy();
    for name in ["https_proxy", "HTTPS_PROXY", "HTTP_PROXY"] {
        let (_, said) = fetch(&[(name, &proxy)], &["http://nosuch.invalid/"]);
        assert!(said.starts_with("failed http://nosuch.invalid/: unknown host"), "{name}: {said}");
    }
    assert!(asked.try_recv().is_err());
}

#[test]
fn hosts_in_no_proxy_are_requested_directly() {
    let (proxy, asked) = proxy();
    let variables = [("all_proxy", proxy.as_str()), ("no_proxy", "x, .one.invalid two.invalid,240.0.0.0/4")];
    let direct = ["http://one.invalid/", "http://a.one.invalid/", "http://TWO.invalid./", "http://240.1.2.3:1/"];
    let (_, said) = fetch(&variables, &direct);
    assert_eq!(said.lines().count(), 4, "{said}");
    assert!(asked.try_recv().is_err(), "{said}");
    assert_eq!(fetch(&variables, &["http://notone.invalid/"]), (true, String::new()));
    assert_eq!(asked.recv().unwrap()[0], "GET http://notone.invalid/ HTTP/1.1");
}

#[test]
fn a_page_is_not_fetched_without_its_proxy() {
    for (value, why) in [
        ("socks5://127.0.0.1:1", "all_proxy names a proxy of the kind socks5://, and this program knows only http"),
        ("http://a b", "all_proxy is not of the form http://host:port"),
    ] {
        let (_, said) = fetch(&[("all_proxy", value)], &["http://nosuch.invalid/"]);
        assert_eq!(said, format!("failed http://nosuch.invalid/: {why}\n"));
    }
    let (_, said) = fetch(&[("http_proxy", "127.0.0.1:1")], &["http://nosuch.invalid/"]);
    let refused = "connection refused: no server listens on that port (through the proxy 127.0.0.1:1)";
    assert_eq!(said, format!("failed http://nosuch.invalid/: {refused}\n"));
}

#[test]
fn a_redirect_to_a_host_that_needs_the_proxy_goes_through_it() {
    let (proxy, asked) = proxy();
    let here = super::sockets::answers(
        b"HTTP/1.1 302 Found\r\nLocation: http://one.example/b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(fetch(&[("http_proxy", &proxy)], &[&here]), (true, String::new()));
    assert_eq!(asked.recv().unwrap()[0], "GET http://one.example/b HTTP/1.1");
}
