//! Which addresses can be fetched, and which of them are on this machine. A student need not read this.

use std::net::IpAddr;
use ureq::http::Uri;

/// The parts of `url`; `None` if it is not of the form `http://host/path` or `https://host/path`.
///
/// ```
/// use fetch_pool::address::parse;
/// assert_eq!(parse("https://example.org/a?b").unwrap().host(), Some("example.org"));
/// assert!(parse("example.org/a").is_none());
/// ```
pub fn parse(url: &str) -> Option<Uri> {
    let uri: Uri = url.parse().ok()?;
    let http = uri.scheme_str().is_some_and(|scheme| ["http", "https"].contains(&scheme));
    let host = uri.host().is_some_and(|host| !host.is_empty());
    // A port beyond 65535 would be left out, and another server's page would come.
    let without_port = uri.authority().is_none_or(|authority| authority.as_str().ends_with(authority.host()));
    (http && host && (without_port || uri.port().is_some())).then_some(uri)
}

/// Whether the host of `uri` is this machine itself.
pub fn is_on_this_machine(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}
