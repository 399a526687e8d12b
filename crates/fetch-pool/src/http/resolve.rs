//! Looks up the address of a host. A name is looked up in a separate thread, so that a fetch can time out. A numeric
//! address needs no lookup: without that thread, a page from this machine takes little more than half of the processor
//! time. An `http:` request through a proxy needs the proxy's address, and not that of its host.

use super::proxy::plain;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The maximum number of addresses tried for one host, as in ureq.
const MOST: usize = 16;

/// Parses numeric addresses, and looks up names.
#[derive(Debug, Default)]
pub struct NumbersFirst;

impl Resolver for NumbersFirst {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let uri = plain(uri).map_or(uri, |proxy| &proxy.uri);
        let (host, port) = host_and_port(uri).ok_or_else(|| Error::BadUri(uri.to_string()))?;
        let mut addresses = self.empty();
        if let Ok(address) = host.parse::<IpAddr>() {
            addresses.push(SocketAddr::new(address, port));
            return Ok(addresses);
        }
        let found = look_up(host.to_string(), port, timeout)?.into_iter();
        config.ip_family().keep_wanted(found).take(MOST).for_each(|address| addresses.push(address));
        if addresses.is_empty() { Err(Error::HostNotFound) } else { Ok(addresses) }
    }
}

fn look_up(host: String, port: u16, timeout: NextTimeout) -> Result<Vec<SocketAddr>, Error> {
    let host_here = host.clone();
    let (found, wait) = channel();
    let ask = move |host: &str| (host, port).to_socket_addrs().map(Iterator::collect);
    let thread = thread::Builder::new().name("lookup".into()).spawn(move || _ = found.send(ask(&host)));
    let found: io::Result<Vec<SocketAddr>> = match thread {
        Ok(_) => match wait.recv_timeout(*timeout.after) {
            Ok(found) => found,
            Err(RecvTimeoutError::Timeout) => return Err(Error::Timeout(timeout.reason)),
            Err(RecvTimeoutError::Disconnected) => return Err(Error::HostNotFound),
        },
        // The system refuses another thread. This one can do the lookup, but cannot time out before the system does.
        Err(_) => ask(&host_here),
    };
    found.map_err(Error::Io)
}

/// The host, of an IPv6 address without its brackets, and the port.
fn host_and_port(uri: &Uri) -> Option<(&str, u16)> {
    let host = uri.host()?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let port = uri.port_u16().or(match uri.scheme_str()? {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    })?;
    Some((host, port))
}

#[cfg(test)]
mod tests {
    use super::host_and_port;

    #[test]
    fn the_port_is_that_of_the_scheme_unless_it_is_given() {
        let read = |uri: &str| host_and_port(&uri.parse().unwrap()).map(|(host, port)| format!("{host} {port}"));
        assert_eq!(read("http://127.0.0.1:8080/get").as_deref(), Some("127.0.0.1 8080"));
        assert_eq!(read("http://10.0.0.1/").as_deref(), Some("10.0.0.1 80"));
        assert_eq!(read("https://[::1]/a?b").as_deref(), Some("::1 443"));
        assert_eq!(read("https://example.org/").as_deref(), Some("example.org 443"));
        assert_eq!(read("ftp://127.0.0.1/"), None);
    }
}
