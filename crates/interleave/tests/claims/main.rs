//! Checks every headline against the rows of the table below it: each thread, value, line and order that a sentence
//! mentions must be there. A sentence with a claim that is not checked here fails too.

#[path = "../parsed/mod.rs"]
mod parsed;
#[path = "../programs/mod.rs"]
mod programs;
mod rows;
mod sentence;
#[path = "../../examples/transfer.rs"]
#[allow(dead_code)] // its `main`
mod transfer;
#[path = "../../examples/wrong_waiter.rs"]
#[allow(dead_code)] // its `main`
mod wrong_waiter;

use interleave::record::{End, Record, Waiting};
use interleave::report::diagnosis;
use rows::Rows;
use sentence::find;

/// Does the claim hold? The captures are in the order of the template.
type Check = fn(&Rows<'_>, &[String]) -> bool;

/// Every claim that a headline makes: `{T}` is a thread, `{O}` an object, `{V}` a value, `{L}` a line.
const CLAIMS: &[(&str, Check)] = &[
    ("{T} read {V} from {O} before {T} wrote {V}, so one increment was lost", |rows, c| {
        let (saw, wrote) = (rows.saw(&c[0], &c[2], &c[1], None), rows.changed(&c[3], &c[2], &c[4], None));
        rows.before(&saw, &wrote) && rows.before(&wrote, &rows.changed(&c[0], &c[2], &c[4], None))
    }),
    ("{T} and {T} both saw {V} in {O} before either changed it, and both acted on it", |rows, c| {
        let looks = [&c[0], &c[1]].map(|thread| rows.saw(thread, &c[3], &c[2], None));
        let changes = [&c[0], &c[1]].map(|thread| rows.any_change(thread, &c[3]));
        let begun = [&c[0], &c[1]].map(|thread| rows.spawned(thread));
        looks[0].iter().any(|one| {
            looks[1].iter().any(|other| {
                let (first, last) = (*one.min(other), *one.max(other));
                let changed = changes.iter().flatten();
                let still = changed.clone().all(|change| *change < first || *change > last);
                still && changed.clone().any(|change| *change > last) && begun.iter().all(|begun| *begun < first)
            })
        })
    }),
    ("{T} saw {V} in {O} just before {T} changed it to {V}", |rows, c| {
        let saw = rows.saw(&c[0], &c[2], &c[1], None);
        let changed = rows.changed(&c[3], &c[2], &c[4], None);
        let changes = rows.changes(&c[2]);
        let next_change = |at: &usize| changes.iter().find(|change| at < *change);
        saw.iter().any(|at| next_change(at).is_some_and(|change| changed.contains(change)))
    }),
    ("{T} saw {V} in {O} at line {L} while {T} was still at work: it does not join {T} first", |rows, c| {
        rows.saw(&c[0], &c[2], &c[1], Some(&c[3])).iter().any(|look| {
            let at_work = rows.finished(&c[4]).is_none_or(|end| end > *look);
            at_work && rows.joined(&c[0], &c[4]).is_none()
        })
    }),
    ("{T} saw {V} in {O} at line {L} while {T} was still at work: it joins {T} only afterwards", |rows, c| {
        rows.saw(&c[0], &c[2], &c[1], Some(&c[3])).iter().any(|look| {
            let at_work = rows.finished(&c[4]).is_none_or(|end| end > *look);
            at_work && rows.joined(&c[0], &c[4]).is_some_and(|join| join > *look)
        })
    }),
    (
        "{T} looked after {T} had changed {O} ({V}) and before it changed {O} ({V}), so it saw only half of the change",
        |rows, c| {
            let to = |how: &str| how.rsplit([' ']).next().unwrap_or_default().to_owned();
            let first = rows.changed(&c[1], &c[2], &to(&c[3]), None);
            let second = rows.changed(&c[1], &c[4], &to(&c[5]), None);
            let looks = [&c[2], &c[4]].map(|object| rows.any_look(&c[0], object));
            looks.iter().all(|looks| {
                looks.iter().any(|look| rows.before(&first, &[*look]) && rows.before(&[*look], &second))
            })
        },
    ),
    (
        "{T} read {V} from {O} and {V} from {O}; then {T} changed {O} to {V}, {O} to {V} and {O} back to {V}: the exchange \
         of {T} at line {L} succeeds though the value only came back (ABA)",
        |rows, c| {
            let looks = [rows.saw(&c[0], &c[2], &c[1], None), rows.saw(&c[0], &c[4], &c[3], None)];
            let away = rows.changed(&c[5], &c[6], &c[7], None);
            let below = rows.changed(&c[5], &c[8], &c[9], None);
            let back = rows.changed(&c[5], &c[10], &c[11], None);
            let exchange: Vec<usize> =
                rows.any_change(&c[12], &c[2]).into_iter().filter(|at| rows.line(*at, &c[13])).collect();
            c[2] == c[6]
                && c[6] == c[10]
                && c[4] == c[8]
                && c[1] == c[11]
                && c[7] != c[1]
                && rows.before(&looks[0], &away)
                && rows.before(&looks[1], &below)
                && rows.before(&away, &back)
                && rows.before(&back, &exchange)
        },
    ),
    (
        "{T} saw {V} in {O} at line {L} and locked {O} only after {T} had changed {O} to {V} at line {L}: it did not look \
         again under the lock, so what {O} stands for was initialised twice",
        |rows, c| {
            let look = rows.saw(&c[0], &c[2], &c[1], Some(&c[3]));
            let set = rows.changed(&c[5], &c[6], &c[7], Some(&c[8]));
            let locked = rows.locks(&c[0], &c[4]);
            let again = rows.changed(&c[0], &c[2], &c[7], None);
            let looked_again = rows.any_look(&c[0], &c[2]).iter().any(|look| rows.before(&locked, &[*look]));
            rows.before(&look, &set) && rows.before(&set, &locked) && rows.before(&locked, &again) && !looked_again
        },
    ),
    (
        "{T} changed {O} to {V} at line {L} and read {O} only after that, at line {L}: by then {T} had changed {O} to {V}",
        |rows, c| {
            let gave = rows.changed(&c[0], &c[1], &c[2], Some(&c[3]));
            let read = rows.saw(&c[0], &c[4], &c[8], Some(&c[5]));
            let overwrote = rows.changed(&c[6], &c[7], &c[8], None);
            rows.before(&gave, &overwrote) && rows.before(&overwrote, &read) && c[4] == c[7]
        },
    ),
    ("The program returned {V} instead of {V}", |rows, c| {
        rows.record.end == End::WrongValue { value: c[0].clone(), expected: c[1].clone() }
    }),
    ("{T} panicked with \"{V}\" after it saw {V} in {O}", |rows, c| {
        let End::Panicked { thread, message } = &rows.record.end else { return false };
        rows.thread(&c[0]) == Some(*thread) && *message == c[1] && !rows.saw(&c[0], &c[3], &c[2], None).is_empty()
    }),
    ("{T} holds {O} and waits for {O}", |rows, c| rows.holds(&c[0], &c[1], None) && rows.wants(&c[0], &c[2])),
    ("{T} holds {O} and waits for {T} to finish", |rows, c| {
        let joins =
            rows.stuck(&c[0], |on| matches!(on, Waiting::Join { child } if Some(*child) == rows.thread(&c[2])));
        rows.holds(&c[0], &c[1], None) && joins
    }),
    ("{T} waits for {O}: neither can go on", |rows, c| rows.wants(&c[0], &c[1])),
    ("{T} waits at line {L} for {O}, which it holds itself since line {L}", |rows, c| {
        rows.wants(&c[0], &c[2]) && rows.stuck_at(&c[0], &c[1]) && rows.holds(&c[0], &c[2], Some(&c[3]))
    }),
    ("Only {V} of {V} threads reached {O}: {T} waits there at line {L}", |rows, c| {
        let (came, all): (usize, usize) = (c[0].parse().unwrap_or(0), c[1].parse().unwrap_or(0));
        let barrier =
            |on: &Waiting| matches!(on, Waiting::Barrier { arrived, size, .. } if (*arrived, *size) == (came, all));
        rows.stuck(&c[3], barrier) && rows.stuck_at(&c[3], &c[4])
    }),
    ("{T} waits inside `std` for a value from {O}", |rows, c| {
        rows.stuck(&c[0], |on| matches!(on, Waiting::Receive { channel } if rows.names(*channel, &c[1])))
    }),
    ("{T} finds {O} locked by {T}", |rows, c| rows.failed_to_lock(&c[0], &c[1], &c[2])),
    ("{T} looks at {O} again and again and sees {V}:", |rows, c| !rows.saw(&c[0], &c[1], &c[2], None).is_empty()),
    ("{T} waited on {O} and stopped waiting although nobody had notified it", |rows, c| {
        rows.woke(&c[0], &c[1], "Spurious")
    }),
    ("{T} waited on {O} and was notified although {O} had not changed since", |rows, c| {
        let (waited, woken) = (rows.waits(&c[0]), rows.wakes(&c[0], &c[1], "Notified"));
        let (Some(waited), Some(woken)) = (waited.last(), woken.last()) else { return false };
        !rows.changes(&c[2]).iter().any(|at| waited < at && at < woken)
    }),
    ("{T} waited on {O} and was notified", |rows, c| rows.woke(&c[0], &c[1], "Notified")),
    ("{T} waited on {O} and gave up when its time was up, before {T} changed {O} to {V}", |rows, c| {
        let gave_up = rows.wakes(&c[0], &c[1], "TimedOut");
        rows.before(&gave_up, &rows.changed(&c[2], &c[3], &c[4], None))
    }),
    ("{T} then went on without checking again: {O} was still {V}.", |rows, c| {
        !rows.saw(&c[0], &c[1], &c[2], None).is_empty()
    }),
    ("{T} then went on although {O} was still {V}.", |rows, c| !rows.saw(&c[0], &c[1], &c[2], None).is_empty()),
    ("{T} waits on {O} from line {L} on", |rows, c| rows.waits_since(&c[0], Some(&c[1]), &c[2])),
    ("{T} waits from line {L} on", |rows, c| rows.waits_since(&c[0], None, &c[1])),
    ("{T} waited from line {L} on", |rows, c| rows.waits_since(&c[0], None, &c[1])),
    ("{T} changed {O} to {V} at line {L} but notified nobody", |rows, c| {
        let changed = rows.changed(&c[0], &c[1], &c[2], Some(&c[3]));
        !changed.is_empty() && !rows.before(&changed, &rows.notifies(&c[0]))
    }),
    ("{T} notified {O} at line {L} before it changed {O} to {V} at line {L}", |rows, c| {
        let notified: Vec<usize> = rows.notifies(&c[0]).into_iter().filter(|at| rows.line(*at, &c[2])).collect();
        rows.before(&notified, &rows.changed(&c[0], &c[3], &c[4], Some(&c[5])))
    }),
    ("{T} changed {O} from {V} to {V} before {T} looked at it", |rows, c| {
        let changed = rows.changed(&c[0], &c[1], &c[3], None);
        !rows.saw(&c[0], &c[1], &c[2], None).is_empty() && rows.before(&changed, &rows.any_look(&c[4], &c[1]))
    }),
    ("nobody is left to notify it: {T} has ended", |rows, c| rows.finished(&c[0]).is_some()),
    ("The notify on {O} at line {L} woke only {T}", |rows, c| !rows.notified(&c[0], &c[1], Some(&c[2])).is_empty()),
    ("The notify on {O} at line {L} woke {T}, which had no use for it and waited again", |rows, c| {
        let notified = rows.notified(&c[0], &c[1], Some(&c[2]));
        rows.before(&notified, &rows.waits(&c[2]))
    }),
    ("{O} was notified at line {L} when nobody was waiting", |rows, c| {
        !rows.notified(&c[0], &c[1], None).is_empty()
    }),
];

/// What is wrong with the sentence; `None` if every claim in it holds.
fn wrong(record: &Record, sentence: &str) -> Option<String> {
    let rows = Rows::of(record);
    let phrases = rows.phrases();
    let mut left = sentence.to_owned();
    let mut claims = 0;
    while let Some((check, range, captures)) = CLAIMS
        .iter()
        .find_map(|(template, check)| find(template, &left, &phrases).map(|(range, c)| (check, range, c)))
    {
        if !check(&rows, &captures) {
            return Some(format!("not so: {}", &left[range]));
        }
        left.replace_range(range, "…");
        claims += 1;
    }
    let names_something = ["`", " line ", "hread "].iter().any(|word| left.contains(word));
    (claims == 0 || names_something).then(|| format!("nothing checks: {left}"))
}

fn records() -> Vec<(String, Record)> {
    let mut records: Vec<_> = programs::all()
        .into_iter()
        .map(|program| (program.name.to_owned(), program.explore().counterexample.expect(program.name)))
        .collect();
    for (name, outcome) in
        [("transfer", transfer::two_transfers()), ("wrong waiter", wrong_waiter::two_receivers())]
    {
        records.push((name.to_owned(), outcome.counterexample.expect(name)));
    }
    records
}

#[test]
fn every_claim_of_a_headline_is_in_the_rows_below_it() {
    for (name, record) in records() {
        let sentence = diagnosis(&record);
        assert_eq!(wrong(&record, &sentence), None, "{name}: {sentence}");
    }
}

#[test]
fn a_headline_with_a_wrong_thread_value_line_or_order_is_rejected() {
    let record = |name: &str| programs::named(name).explore().counterexample.expect("it fails");
    for (name, said, instead) in [
        ("racy counter", "Thread 1 read 0", "Thread 1 read 1"),
        ("racy counter", "thread 2 wrote 1", "thread 1 wrote 1"),
        ("racy counter", "`count`", "`counter`"),
        ("pool looks, then waits", "Thread 1 saw 0", "Thread 1 saw 1"),
        ("pool wakes one at the end", "only thread 2", "only thread 1"),
        ("if for while of two", "Thread 2 waited", "Thread 1 waited"),
        ("unjoined worker", "line 79", "line 78"),
        ("joined after the look", "it joins thread 1 only afterwards", "it does not join thread 1 first"),
        (
            "looked before the other began",
            "Thread 1 looked after the main thread",
            "The main thread looked after thread 1",
        ),
        ("initialised twice", "saw false", "saw true"),
        ("a value that came back", "changed `head` to 1", "changed `head` to 3"),
        ("two locks in two orders", "The main thread holds `knife`", "The main thread holds `fork`"),
        ("missing notify", "`items` to [1]", "`items` to [2]"),
        ("check, then act", "and both acted on it.", "and both acted on it. Thread 3 slept."),
    ] {
        let record = record(name);
        let sentence = diagnosis(&record);
        let changed = sentence.replacen(said, instead, 1);
        assert_ne!(changed, sentence, "{name}");
        assert!(wrong(&record, &changed).is_some(), "{name}: {changed}");
    }
    let swapped =
        "Thread 1 and the main thread both saw 1 in `tickets` before either changed it, and both acted on it.";
    assert!(wrong(&record("looked before the other began"), swapped).is_some(), "one of them began later");
}

#[test]
fn object_names_are_unique_in_every_record() {
    // The checks above distinguish objects by their names alone.
    for (name, record) in records() {
        let rows = Rows::of(&record);
        let names = rows.object_names();
        let mut known = std::collections::BTreeSet::new();
        assert!(names.iter().all(|name| known.insert(name)), "{name}: {names:?}");
    }
}
