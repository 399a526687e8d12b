//! Honest and hostile submissions in one batch: the honest ones get their marks, and nothing is left behind.

use crate::class::{ATOMIC, Class, LOCKED, reference, root, with_block};
#[cfg(target_os = "linux")]
use nix::sys::resource::{UsageWho, getrusage};
#[cfg(target_os = "linux")]
use nix::sys::time::TimeValLike;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

/// Hostile code, each with the block of the atomic counter that it replaces.
const HOSTILE: [(&str, &str); 11] = [
    ("atomic-count", "std::process::exit(0)"),
    ("atomic-count", "loop { println!(\"{}\", \"x\".repeat(10_000)); }"),
    (
        "atomic-imports",
        "macro_rules! double { ($($token:tt)*) => { double!($($token)* $($token)*); }; }\ndouble!(x x);\n\
         use common::sync::atomic::{AtomicU64, Ordering::Relaxed};",
    ),
    ("atomic-count", "let all = vec![1_u8; 4 << 30]; all.len() as u64"),
    ("atomic-count", "loop { common::thread::spawn(common::thread::park); }"),
    ("atomic-count", "loop { common::thread::park(); }"),
    ("atomic-count", "panic!(\"\\u{1b}[2J<script>alert(1)</script>\")"),
    ("atomic-count", "fn f(n: u64) -> u64 { if n == 0 { 1 } else { f(n + 1) + n } }\nf(1)"),
    (
        "atomic-imports",
        "const SECRET: &str = include_str!(\"/etc/passwd\");\nuse common::sync::atomic::{AtomicU64, Ordering::Relaxed};",
    ),
    ("atomic-count", "panic!(\"on purpose: nobody is told\")"),
    (
        "atomic-imports",
        "use common::sync::atomic::{AtomicU64, Ordering::Relaxed};\npub static LARGE: [u64; 1 << 30] = [7; 1 << 30];",
    ),
];

/// The number of submissions, and how many of them are hostile.
fn size() -> (usize, usize) {
    let asked = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    (asked("BATCH_SUBMISSIONS").unwrap_or(30), asked("BATCH_HOSTILE").unwrap_or(10))
}

/// What a grader could leave behind: running programs from its folder, and mounts. A grader of a different tree may
/// be running at the same time.
fn left(folder: &Path) -> BTreeSet<String> {
    let processes = fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    // A grader that a different test started has running checks.
    let orphans = processes.filter(|entry| !descends_from_this_test(&entry.path()));
    let running = orphans.filter_map(|entry| fs::read_link(entry.path().join("exe")).ok());
    let running = running.filter(|path| path.starts_with(folder)).map(|path| path.display().to_string());
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    running.chain(mounts.lines().map(str::to_string)).collect()
}

/// Whether this test is an ancestor of a process, given by its folder in `/proc`: a process whose grader has ended
/// has a different parent.
fn descends_from_this_test(process: &Path) -> bool {
    let parent = |process: &Path| {
        let status = fs::read_to_string(process.join("status")).ok()?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("PPid:"))
            .map(|parent| Path::new("/proc").join(parent.trim()))
    };
    let this = Path::new("/proc").join(std::process::id().to_string());
    std::iter::successors(Some(process.to_path_buf()), |process| parent(process)).any(|ancestor| ancestor == this)
}

/// The peak memory of a process so far, in kibibytes; see proc(5).
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The processor time, in seconds, of all child processes that have ended, including their children.
#[cfg(target_os = "linux")]
fn processor_time() -> i64 {
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    (used.user_time() + used.system_time()).num_seconds()
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "compiles submissions, which takes minutes"]
fn hostile_submissions_change_no_honest_mark_and_leave_nothing_behind() {
    let (submissions, hostile) = size();
    let class = Class::new("batch");
    let of =
        |number: usize| (number * hostile / submissions != (number + 1) * hostile / submissions).then_some(number);
    let mut expected = Vec::new();
    for number in 0..submissions {
        let id = format!("s{number:03}");
        match of(number) {
            Some(number) => {
                let (block, code) = HOSTILE[(number * hostile / submissions) % HOSTILE.len()];
                class.hand_in(&id, &with_block(reference(), ATOMIC, block, code));
                expected.push((id, "hostile"));
            }
            // Each honest submission has a different text, so that each is compiled; every third has a mistake.
            None if number % 3 == 0 => {
                let wrong =
                    format!("// {number}\ndrop(self.count.lock().unwrap_or_else(PoisonError::into_inner));");
                class.hand_in(&id, &with_block(reference(), LOCKED, "locked-increment", &wrong));
                expected.push((id, "wrong"));
            }
            None => {
                let mut files = reference();
                files.get_mut(LOCKED).unwrap().extend(format!("// {number}\n").bytes());
                class.hand_in(&id, &files);
                expected.push((id, "right"));
            }
        }
    }
    let work = root().join("target/grade/work");
    let before = left(&work);
    let (started, used) = (Instant::now(), processor_time());
    let mut grader = class.command("out", &[]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    // The grader prints a line for each submission; it is still running when the last lines come.
    let lines = BufReader::new(grader.stderr.take().unwrap()).lines().map_while(Result::ok);
    let peaks: Vec<u64> = lines.filter(|line| line.starts_with('[')).filter_map(|_| peak(grader.id())).collect();
    let status = grader.wait().unwrap();
    assert!(status.success(), "{status}");
    let took = started.elapsed().as_secs();
    assert_eq!(left(&work), before, "something is left behind");
    for (id, kind) in &expected {
        let results = class.results("out", id);
        let points = |exercise: &str| results.exercise(exercise).0;
        let others = results.score() - points("locked-counter") - points("atomic-counter");
        assert_eq!(others, 80, "{id} ({kind})");
        match *kind {
            "right" => assert_eq!(results.score(), 100, "{id}"),
            "wrong" => assert!(points("locked-counter") < 10 && points("atomic-counter") == 10, "{id}"),
            // Hostile code that does not affect the hidden check may keep a point or two.
            _ => assert_eq!((points("locked-counter"), points("atomic-counter")), (10, 0), "{id}: {}", results.0),
        }
    }
    let (first, last) = (peaks[peaks.len() / 10], peaks[peaks.len() - 1]);
    let used = processor_time() - used;
    println!("{submissions} submissions, {hostile} hostile: {took} s, {used} s of processor time");
    println!("memory of the grader: at most {last} KiB, {first} KiB after a tenth of them");
    // Buffered output takes at most some mebibytes per check; memory that grows with the class would show here.
    assert!(last < first + 64 * 1024, "{first} KiB, then {last} KiB");
}
