//! The part of the feedback page for stepping through a failing run of the author's own program.
//!
//! Its states come from the process in which the author's code ran, so they are untrusted input.

use super::escape;
use crate::judge::Judged;
use crate::plain::plain;
use crate::reference::{Known, Reference};
use crate::result::Graded;
use checks::Finding;
use checks::model::{has_states, states};
use interleave::report::{Page, page_part};

/// A page that would be larger, in bytes, leaves the part out.
const MOST_PAGE: usize = 300_000;
/// The id of the part within the page.
pub const HERE: &str = "step-by-step";

/// The first check whose model failed and that has states.
pub fn of<'a>(graded: &'a Graded, reference: &'a Reference) -> Option<(&'a Known, &'a Judged)> {
    let mut checks = graded.checks.iter().map(|judged| (&reference.checks[judged.check], judged));
    checks.find(|(_, judged)| has_states(&judged.finding))
}

/// The part, for a page of `others` bytes without it; empty if there are no states or the page would be too large.
pub fn html(graded: &Graded, reference: &Reference, others: usize) -> String {
    let part = of(graded, reference).and_then(|(known, judged)| part(&known.check.title, &judged.finding));
    part.filter(|part| others + part.len() <= MOST_PAGE).unwrap_or_default()
}

/// The part for a check with this title and finding.
pub fn part(title: &str, finding: &Finding) -> Option<String> {
    let graph = states(finding)?;
    let part = page_part(&Page {
        title,
        about: &format!("Verdict: {}. {}", finding.verdict, finding.message),
        graph: &graph,
        run: finding.evidence["schedule"].as_str(),
        command: None,
    });
    Some(format!("<h2 id=\"{HERE}\">Step by step: {}</h2>\n{part}", escape(&plain(title))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plain;
    use crate::reference::fixture::reference;
    use crate::result::fixture::graded;
    use checks::Verdict;
    use interleave::report::{graph_json, is_odd};
    use interleave::sync::Mutex;
    use interleave::{Options, graph, thread};
    use serde_json::{Value, json};

    const HOSTILE: &str = "</script><script>run()</script><img src=x onerror=run()>\u{202e}\u{2028}\u{7}";

    /// Results whose second check has these states.
    fn graded_with(states: &str) -> Graded {
        let mut graded = graded(Verdict::RaceCondition);
        graded.checks[1].finding.evidence = json!({"schedule": "12", "states": states});
        graded
    }

    fn states_of_a_program() -> Value {
        let states = graph_json(&graph(&Options::new(), || {
            let count = Mutex::new(0);
            thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(|| *count.lock().unwrap() += 1)));
        }));
        serde_json::from_str(&states.to_string()).unwrap()
    }

    fn hostile(value: &Value) -> Value {
        match value {
            Value::String(_) => HOSTILE.into(),
            Value::Array(values) => values.iter().map(hostile).collect(),
            Value::Object(members) => {
                let kept = ["kind", "mark", "prefix"];
                let each = |(name, member): (&String, &Value)| {
                    let kept = kept.contains(&name.as_str());
                    (name.clone(), if kept { member.clone() } else { hostile(member) })
                };
                members.iter().map(each).collect()
            }
            other => other.clone(),
        }
    }

    #[test]
    fn a_page_has_the_states_of_the_model_that_failed() {
        let page = html(&graded_with(&states_of_a_program().to_string()), &reference(), 0);
        assert!(page.contains("Step by step: counts-in-company") && page.contains("lock count: sees 0"), "{page}");
        assert!(page.contains("\"run\":\"12\""), "{page}");
        assert_eq!(html(&graded(Verdict::RaceCondition), &reference(), 0), "");
    }

    #[test]
    fn text_from_a_submission_is_neither_markup_nor_code_on_its_page() {
        let mut graded = graded_with(&hostile(&states_of_a_program()).to_string());
        let finding = &mut graded.checks[1].finding;
        finding.message = HOSTILE.to_string();
        finding.evidence["schedule"] = HOSTILE.into();
        let page = html(&graded, &reference(), 0);
        assert!(page.contains("run()"), "its text is there: {page}");
        assert_eq!(page.matches("<script").count(), 2, "the data and the page's code");
        assert_eq!(page.matches("</script").count(), 2);
        assert!(!page.contains("<img") && !page.chars().any(|char| is_odd(char) && char != '\n'));
    }

    #[test]
    fn a_page_leaves_out_states_that_are_broken_or_too_large() {
        let whole = states_of_a_program().to_string();
        for broken in ["", "null", "{}", &whole[1..], &whole.replace("\"format\":3", "\"format\":4")] {
            assert_eq!(html(&graded_with(broken), &reference(), 0), "", "{broken}");
        }
        let size = html(&graded_with(&whole), &reference(), 0).len();
        assert!(size > 10_000 && size < MOST_PAGE / 2, "{size}");
        assert_eq!(html(&graded_with(&whole), &reference(), MOST_PAGE - size + 1), "");
        assert_ne!(html(&graded_with(&whole), &reference(), MOST_PAGE - size), "");
    }

    #[test]
    fn states_survive_when_a_finding_is_made_plain() {
        let finding = graded_with(&states_of_a_program().to_string()).checks[1].finding.clone();
        let read = states(&plain::finding(finding)).expect("they can be read");
        assert_eq!(read.to_string(), states_of_a_program().to_string());
    }
}
