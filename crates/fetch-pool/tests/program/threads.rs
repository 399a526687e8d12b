//! A system that refuses threads: the pool and the program continue with those that they have.

use fetch_pool::loopback::{Pace, Server};
use fetch_pool::{Refusal, ThreadPool};
use std::io::Write;
use std::process::{Command, Output, Stdio};

/// The stack size of each thread, so that a limit on memory limits the number of threads.
const STACK: u64 = 1 << 28;

/// Runs `program` with room for a few such stacks; `kilobytes` limits all of its memory.
fn short_of_threads(program: &str, kilobytes: u64, stack: u64, arguments: &[&str], stdin: &str) -> Output {
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {kilobytes} && exec \"$0\" \"$@\""), program])
        .args(arguments)
        .env("RUST_MIN_STACK", stack.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_program_fetches_all_pages_with_the_threads_that_it_gets() {
    let server = Server::start(Pace::AtOnce).unwrap();
    for count in [60, 300] {
        let list: String = (0..count).map(|number| server.url(&format!("/bytes/{number}\n"))).collect();
        let arguments = ["--urls", "-", "--workers", "50", "--timeout", "600"];
        let output = short_of_threads(env!("CARGO_BIN_EXE_fetch-pool"), 3_000_000, STACK, &arguments, &list);
        assert!(output.status.success(), "{output:?}");
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed.matches(" bytes in ").count(), count, "{printed}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with("the system started ") && said.contains(" of 50 threads: "), "{said}");
    }
}

#[test]
fn the_program_reports_that_no_thread_can_be_started() {
    let output =
        short_of_threads(env!("CARGO_BIN_EXE_fetch-pool"), 3_000_000, 1 << 42, &["http://127.0.0.1:1/"], "");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error: nothing is fetched: the system starts no thread: "), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn a_pool_runs_every_job_on_the_threads_that_it_gets_and_refuses_the_first_without_any() {
    let this = std::env::current_exe().unwrap();
    let arguments = |test| ["--ignored", "--exact", test, "--test-threads", "1"];
    for (test, stack) in [
        ("threads::inside_a_process_with_few_threads", STACK),
        ("threads::inside_a_process_without_threads", 1 << 42),
    ] {
        let output = short_of_threads(this.to_str().unwrap(), 3_000_000, stack, &arguments(test), "");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && printed.contains("1 passed"), "{test}: {output:?}");
    }
}

#[test]
#[ignore = "another test starts it, with a limit on memory"]
fn inside_a_process_with_few_threads() {
    let pool = ThreadPool::new(100);
    let futures: Vec<_> = (0..1_000).map(|number| pool.submit(move || number)).collect();
    assert!(futures.into_iter().map(|future| future.result().unwrap()).eq(0..1_000));
    // Jobs that wait, so that none is idle: as many as there are threads, and some more.
    let (gates, jobs): (Vec<_>, Vec<_>) = (0..100).map(crate::gated).unzip();
    let futures: Vec<_> = jobs.into_iter().map(|job| pool.submit(job)).collect();
    gates.iter().for_each(|gate| gate.send(()).unwrap());
    assert!(futures.into_iter().map(|future| future.result().unwrap()).eq(0..100));
    assert!(pool.short_of_threads().is_some());
}

#[test]
#[ignore = "another test starts it, with a limit on memory"]
fn inside_a_process_without_threads() {
    let pool = ThreadPool::new(5);
    let error = pool.try_submit(|| 7).map(drop).unwrap_err();
    assert!(matches!(error.refusal, Refusal::NoThread(_)), "{error:?}");
    assert!(error.to_string().starts_with("the job was not submitted: the system starts no thread: "), "{error}");
    assert_eq!((error.job)(), 7, "nothing is lost");
    drop(pool); // has no thread to wait for
}
