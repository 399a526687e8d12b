//! Says in words what happened. Each sentence is printed only if it is true of the run.

use super::collect::Run;
use std::time::Duration;

/// After the run of `workers` workers. `peak` is the most requests that the server was answering at once, if it is
/// ours.
pub fn of(run: &Run, workers: usize, peak: Option<usize>) -> String {
    let urls = run.tally.done + run.panics.len();
    let mut lines = Vec::new();
    match run.failures() {
        0 => {}
        _ if run.interrupted.is_some() => lines.push(format!("Failed before that: {}.", number(run.failures()))),
        1 if urls == 1 => lines.push("It failed.".to_string()),
        2 if urls == 2 => lines.push("Both failed.".to_string()),
        failures if failures == urls => lines.push(format!("All {} failed.", number(urls))),
        failures => lines.push(capital(&format!(
            "{} of {} failed, which did not affect the others.",
            number(failures),
            number(urls)
        ))),
    }
    if run.interrupted.is_some() {
        // The times are no longer those of the work: some of it has none.
        lines.push(format!("Not waited for: {} of {}.", number(run.urls - urls), number(run.urls)));
        return lines.join("\n");
    }
    lines.extend(about_time(Times {
        urls,
        workers,
        total: run.total,
        sum: run.tally.sum_of_waits,
        longest: run.tally.longest_wait,
    }));
    if let Some(peak @ 2..) = peak {
        lines.push(format!(
            "The server's own count confirms it: it was answering {} requests at once.",
            number(peak)
        ));
    }
    if urls < workers && urls > 1 {
        lines.push(capital(&format!("{} had nothing to do.", workers_in_words(workers - urls))));
    }
    lines.join("\n")
}

/// The pool beside one worker that fetched the same.
pub fn comparison(pool: &Run, workers: usize, alone: &Run) -> String {
    if alone.interrupted.is_some() {
        return "One worker was interrupted before it was done: there is nothing to compare.".to_string();
    }
    let [of_pool, of_one] = [pool, alone].map(|run| run.total.as_secs_f64());
    let crew = capital(&workers_in_words(workers));
    let ratio = of_one / of_pool.max(f64::MIN_POSITIVE);
    let mut line =
        format!("One worker took {of_one:.2}s for the same. {crew}: {of_pool:.2}s, {ratio:.1} times as fast.");
    if alone.failures() != pool.failures() {
        let [alone, pool] = [alone, pool].map(|run| number(run.failures()));
        line += &format!("\nThe two are not quite the same: {alone} failed with one worker, {pool} with the pool.");
    }
    line
}

/// What is not waiting: starting the threads, printing.
const OVERHEAD: Duration = Duration::from_millis(20);

struct Times {
    urls: usize,
    workers: usize,
    total: Duration,
    sum: Duration,
    longest: Duration,
}

fn about_time(times: Times) -> Vec<String> {
    let Times { urls, workers, total, sum, longest } = times;
    if urls == 1 {
        return vec!["A single wait: there is nothing that it could overlap with.".to_string()];
    }
    let crew = capital(&workers_in_words(workers));
    let took = format!("{crew} took {}", seconds(total));
    if workers == 1 {
        return vec![
            format!("{took}: the sum of the waits, one after the other."),
            format!("A worker for each could take as little as {}: the longest wait.", seconds(longest)),
        ];
    }
    // No number for one worker: if many share one processor or one slow server, each wait is longer than it would be
    // alone, and their sum is more than one worker would need.
    let alone = format!("The waits together: {}. One worker would go through them one by one.", seconds(sum));
    let why = if longest >= sum.mul_f64(0.8) {
        ": about the longest wait, and that is nearly all of the sum."
    } else if total >= sum.mul_f64(0.9) {
        ": waits as short as these gain nothing from overlapping."
    } else if total <= longest.mul_f64(1.25) + OVERHEAD {
        ": about the longest wait."
    } else if workers < urls {
        ": as many waits overlapped as there were workers."
    } else {
        "."
    };
    vec![alone, format!("{took}{why}")]
}

fn seconds(time: Duration) -> String {
    format!("{:.2}s", time.as_secs_f64())
}

fn workers_in_words(workers: usize) -> String {
    format!("{} worker{}", number(workers), if workers == 1 { "" } else { "s" })
}

/// Small numbers in words.
fn number(number: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    words.get(number).map_or_else(|| number.to_string(), |word| word.to_string())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(urls: usize, workers: usize, [total, sum, longest]: [u64; 3]) -> String {
        let ms = Duration::from_millis;
        about_time(Times { urls, workers, total: ms(total), sum: ms(sum), longest: ms(longest) }).join("\n")
    }

    #[test]
    fn five_at_once_take_as_long_as_the_slowest() {
        assert_eq!(
            said(5, 5, [500, 1450, 496]),
            "The waits together: 1.45s. One worker would go through them one by one.\n\
             Five workers took 0.50s: about the longest wait."
        );
    }

    #[test]
    fn one_after_the_other_take_the_sum() {
        let said = said(5, 1, [1500, 1490, 500]);
        assert!(said.starts_with("One worker took 1.50s: the sum of the waits"), "{said}");
        assert!(said.ends_with("could take as little as 0.50s: the longest wait."), "{said}");
    }

    #[test]
    fn the_words_fit_what_happened() {
        assert!(
            said(5, 2, [900, 1500, 500])
                .ends_with("Two workers took 0.90s: as many waits overlapped as there were workers.")
        );
        assert!(said(5, 5, [40, 41, 9]).contains("gain nothing"));
        assert!(said(1, 5, [500, 500, 500]).contains("nothing that it could overlap with"));
        assert!(
            said(2, 5, [210, 208, 204]).ends_with("about the longest wait, and that is nearly all of the sum.")
        );
        assert!(!said(5, 5, [500, 1450, 496]).contains("would have taken"), "nobody has tried it");
        assert!(said(5, 12, [900, 1500, 500]).ends_with("12 workers took 0.90s."));
    }
}
