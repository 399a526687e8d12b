//! The pool, compared to those that students will meet next: the cost of a job that does nothing.

use super::python::Script;
use super::{Effort, paired};
use crate::rounds::{Contestant, Sample};
use crate::row::Row;
use anyhow::{Result, ensure};
use fetch_pool::{ThreadPool, as_completed};
use std::time::Instant;

const WORKERS: usize = 5;

const LIMIT: &str = "a job of ours has a future of its own, with a lock, which anybody can wait for and cancel, where the \
    peers' jobs share a channel.";

/// Submits all jobs, then takes the results as they complete.
pub fn jobs(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    let jobs = effort.items(50_000);
    let pool = ThreadPool::new(WORKERS);
    let ours = move || {
        measured(jobs, || {
            let futures: Vec<_> = (0..jobs).map(|number| pool.submit(move || number)).collect();
            as_completed(futures).map(|future| future.result().expect("no job panics")).sum()
        })
    };
    let mut contestants = vec![Contestant::new("ours", ours)];
    contestants.extend(libraries(jobs));
    let fewer = [WORKERS, jobs / 10].map(|number| number.to_string());
    contestants.push(Script::contestant("CPython's executor", "pool.py", fewer.into()));
    let mut rows = paired(work, contestants, &[None, Some(1.0), Some(1.0), Some(0.05)], effort.rounds())?;
    for row in &mut rows {
        row.limit = LIMIT;
    }
    Ok(rows)
}

#[cfg(feature = "peers")]
fn libraries(jobs: usize) -> [Contestant<'static>; 2] {
    use std::sync::mpsc::channel;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(WORKERS).build();
    let rayon = move || {
        let pool = pool.as_ref().map_err(|error| anyhow::anyhow!("{error}"))?;
        measured(jobs, || {
            let (sender, results) = channel();
            for number in 0..jobs {
                let sender = sender.clone();
                pool.spawn(move || sender.send(number).expect("somebody listens"));
            }
            results.iter().take(jobs).sum()
        })
    };
    let pool = threadpool::ThreadPool::new(WORKERS);
    let threadpool = move || {
        measured(jobs, || {
            let (sender, results) = channel();
            for number in 0..jobs {
                let sender = sender.clone();
                pool.execute(move || sender.send(number).expect("somebody listens"));
            }
            results.iter().take(jobs).sum()
        })
    };
    [Contestant::new("rayon + channel", rayon), Contestant::new("threadpool + channel", threadpool)]
}

#[cfg(not(feature = "peers"))]
fn libraries(_: usize) -> [Contestant<'static>; 2] {
    ["rayon + channel", "threadpool + channel"].map(|name| Contestant::missing(name, super::NOT_BUILT))
}

/// Seconds per job for `jobs` jobs, whose results are their numbers.
fn measured(jobs: usize, run: impl FnOnce() -> usize) -> Result<Sample> {
    let begun = Instant::now();
    let sum = run();
    let time = begun.elapsed().as_secs_f64();
    ensure!(sum == jobs * (jobs - 1) / 2, "results are missing");
    Ok((time / jobs as f64).into())
}
