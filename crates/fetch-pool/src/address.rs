//! Which addresses can be fetched, and which of them are on this machine. A student need not read this.

use std::net::IpAddr;
use ureq::http::Uri;

/// The parts of `url`.
///
/// # Errors
///
/// If it has no such parts.
pub fn parse(url: &str) -> Result<Uri, ureq::Error> {
    let uri: Uri = url.parse().map_err(ureq::http::Error::from)?;
    // A port beyond 65535 would be left out, and another server's page would come.
    let without_port = uri.authority().is_none_or(|authority| authority.as_str().ends_with(authority.host()));
    if without_port || uri.port().is_some() { Ok(uri) } else { Err(ureq::Error::BadUri(url.to_string())) }
}

/// Whether the host of `uri` is this machine itself.
pub fn is_on_this_machine(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}
