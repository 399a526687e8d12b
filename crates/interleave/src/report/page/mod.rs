//! The page on which the reader is the scheduler, with one program in it and everything that it needs: a file that a
//! browser opens as it is, and that asks no server. Its code is in this folder, for the book's chapter as well.
//!
//! Nothing of the program becomes markup or code. It is data, in a script of the type `application/json`, with no `<`
//! in it; the page's code makes text of it. What a reader cannot see (control characters, marks that turn the direction
//! of text around) is written out.

mod read;
mod text;

pub use read::read_graph;
pub use text::{is_odd, visible};

use super::Json;
use serde_json::json;

use text::{in_a_script, in_markup};

const STYLE: &str = include_str!("scheduler.css");
/// In the order in which they refer to each other.
const CODE: [&str; 11] = [
    include_str!("data.js"),
    include_str!("walk.js"),
    include_str!("elements.js"),
    include_str!("seen.js"),
    include_str!("thread.js"),
    include_str!("memory.js"),
    include_str!("run.js"),
    include_str!("address.js"),
    include_str!("telling.js"),
    include_str!("frame.js"),
    include_str!("page.js"),
];

/// A program on a page of its own.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// What the page is called.
    pub title: &'a str,
    /// What is wrong with the program, or what it does. Code in it is between backticks.
    pub about: &'a str,
    /// As [`graph_json`](super::graph_json) or [`read_graph`] give it.
    pub graph: &'a Json,
    /// The run that fails, as a [schedule](crate::replay): the page begins at its beginning, and steps along it.
    pub run: Option<&'a str>,
    /// What replays a run in a terminal, if it is followed by `--replay` and a schedule.
    pub command: Option<&'a str>,
}

/// What a browser may do for such a page: run the scripts that are in it, and fetch nothing.
pub const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; \
                          form-action 'none'";

/// The file of such a page.
///
/// ```
/// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use interleave::report::{Page, graph_json, page};
/// use interleave::{Options, graph, thread};
///
/// let graph = graph_json(&graph(&Options::new(), || {
///     let count = AtomicU32::new(0);
///     thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(|| count.fetch_add(1, SeqCst))));
/// }));
/// let about = "Is `</script><script>alert(1)</script>` harmless?";
/// let page = page(&Page { title: "A <program>", about, graph: &graph, run: Some("12"), command: None });
/// assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<title>A &lt;program&gt;</title>"));
/// assert!(!page.contains("<script>alert"));
/// ```
pub fn page(page: &Page<'_>) -> String {
    let title = in_markup(page.title);
    let part = page_part(page);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n</head>\n\
         <body class=\"scheduler-page\">\n<main>\n<h1>{title}</h1>\n{part}</main>\n</body>\n</html>\n"
    )
}

/// The same as a part of a larger page, which may hold one of them.
pub fn page_part(page: &Page<'_>) -> String {
    let mut graph = page.graph.0.clone();
    graph["command"] = json!(page.command);
    let about = match graph["complete"] == true {
        true => page.about.to_owned(),
        false => format!("{} {}", page.about, only_a_part(page.run.is_some())),
    };
    let program = json!({"name": "own", "title": page.title, "about": about, "run": page.run});
    let data = in_a_script(json!({"programs": [program], "graphs": {"own": graph}}));
    let code = CODE.concat();
    format!(
        "<style>\n{STYLE}</style>\n<div class=\"scheduler\"><noscript>This page needs JavaScript: you choose which thread \
         runs next, and it shows what happens.</noscript></div>\n\
         <script type=\"application/json\" class=\"scheduler-data\">{data}</script>\n<script>\n{code}</script>\n"
    )
}

fn only_a_part(has_run: bool) -> &'static str {
    match has_run {
        true => {
            "The program has too many states for a page: here are those of the failing run and what lies beside it, \
             the nearest first."
        }
        false => "The program has too many states for a page: here are those near its beginning.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_the_page_cannot_end_its_own_script() {
        assert!(!CODE.concat().contains("</") && !CODE.concat().contains("<!--") && !STYLE.contains("</"));
    }

    #[test]
    fn nothing_that_a_program_says_becomes_markup() {
        let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u{202e}\u{2028}\u{1b}";
        let graph =
            json!({"complete": false, "threads": [hostile], "functions": [{"file": hostile, "lines": [hostile]}]});
        let page = page(&Page {
            title: hostile,
            about: hostile,
            graph: &Json(graph),
            run: Some(hostile),
            command: Some(hostile),
        });
        assert_eq!(page.matches("<script").count(), 2, "the data and the code");
        assert_eq!(page.matches("</script").count(), 2);
        assert!(!page.contains("<img") && !page.chars().any(|char| is_odd(char) && char != '\n'));
    }
}
