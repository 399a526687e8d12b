//! The address of a machine. ureq looks every host up in a thread of its own, one for each request, so that it can give up
//! in time. An address in numbers needs no lookup: without that thread, a page from this machine takes little more than
//! half of the processor time. A student need not read this.

use std::net::{IpAddr, SocketAddr};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Reads addresses in numbers, and looks names up as ureq does.
#[derive(Debug, Default)]
pub(crate) struct NumbersFirst(DefaultResolver);

impl Resolver for NumbersFirst {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let Some(address) = in_numbers(uri) else { return self.0.resolve(uri, config, timeout) };
        let mut addresses = self.empty();
        addresses.push(address);
        Ok(addresses)
    }
}

/// The address that `uri` has in numbers; `None` if it has a name, which has to be looked up.
fn in_numbers(uri: &Uri) -> Option<SocketAddr> {
    let host = uri.host()?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let port = uri.port_u16().or(match uri.scheme_str()? {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    })?;
    Some(SocketAddr::new(host.parse::<IpAddr>().ok()?, port))
}

#[cfg(test)]
mod tests {
    use super::in_numbers;

    #[test]
    fn an_address_in_numbers_is_read_and_a_name_is_left_to_be_looked_up() {
        let read = |uri: &str| in_numbers(&uri.parse().unwrap()).map(|address| address.to_string());
        assert_eq!(read("http://127.0.0.1:8080/get").as_deref(), Some("127.0.0.1:8080"));
        assert_eq!(read("http://10.0.0.1/").as_deref(), Some("10.0.0.1:80"));
        assert_eq!(read("https://[::1]/a?b").as_deref(), Some("[::1]:443"));
        for name in ["http://localhost:80/", "https://example.org/", "http://1.2.3/", "ftp://127.0.0.1/"] {
            assert_eq!(read(name), None, "{name}");
        }
    }
}
