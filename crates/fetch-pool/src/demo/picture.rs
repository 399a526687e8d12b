//! Who fetched what, when.

use super::collect::Run;
use common::console::Output;
use common::timeline::{self, Span, svg::Bar};
use std::collections::BTreeSet;

/// More lanes than this are no picture.
const MOST_LANES: usize = 40;

/// A lane for each worker that had something to do, its bars labelled with what it fetched; or with how many, if there
/// were too many to keep each.
pub fn timeline(run: &Run, output: Output) -> String {
    let workers: Vec<usize> = run.tally.workers().collect();
    let lanes: Vec<String> = workers.iter().take(MOST_LANES).map(|worker| format!("worker {worker}")).collect();
    let urls: Vec<&str> = run.fetches.iter().map(|fetch| fetch.url()).collect();
    let spans = run.fetches.iter().zip(labels(&urls)).map(|(fetch, label)| Span {
        lane: workers.partition_point(|worker| *worker < fetch.worker),
        start: fetch.start,
        end: fetch.end,
        label: if fetch.outcome.is_ok() { label } else { format!("failed {label}") },
    });
    let spans = if run.fetches.len() < run.tally.done { run.tally.spans() } else { spans.collect() };
    let picture = timeline::draw(&lanes, &spans, output.columns(), output.ascii);
    match workers.len() - lanes.len() {
        0 => picture,
        more => format!("{picture}\n(and {more} more workers)"),
    }
}

/// The same as a file: every lane, each bar with the whole of its story where the pointer rests on it.
pub fn svg(run: &Run) -> String {
    let workers: BTreeSet<usize> = run.fetches.iter().map(|fetch| fetch.worker).collect();
    let lanes: Vec<String> = workers.iter().map(|worker| format!("worker {worker}")).collect();
    let urls: Vec<&str> = run.fetches.iter().map(|fetch| fetch.url()).collect();
    let bars = run.fetches.iter().zip(labels(&urls)).map(|(fetch, label)| {
        let lane = workers.range(..fetch.worker).count();
        let wait = fetch.wait().as_secs_f64();
        Bar {
            title: match &fetch.outcome {
                Ok(page) => format!("{}: {} bytes in {wait:.2}s", printable(fetch.url()), page.size),
                Err(failure) => format!("{}: {}", printable(fetch.url()), failure.error),
            },
            bad: fetch.outcome.is_err(),
            span: Span { lane, start: fetch.start, end: fetch.end, label },
        }
    });
    timeline::svg::draw("Who fetched what, when", &lanes, &bars.collect::<Vec<_>>())
}

/// The addresses without what says nothing: the scheme, and the host where all have the same.
fn labels(urls: &[&str]) -> Vec<String> {
    let short: Vec<&str> = urls.iter().map(|url| url.split_once("://").map_or(*url, |(_, rest)| rest)).collect();
    let host = |url: &'_ str| url.find('/').map(|end| url[..end].to_string());
    let same_host = short.windows(2).all(|pair| host(pair[0]) == host(pair[1]));
    let label = |url: &&str| match host(url) {
        Some(host) if same_host => printable(&url[host.len()..]),
        _ => printable(url),
    };
    short.iter().map(label).collect()
}

/// An address that was mistyped may hold anything.
fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_graphic() { letter } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::labels;

    #[test]
    fn the_host_is_left_out_where_all_have_the_same() {
        assert_eq!(labels(&["http://h:1/a", "https://h:1/b?c=/"]), ["/a", "/b?c=/"]);
        assert_eq!(labels(&["http://h/a", "http://i/a"]), ["h/a", "i/a"]);
        assert_eq!(labels(&["http://h", "é\n", ""]), ["h", "??", ""]);
    }
}
