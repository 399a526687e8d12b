//! Which addresses can be fetched, and which of them are on this machine. Students need not read this.

use crate::http::location;
use std::net::IpAddr;
use ureq::http::Uri;
use url::Url;

/// The parts of `url`; `None` if it is not of the form `http://host/path` or `https://host/path`. A host name in any
/// script is written as the network knows it.
///
/// ```
/// use fetch_pool::address::parse;
/// assert_eq!(parse("https://example.org/a?b").unwrap().host_str(), Some("example.org"));
/// assert_eq!(parse("http://bücher.example/").unwrap().host_str(), Some("xn--bcher-kva.example"));
/// assert!(parse("example.org/a").is_none());
/// ```
pub fn parse(url: &str) -> Option<Url> {
    location::parse(url).ok()
}

/// Whether the host of `uri` is this machine itself.
pub fn is_on_this_machine(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}
