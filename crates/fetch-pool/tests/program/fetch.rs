//! One fetch, and several at the same time. Failures are in `faults`.

use fetch_pool::fetch::{agent, fetch_page};
use fetch_pool::loopback::{Pace, Server};
use fetch_pool::{ThreadPool, as_completed};
use std::time::Duration;

const LONG: Duration = Duration::from_secs(60);

#[test]
fn a_page_has_its_address_and_its_size() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let url = server.url("/ip");
    let page = fetch_page(&agent(1, LONG), &url).unwrap();
    assert_eq!((page.url, page.size), (url, 28));
}

/// The lecture's claim, without a clock: the server answers only after all five requests have arrived.
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
