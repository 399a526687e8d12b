//! Thousands of pages, compared to the programs that people use for this: time, processor time and memory of the
//! whole process.

use super::{Effort, fetch, python, status};
use crate::processes::{self, measured};
use crate::rounds::{Contestant, Sample, take_turns};
use crate::row::{Row, Unit};
use anyhow::{Context, Result, anyhow, ensure};
use fetch_pool::ThreadPool;
use fetch_pool::fetch::{agent, fetch_page};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const CURL: &str = "curl waits for all connections in one thread; ours has a thread for each worker.";

/// A time limit that is reached only if something is wrong.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The pages to fetch, and the number of workers.
struct Work {
    name: &'static str,
    count: usize,
    bytes: usize,
    workers: usize,
    rounds: usize,
}

/// 2,000 small pages by five workers.
pub fn by_five(name: &'static str, effort: Effort) -> Result<Vec<Row>> {
    rows(&Work { name, count: effort.items(2_000), bytes: 100, workers: 5, rounds: effort.few_rounds() })
}

/// The same by twenty.
pub fn by_twenty(name: &'static str, effort: Effort) -> Result<Vec<Row>> {
    rows(&Work { name, count: effort.items(2_000), bytes: 100, workers: 20, rounds: effort.few_rounds() })
}

/// 10,000 pages of 100 KB.
pub fn large(name: &'static str, effort: Effort) -> Result<Vec<Row>> {
    let rounds = effort.few_rounds().min(5); // a gigabyte each
    rows(&Work { name, count: effort.items(10_000), bytes: 100 * 1024, workers: 20, rounds })
}

fn rows(work: &Work) -> Result<Vec<Row>> {
    let (_server, base) = fetch::serve()?;
    let folder = Folder::new()?;
    let urls: Vec<String> = (1..=work.count).map(|number| format!("{base}/{}", page(work, number))).collect();
    fs::write(folder.list(), urls.join("\n")).context("cannot write the list of pages")?;

    let mut rows = beside(work, work.rounds, vec![ours(work, &folder)?, curl(work, &base)])?;
    rows[0] = Row { target: Some(1.0), ..rows[0].clone() }.limited_by(CURL);
    rows[1] = rows[1].clone().limited_by(CURL);
    rows[2] = Row { target: Some(1.0), ..rows[2].clone() }.limited_by(CURL);
    let others = vec![ours(work, &folder)?, python(work, &urls), wget(&folder)];
    rows.extend(beside(work, work.rounds.min(5), others)?);
    // aria2 can only write files, and takes most of a minute.
    if work.bytes < 1_000 {
        rows.extend(beside(work, 1, vec![ours(work, &folder)?, aria2(work, &folder, &urls)?])?);
    }
    Ok(rows)
}

/// Time, processor time and memory of ours, the first contestant, compared to each of the others.
fn beside(work: &Work, rounds: usize, contestants: Vec<Contestant<'static>>) -> Result<Vec<Row>> {
    let names: Vec<_> = contestants.iter().map(|contestant| contestant.name).collect();
    let samples = take_turns(contestants, rounds, &|round| status(work.name, round, rounds))?;
    let mut rows = Vec::new();
    for (name, peer) in names.iter().zip(&samples).skip(1) {
        let row = |what: &str, of: fn(&Sample) -> Option<f64>| {
            Row::of(work.name, &format!("{name}, {what}"), None, [&samples[0], peer], of)
        };
        rows.push(row("time", |one| Some(one.cost)));
        rows.push(row("CPU", |one| one.processor));
        rows.push(Row { unit: Unit::Bytes, ..row("memory", |one| one.memory) });
    }
    Ok(rows)
}

fn page(work: &Work, number: impl std::fmt::Display) -> String {
    format!("bytes/{}?page={number}", work.bytes)
}

fn ours(work: &Work, folder: &Folder) -> Result<Contestant<'static>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args([PAGES, &work.workers.to_string()]).arg(folder.list());
    Ok(Contestant::new("ours", move || measured(&mut command)))
}

fn curl(work: &Work, base: &str) -> Contestant<'static> {
    let mut command = Command::new("curl");
    command.args(["-q", "--silent", "--show-error", "--fail", "--noproxy", "*"]); // -q: no settings of the user
    command.args(["--parallel", "--parallel-max", &work.workers.to_string()]);
    command.args(["--output", if cfg!(windows) { "NUL" } else { "/dev/null" }]);
    command.arg(format!("{base}/{}", page(work, format_args!("[1-{}]", work.count))));
    peer("curl", "curl", command)
}

fn python(work: &Work, urls: &[String]) -> Contestant<'static> {
    let mut command = Command::new("python3");
    command.arg(python::script("fetch.py")).arg(work.workers.to_string()).args(urls);
    peer("CPython", "python3", command)
}

/// It uses only one connection.
fn wget(folder: &Folder) -> Contestant<'static> {
    let mut command = Command::new("wget");
    command.args(["--no-config", "--quiet", "--no-proxy", "--output-document", "/dev/null", "--input-file"]);
    command.arg(folder.list());
    peer("wget", "wget", command)
}

fn aria2(work: &Work, folder: &Folder, urls: &[String]) -> Result<Contestant<'static>> {
    // It needs a name for each file.
    let list = folder.0.join("named.txt");
    let named = urls.iter().enumerate().map(|(number, url)| format!("{url}\n out={number}\n"));
    fs::write(&list, named.collect::<String>())?;
    let mut command = Command::new("aria2c");
    command.args(["--no-conf", "--quiet", "--no-proxy=*", "--file-allocation=none", "--allow-overwrite=true"]);
    command.args(["--max-concurrent-downloads", &work.workers.to_string(), "--auto-file-renaming=false", "--dir"]);
    command.arg(folder.0.join("pages")).arg("--input-file").arg(list);
    Ok(peer("aria2", "aria2c", command))
}

fn peer(name: &'static str, program: &str, mut command: Command) -> Contestant<'static> {
    match processes::missing(program) {
        Some(_) if name == "aria2" => Contestant::missing(name, "not installed: apt install aria2"),
        Some(why) => Contestant::missing(name, why),
        None => Contestant::new(name, move || measured(&mut command)),
    }
}

/// The first argument of a process that fetches a list; the number of workers and the file follow.
pub const PAGES: &str = "pages";

/// The process that fetches a list, like the program does with a long one: it does not submit all jobs at once.
/// Results come in order here, so enough jobs are in flight that a slow page keeps no worker idle.
pub fn pages_main(workers: usize, list: &Path) -> Result<()> {
    let agent = agent(workers, TIMEOUT);
    let pool = ThreadPool::new(workers);
    let urls = BufReader::new(fs::File::open(list)?).lines().map_while(Result::ok);
    let fetch = move |url: String| fetch_page(&agent, &url).map(|page| page.size);
    for page in pool.map_buffered(fetch, urls, 10 * workers) {
        ensure!(page.map_err(|error| anyhow!("{error}"))?? > 0, "an empty page");
    }
    Ok(())
}

/// A folder that is removed when this is dropped.
struct Folder(PathBuf);

impl Folder {
    fn list(&self) -> PathBuf {
        self.0.join("list.txt")
    }

    fn new() -> Result<Folder> {
        let folder = std::env::temp_dir().join(format!("bench-pages-{}", std::process::id()));
        fs::create_dir_all(&folder).context("cannot make a folder")?;
        Ok(Folder(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0); // the system's folder of temporary files is emptied anyway
    }
}
