//! What the probe's children try. Each either does it, or says why it could not. And what a check must be able to do.

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

/// Lets children inherit `file`; its number.
pub fn leave_open(file: &fs::File) -> Result<i32, Error> {
    fcntl(file.as_fd(), FcntlArg::F_SETFD(FdFlag::empty()))?;
    Ok(file.as_raw_fd())
}

/// Tries what the first argument names; the others say at what.
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
        // The one between: what it starts must not live on after it.
        let own = |word: &OsString| match word.to_string_lossy().starts_with("parent=") {
            true => OsString::from(format!("parent={}", std::process::id())),
            false => word.clone(),
        };
        Command::new(&arguments[1]).args(arguments[2..].iter().map(own)).spawn()?;
        // Ends when it is told to, or killed.
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
        // This very program may be started: what it may not is to start it as another process.
        "fork" => Command::new(std::env::args_os().next().unwrap_or_default()).arg("-").status().map(drop),
        "tcp" => TcpStream::connect(("127.0.0.1", port(2))).map(drop),
        "udp" => UdpSocket::bind("127.0.0.1:0")?.send_to(b"x", ("127.0.0.1", port(3))).map(drop),
        "unix" => UnixStream::connect(folder.join("socket")).map(drop),
        // Number 0 asks for the right to send one, and sends none.
        "signal" => Ok(kill(Pid::from_raw(number(4)), None)?),
        "trace" => {
            let grader = Pid::from_raw(number(4));
            // Attached without stopping it, and let go by the end of this process.
            Ok(ptrace::seize(grader, ptrace::Options::empty())?)
        }
        "memory" => {
            let mut memory: Vec<u8> = Vec::new();
            memory.try_reserve_exact(2 << 30).map_err(|_| Error::other("no more memory"))
        }
        "processor" => {
            // Seconds of its own: a busy machine gives it fewer than have passed.
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

/// What every check may do: threads that wait for each other, time, some memory, and the files that are listed.
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
