//! Which requests go through a proxy, according to the environment, interpreted as curl does.
//!
//! `http_proxy` is for `http:` only, `https_proxy` for `https:`, `all_proxy` for the rest, and `no_proxy` lists the
//! hosts that are requested directly. An `http:` request goes to the proxy with its whole address. For TLS the proxy
//! opens a tunnel (`CONNECT`), which ureq handles.

use crate::address::is_on_this_machine;
use std::net::IpAddr;
use std::sync::LazyLock;
use ureq::Proxy;
use ureq::http::Uri;

/// A proxy for `http:` pages.
#[derive(Debug, PartialEq, Eq)]
pub struct Plain {
    /// Its own address: `http://host:port`.
    pub uri: Uri,
    /// Its credentials, as the value of a header.
    pub authorization: Option<String>,
}

/// How to reach a host.
pub enum Route {
    Direct,
    Plain(&'static Plain),
    Tunnel(Proxy),
}

/// The value of an environment variable; the error is a line for the user.
type Found<P> = Result<Option<P>, String>;

struct Settings {
    http: Found<Plain>,
    /// Its address, and the same as ureq's type.
    https: Found<(Uri, Proxy)>,
    no_proxy: String,
}

static SETTINGS: LazyLock<Settings> = LazyLock::new(|| Settings::of(|name| std::env::var(name).ok()));

/// How to reach the host of `uri`.
///
/// # Errors
///
/// If the environment names a proxy of a kind that this program does not support.
pub fn route(uri: &Uri) -> Result<Route, String> {
    if is_on_this_machine(uri) || SETTINGS.bypasses(uri) {
        return Ok(Route::Direct);
    }
    Ok(match uri.scheme_str() {
        Some("https") => SETTINGS.https.clone()?.map_or(Route::Direct, |(_, proxy)| Route::Tunnel(proxy)),
        _ => SETTINGS.http.as_ref().map_err(Clone::clone)?.as_ref().map_or(Route::Direct, Route::Plain),
    })
}

/// The proxy that a plain request to `uri` goes to.
pub fn plain(uri: &Uri) -> Option<&'static Plain> {
    // ureq looks up the proxy's own address in the same way, which is not a page.
    let own = |proxy: &Uri| proxy.authority() == uri.authority();
    if SETTINGS.https.as_ref().is_ok_and(|proxy| proxy.as_ref().is_some_and(|(proxy, _)| own(proxy))) {
        return None;
    }
    match (uri.scheme_str(), route(uri)) {
        (Some("http"), Ok(Route::Plain(proxy))) if !own(&proxy.uri) => Some(proxy),
        _ => None,
    }
}

impl Settings {
    fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        // An empty variable means no proxy.
        let find = |names: &[&str]| {
            let found = |name: &&str| Some((name.to_string(), variable(name).filter(|value| !value.is_empty())?));
            names.iter().find_map(found)
        };
        // Not HTTP_PROXY: a server may let its clients set that one (httpoxy, CVE-2016-5385).
        let http = find(&["http_proxy", "all_proxy", "ALL_PROXY"]);
        let https = find(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]);
        let no_proxy = find(&["no_proxy", "NO_PROXY"]).map(|(_, value)| value).unwrap_or_default();
        let http = http.map(|(name, value)| {
            let uri = address(&name, &value, &["http"])?;
            let authorization = super::basic_authorization(&uri);
            Ok(Plain { uri, authorization })
        });
        let https = https.map(|(name, value)| {
            let kinds: &[&str] = if cfg!(feature = "tls") { &["http", "https"] } else { &["http"] };
            let uri = address(&name, &value, kinds)?;
            let proxy = Proxy::new(&uri.to_string()).map_err(|error| format!("{name}: {error}"))?;
            Ok((uri, proxy))
        });
        Settings { http: http.transpose(), https: https.transpose(), no_proxy }
    }

    /// Whether `no_proxy` lists the host of `uri`: by its name, by its domain, or by its network.
    fn bypasses(&self, uri: &Uri) -> bool {
        let host = uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
        if self.no_proxy.trim() == "*" {
            return true;
        }
        let entries = self.no_proxy.split([',', ' ', '\t', '\n']).filter(|entry| !entry.is_empty());
        match host.parse::<IpAddr>() {
            Ok(address) => entries.into_iter().any(|entry| is_in_network(address, entry)),
            Err(_) => entries.into_iter().any(|entry| is_in_domain(host, entry)),
        }
    }
}

/// The address in the variable `name`. The default scheme is `http:` and the default port 1080, as in curl.
fn address(name: &str, value: &str, kinds: &[&str]) -> Result<Uri, String> {
    let (kind, rest) = value.split_once("://").unwrap_or(("http", value));
    let kind = kind.to_ascii_lowercase();
    if !kinds.contains(&kind.as_str()) {
        return Err(format!(
            "{name} names a proxy of the kind {kind}://, and this program knows only {}",
            kinds.join(", ")
        ));
    }
    let wrong = |_| format!("{name} is not of the form http://host:port");
    let authority = rest.trim_end_matches('/');
    let with_port = match format!("http://{authority}").parse::<Uri>().map_err(wrong)?.port() {
        None if kind == "https" => format!("{kind}://{authority}:443"),
        None => format!("{kind}://{authority}:1080"),
        Some(_) => format!("{kind}://{authority}"),
    };
    with_port.parse().map_err(wrong)
}

