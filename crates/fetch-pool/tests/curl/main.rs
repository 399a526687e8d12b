//! Compares the fetch with curl on the same server and the same answers. Both must get the same page and outcome, or the
//! case must be listed as different, with the reason.

mod answers;
mod generated;
mod redirects;
mod server;

use fetch_pool::fetch::{agent, fetch_page};
use server::{After, Server};
use std::process::{Command, Stdio};
use std::time::Duration;

/// One answer, and the expected results of the two.
struct Case {
    name: String,
    /// To the first request; `HOST` stands for the server's host and port.
    answer: Vec<u8>,
    after: After,
    expected: Expected,
}

impl Case {
    fn new(name: &str, answer: &[u8], expected: Expected) -> Case {
        Case { name: name.to_string(), answer: answer.to_vec(), after: After::Close, expected }
    }
}

enum Expected {
    /// Both have the same page from the same addresses, or neither has one.
    Same,
    /// Ours has a page of so many bytes or, for `None`, a line that says why not; curl has something else, for
    /// this reason. Not asked of curl: its versions differ.
    Ours(Option<u64>, &'static str),
}

/// The result of one client: the size of the page, or its error; and the targets that it requested.
#[derive(Debug)]
struct Seen {
    page: Result<u64, String>,
    targets: Vec<String>,
}

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}

#[test]
fn fetch_and_curl_agree_on_the_same_answers() {
    let cases: Vec<Case> = answers::cases().into_iter().chain(redirects::cases()).collect();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    compare(cases);
}

/// More of them: `CURL_CASES=10000 CURL_SEED=1 cargo test -p fetch-pool --test curl`.
#[test]
fn fetch_and_curl_agree_on_generated_answers() {
    let number = |name: &str, default| std::env::var(name).map_or(default, |text| text.parse().unwrap());
    let seed = number("CURL_SEED", 0);
    compare((0..number("CURL_CASES", 100)).map(|number| generated::case(seed, number)));
}

fn compare(cases: impl IntoIterator<Item = Case>) {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("left out: curl is missing; install it, for example with `sudo apt install curl`");
        return;
    }
    let server = Server::start();
    let wrong: Vec<String> = cases.into_iter().filter_map(|case| difference(&server, &case)).collect();
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn difference(server: &Server, case: &Case) -> Option<String> {
    server.answer_with(&case.answer, case.after);
    let (curl, ours) = (seen(server, curl), seen(server, ours));
    let right = match case.expected {
        Expected::Same => match (&curl.page, &ours.page) {
            (Ok(theirs), Ok(size)) => theirs == size && addresses(&curl, case) == addresses(&ours, case),
            (Err(_), Err(_)) => true,
            _ => false,
        },
        Expected::Ours(size, reason) => {
            println!("{}: different, for {reason}", case.name);
            ours.page.as_ref().ok() == size.as_ref()
        }
    };
    let (answer, after) = (case.answer.escape_ascii(), case.after);
    (!right).then(|| format!("{}, then {after:?}: {answer}\n  curl {curl:?}\n  ours {ours:?}", case.name))
}

/// The requested targets. A request on a connection that the server then closes is sent again. Whether that happens is up
/// to the client, which may open a new connection at once.
fn addresses<'a>(seen: &'a Seen, case: &Case) -> Vec<&'a String> {
    let mut addresses: Vec<_> = seen.targets.iter().collect();
    if let After::CloseAtNext = case.after {
        addresses.dedup();
    }
    addresses
}

fn seen(server: &Server, client: fn(&str) -> Result<u64, String>) -> Seen {
    let page = client(&server.url("/shop/list"));
    Seen { page, targets: server.take_targets() }
}

fn ours(url: &str) -> Result<u64, String> {
    let page = fetch_page(&agent(1, Duration::from_secs(20)), url);
    page.map(|page| page.size).map_err(|error| error.to_string())
}

fn curl(url: &str) -> Result<u64, String> {
    let output = Command::new("curl")
        .args(["--silent", "--show-error", "--fail", "--location", "--max-time", "20", "--noproxy", "*"])
        .args(["--disable", "--output", if cfg!(windows) { "NUL" } else { "/dev/null" }])
        .args(["--write-out", "%{size_download}", url])
        .output()
        .unwrap();
    let [printed, said] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    match output.status.success() {
        true => printed.parse().map_err(|_| printed),
        false => Err(said.trim().to_string()),
    }
}
