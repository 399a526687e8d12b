//! How long a server asks clients to wait: the header `Retry-After` of a 429 or 503.

use std::time::{Duration, SystemTime};
use ureq::Body;
use ureq::http::Response;

/// The time that `response` names, in seconds or as a date; `None` if it names none.
pub fn of(response: &Response<Body>) -> Option<Duration> {
    if ![429, 503].contains(&response.status().as_u16()) {
        return None;
    }
    parse(response.headers().get("retry-after")?.to_str().ok()?, SystemTime::now())
}

fn parse(value: &str, now: SystemTime) -> Option<Duration> {
    if !value.is_empty() && value.bytes().all(|digit| digit.is_ascii_digit()) {
        // More seconds than fit into the number mean for ever.
        return Some(Duration::from_secs(value.parse().unwrap_or(u32::MAX).into()));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_read_and_anything_else_is_none() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 - 30);
        let seconds = |value| parse(value, now).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("0"), Some(0));
        assert_eq!(seconds("99999999999999999999"), Some(u32::MAX.into()));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(30));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0), "it is over");
        for other in ["", "soon", "-1", "1.5"] {
            assert_eq!(seconds(other), None, "{other:?}");
        }
    }
}
