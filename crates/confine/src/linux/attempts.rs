//! The attempts of the probe's children, which succeed or say why not; and the work that every check must be able to
//! do.

use crate::probe::{DONE, KEPT_FROM, VARIABLE};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::ptrace;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::signal::kill;
use nix::sys::time::TimeValLike;
use nix::unistd::{Pid, close};
use std::ffi::OsString;
use std::fs;
use std::io::{Error, Write};
use std::net::{TcpStream, UdpSocket};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// Lets children inherit `file`. Returns its number.
pub fn leave_open(file: &fs::File) -> Result<i32, Error> {
    fcntl(file.as_fd(), FcntlArg::F_SETFD(FdFlag::empty()))?;
    Ok(file.as_raw_fd())
}

/// Makes the attempt that the first argument names; the others are its targets.
pub fn run(arguments: &[OsString]) -> i32 {
    match attempt(arguments) {
        Ok(()) => {
            let _ = writeln!(std::io::stdout(), "done");
            DONE
        }
        Err(why) => {
            let _ = writeln!(std::io::stdout(), "{why}");
            KEPT_FROM
        }
    }
}

fn attempt(arguments: &[OsString]) -> Result<(), Error> {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
    let number = |index: usize| words.get(index).and_then(|word| word.parse::<i32>().ok()).unwrap_or(0);
    let port = |index: usize| u16::try_from(number(index)).unwrap_or(0);
    let name = words.first().map_or("", |word| word);
    if name == "start" {
        // The process in between: its child must not outlive it.
        let own = |word: &OsString| match word.to_string_lossy().starts_with("parent=") {
            true => OsString::from(format!("parent={}", std::process::id())),
            false => word.clone(),
        };
        Command::new(&arguments[1]).args(arguments[2..].iter().map(own)).spawn()?;
        // Waits until it is told to end, or is killed.
        std::io::stdin().read_line(&mut String::new())?;
        std::process::exit(DONE);
    }
    let folder = PathBuf::from(arguments.get(1).cloned().unwrap_or_default());
    let hidden = folder.join("hidden");
    match name {
        "read" => fs::read(hidden).map(drop),
        "write" => fs::write(hidden, "overwritten"),
        "chmod" => fs::set_permissions(hidden, PermissionsExt::from_mode(0o600)),
        "stat" => hidden.metadata().map(drop),
        "exec" => Err(Command::new("/bin/sh").args(["-c", "exit 0"]).exec()),
        // It may execute this program, but not as a new process.
        "fork" => Command::new(std::env::args_os().next().unwrap_or_default()).arg("-").status().map(drop),
        "tcp" => TcpStream::connect(("127.0.0.1", port(2))).map(drop),
        "udp" => UdpSocket::bind("127.0.0.1:0")?.send_to(b"x", ("127.0.0.1", port(3))).map(drop),
        "unix" => UnixStream::connect(folder.join("socket")).map(drop),
        // Signal 0 only tests for the permission.
        "signal" => Ok(kill(Pid::from_raw(number(4)), None)?),
        "trace" => {
            let grader = Pid::from_raw(number(4));
            // Attaches without stopping it; the end of this process detaches it.
            Ok(ptrace::seize(grader, ptrace::Options::empty())?)
        }
        "memory" => {
            let mut memory: Vec<u8> = Vec::new();
            memory.try_reserve_exact(2 << 30).map_err(|_| Error::other("no more memory"))
        }
        "processor" => {
            // Processor time, not wall-clock time, because the machine may be busy.
            while getrusage(UsageWho::RUSAGE_SELF)?.user_time().num_seconds() < 3 {
                (0..1_000_000).for_each(|_| std::hint::spin_loop());
            }
            Ok(())
        }
        "open-files" => {
            let file = fs::File::open("/etc/ld.so.cache")?;
            (0..1000).map(|_| file.try_clone()).collect::<Result<Vec<_>, _>>().map(drop)
        }
        "outlive" => {
            writeln!(std::io::stdout(), "started")?;
            std::thread::sleep(Duration::from_secs(2));
            Ok(())
        }
        "inherit" => Ok(close(number(5))?),
        "environment" => std::env::var(VARIABLE).map(drop).map_err(Error::other),
        "work" => work(&hidden),
        "hog" => {
            std::hint::black_box(vec![1u8; 2 << 30]);
            Ok(())
        }
        "flood" => loop {
            writeln!(std::io::stdout(), "{}", "x".repeat(1000))?;
        },
        _ => Err(Error::other(format!("there is no attempt `{name}`"))),
    }
}

/// What every check may do: use threads that wait for each other, time, some memory, and the listed files.
fn work(listed: &Path) -> Result<(), Error> {
    let meeting = Arc::new((Mutex::new(0), Condvar::new()));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let meeting = Arc::clone(&meeting);
            let name = std::thread::Builder::new().name("worker".to_string());
            name.spawn(move || {
                let (count, all_here) = &*meeting;
                *count.lock().unwrap() += 1;
                all_here.notify_all();
                let _all = all_here.wait_while(count.lock().unwrap(), |count| *count < 4).unwrap();
            })
        })
        .collect::<Result<_, _>>()?;
    for thread in threads {
        thread.join().map_err(|_| Error::other("a thread panicked"))?;
    }
    std::thread::sleep(Duration::from_millis(1));
    std::hint::black_box(vec![1u8; 2 << 20]);
    fs::read(listed).map(drop)
}
