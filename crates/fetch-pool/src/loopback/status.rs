//! `/status/CODE` and `/redirect/N`: answers of any status.

use super::answer::Answer;
use std::hash::{BuildHasher, RandomState};

/// The answer with a status, `404`, or with a random one of several, `200,503` or `200:0.9,503:0.1`.
///
/// Statuses with special headers or content have httpbin's, except for the text of 402.
pub fn answer(codes: &str) -> Answer {
    let choices: Option<Vec<_>> = codes.split(',').map(choice).collect();
    let status = match choices.as_deref() {
        None => return Answer::new(400, "text/plain; charset=utf-8", "Invalid status code"),
        Some([(status, _)]) => *status,
        Some(choices) => one_of(choices),
    };
    let location = || Some(("Location", "/redirect/1".to_string()));
    let plain = |header| Answer { header, ..Answer::new(status, "", "") };
    match status {
        301 | 302 | 303 | 305 | 307 => plain(location()),
        401 => plain(Some(("WWW-Authenticate", "Basic realm=\"Fake Realm\"".to_string()))),
        304 | 407 => plain(None),
        402 => plain(Some(("x-more-info", "http://vimeo.com/22053820".to_string()))),
        406 => Answer::new(406, "application/json", NOT_ACCEPTABLE),
        418 => {
            let header = Some(("x-more-info", "http://tools.ietf.org/html/rfc2324".to_string()));
            Answer { header, ..Answer::new(418, "", TEAPOT) }
        }
        // Those below 200 announce a final answer, which would never come.
        200..=999 => Answer::html(status, ""),
        _ => Answer::error(400),
    }
}

/// Redirects this many times, the last time to `/get`; `None` if it is not a number of at least 1.
pub fn redirect(times: &str) -> Option<Answer> {
    let location = match times.parse::<u32>().ok()? {
        0 => return None,
        1 => "/get".to_string(),
        times => format!("/relative-redirect/{}", times - 1),
    };
    Some(Answer { header: Some(("Location", location)), ..Answer::html(302, "") })
}

/// A status and its weight, which is 1 by default.
fn choice(text: &str) -> Option<(u16, f64)> {
    let (status, weight) = text.split_once(':').unwrap_or((text, "1"));
    Some((status.parse().ok()?, weight.parse().ok().filter(|weight: &f64| weight.is_finite() && *weight >= 0.0)?))
}

fn one_of(choices: &[(u16, f64)]) -> u16 {
    let sum: f64 = choices.iter().map(|(_, weight)| weight).sum();
    let mut left = RandomState::new().hash_one(()) as f64 / u64::MAX as f64 * sum;
    for &(status, weight) in choices {
        left -= weight;
        if left < 0.0 {
            return status;
        }
    }
    choices[choices.len() - 1].0 // the sum itself, or no weight at all
}

const NOT_ACCEPTABLE: &str = "{\"message\": \"Client did not request a supported media type.\", \"accept\": \
    [\"image/webp\", \"image/svg+xml\", \"image/jpeg\", \"image/png\", \"image/*\"]}";

const TEAPOT: &str = r#"
    -=[ teapot ]=-

       _...._
     .'  _ _ `.
    | ."` ^ `". _,
    \_;`"---"`|//
      |       ;/
      \_     _/
        `"""`
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_418_has_the_same_size_as_from_httpbin() {
        assert_eq!(answer("418").body.len(), 135);
    }

    #[test]
    fn several_statuses_are_chosen_by_weight() {
        for _ in 0..100 {
            assert!([200, 503].contains(&answer("200,503").status));
            assert_eq!(answer("200:0,503:1").status, 503);
        }
        assert!((0..1000).any(|_| answer("200,503").status == 200));
        assert!((0..1000).any(|_| answer("200,503").status == 503));
    }

    #[test]
    fn an_invalid_status_is_refused() {
        for codes in ["", "x", "200,", "200:x,503", "200:-1,503", "70000", "99", "-5", "1000"] {
            assert_eq!(answer(codes).status, 400, "{codes}");
        }
    }
}
