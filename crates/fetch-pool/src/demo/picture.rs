//! Who fetched what, when.

use super::collect::Run;
use super::journal::Record;
use common::console::Output;
use common::timeline::{self, Span, svg::Bar};
use std::io::{self, Write};

/// More lanes than this are no picture.
const MOST_LANES: usize = 40;

/// A lane for each worker that had something to do, its bars labelled with what it fetched; or with how many, if there
/// were too many to keep each.
pub fn timeline(run: &Run, output: Output) -> String {
    let workers: Vec<usize> = run.tally.workers().collect();
    let lanes = lanes(&workers[..workers.len().min(MOST_LANES)]);
    let bars = || bars(run)?.map(|bar| Ok(as_text(bar?))).collect::<io::Result<Vec<Span>>>();
    let spans = if run.is_long() { run.tally.spans() } else { bars().unwrap_or_else(|_| run.tally.spans()) };
    let picture = timeline::draw(&lanes, &spans, output.columns(), output.ascii);
    match workers.len() - lanes.len() {
        0 => picture,
        more => format!("{picture}\n(and {more} more workers)"),
    }
}

fn as_text(Bar { span, bad, .. }: Bar) -> Span {
    if bad { Span { label: format!("failed {}", span.label), ..span } } else { span }
}

/// Writes the same as a file: every lane, each bar with the whole of its story where the pointer rests on it.
pub fn svg(out: &mut dyn Write, run: &Run) -> io::Result<()> {
    let workers: Vec<usize> = run.tally.workers().collect();
    timeline::svg::write(out, "Who fetched what, when", &lanes(&workers), run.tally.end, bars(run)?)
}

fn lanes(workers: &[usize]) -> Vec<String> {
    workers.iter().map(|worker| format!("worker {worker}")).collect()
}

/// A bar for each fetch.
fn bars(run: &Run) -> io::Result<impl Iterator<Item = io::Result<Bar>>> {
    let workers: Vec<usize> = run.tally.workers().collect();
    let mut labels = Labels::default();
    for record in run.records.iter()? {
        labels.see(record?.url());
    }
    let bar = move |record: Record| {
        let (start, end) = (record.start(), record.end());
        let (url, wait) = (printable(record.url()), (end - start).as_secs_f64());
        let lane = workers.partition_point(|worker| *worker < record.worker());
        Bar {
            title: match record.outcome() {
                Ok(size) => format!("{url}: {size} bytes in {wait:.2}s"),
                Err(error) => format!("{url}: {error}"),
            },
            bad: record.outcome().is_err(),
            span: Span { lane, start, end, label: labels.of(record.url()) },
        }
    };
    Ok(run.records.iter()?.map(move |record| record.map(&bar)))
}

/// The addresses without what says nothing: the scheme, and the host if all have the same.
#[derive(Default)]
struct Labels {
    /// Of the first address, if it has one.
    host: Option<Option<String>>,
    hosts_differ: bool,
}

impl Labels {
    fn see(&mut self, url: &str) {
        let host = split(url).map(|(host, _)| host);
        let first = self.host.get_or_insert_with(|| host.map(str::to_string));
        self.hosts_differ |= first.as_deref() != host;
    }

    fn of(&self, url: &str) -> String {
        match split(url) {
            Some((_, path)) if !self.hosts_differ => printable(path),
            _ => printable(without_scheme(url)),
        }
    }
}

/// The host, and the path from its slash on.
fn split(url: &str) -> Option<(&str, &str)> {
    let rest = without_scheme(url);
    rest.find('/').map(|end| rest.split_at(end))
}

fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

/// An address that was mistyped may hold anything.
fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_graphic() { letter } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::Labels;

    #[test]
    fn the_host_is_left_out_where_all_have_the_same() {
        let labels = |urls: &[&str]| {
            let mut labels = Labels::default();
            urls.iter().for_each(|url| labels.see(url));
            urls.iter().map(|url| labels.of(url)).collect::<Vec<_>>()
        };
        assert_eq!(labels(&["http://h:1/a", "https://h:1/b?c=/"]), ["/a", "/b?c=/"]);
        assert_eq!(labels(&["http://h/a", "http://i/a"]), ["h/a", "i/a"]);
        assert_eq!(labels(&["http://h", "é\n", ""]), ["h", "??", ""]);
    }
}