/// `example.org` and `.example.org` both mean that host and its subdomains.
fn is_in_domain(host: &str, entry: &str) -> bool {
    let entry = entry.trim_start_matches('.').trim_end_matches('.');
    let Some(start) = host.len().checked_sub(entry.len()) else { return false };
    host.is_char_boundary(start)
        && host[start..].eq_ignore_ascii_case(entry)
        && (start == 0 || host[..start].ends_with('.'))
}

/// `10.1.2.3`, or `10.0.0.0/8`.
fn is_in_network(address: IpAddr, entry: &str) -> bool {
    let (network, bits) = entry.split_once('/').map_or((entry, None), |(network, bits)| (network, Some(bits)));
    let Ok(network) = network.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() else { return false };
    let number = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    let ((address, size), (network, other_size)) = (number(address), number(network));
    let bits = bits.map_or(Some(size), |bits| bits.parse().ok());
    size == other_size
        && bits.is_some_and(|bits| bits <= size && (address ^ network).checked_shr(size - bits).unwrap_or(0) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(variables: &[(&str, &str)]) -> Settings {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        Settings::of(|name| find(name).map(|(_, value)| value.to_string()))
    }

    fn proxies(variables: &[(&str, &str)]) -> [Option<String>; 2] {
        let settings = settings(variables);
        let http = settings.http.unwrap().map(|proxy| proxy.uri.to_string());
        [http, settings.https.unwrap().map(|(uri, _)| uri.to_string())]
    }

    #[test]
    fn each_scheme_has_its_own_variable_and_all_proxy_is_for_the_rest() {
        let [one, other] = ["http://one:1/", "http://other:2/"].map(|uri| Some(uri.to_string()));
        assert_eq!(proxies(&[("http_proxy", "http://one:1")]), [one.clone(), None]);
        assert_eq!(proxies(&[("https_proxy", "one:1/")]), [None, one.clone()]);
        assert_eq!(proxies(&[("HTTPS_PROXY", "one:1"), ("ALL_PROXY", "other:2")]), [other, one.clone()]);
        assert_eq!(proxies(&[("http_proxy", ""), ("all_proxy", "one:1")]), [one.clone(), one]);
        assert_eq!(proxies(&[("HTTP_PROXY", "one:1")]), [None, None]);
        let default = Some("http://one:1080/".to_string());
        assert_eq!(proxies(&[("all_proxy", "one")]), [default.clone(), default]);
    }

    #[test]
    fn an_unsupported_proxy_is_an_error() {
        let error = settings(&[("all_proxy", "socks5h://h:1")]).http.unwrap_err();
        assert_eq!(error, "all_proxy names a proxy of the kind socks5h://, and this program knows only http");
        assert!(settings(&[("http_proxy", "https://h:1")]).http.is_err());
        assert_eq!(
            settings(&[("http_proxy", "h:x y")]).http.unwrap_err(),
            "http_proxy is not of the form http://host:port"
        );
    }

    #[test]
    fn no_proxy_lists_hosts_domains_and_networks() {
        let bypasses = |list: &str, host: &str| {
            settings(&[("no_proxy", list)]).bypasses(&format!("http://{host}/").parse().unwrap())
        };
        for (list, host) in [
            ("example.org", "example.org"),
            ("example.org", "a.b.EXAMPLE.org:80"),
            (".example.org", "example.org"),
            ("x, .example.org.", "a.example.org."),
            ("x y\texample.org", "example.org"),
            ("10.0.0.0/8,x", "10.200.3.4:1"),
            ("10.1.2.3", "10.1.2.3"),
            ("192.168.5.0/25", "192.168.5.127"),
            ("fd00::/8", "[fd12::1]"),
            ("fd00::1", "[fd00:0::1]:80"),
            ("[fd00::1]", "[fd00::1]"),
            ("0.0.0.0/0", "1.2.3.4"),
            (" * ", "anything"),
        ] {
            assert!(bypasses(list, host), "{list:?} {host}");
        }
        for (list, host) in [
            ("", "example.org"),
            ("example.org", "badexample.org"),
            ("example.org", "example.org.evil"),
            ("*.example.org", "a.example.org"),
            ("*,x", "example.org"),
            ("10.0.0.0/8", "11.0.0.1"),
            ("192.168.5.0/25", "192.168.5.128"),
            ("10.0.0.0/33", "10.0.0.0"),
            ("10.0.0.0/8", "[::a00:1]"),
            ("1.2.3.4", "1.2.3.4.example.org"),
        ] {
            assert!(!bypasses(list, host), "{list:?} {host}");
        }
    }
}
