//! The targets of attacks: files, sockets, a process, a variable, an open descriptor. Detects whether an attack hit
//! them.

use crate::reference::Reference;
use crate::slot;
use anyhow::{Context, Result};
use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher;
use std::io::ErrorKind;
use std::net::{TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// An environment variable of the grader during attacks.
pub const VARIABLE: &str = "GRADER_ATTACK_CANARY";
/// The value of the variable.
const IN_VARIABLE: &str = "canary-of-the-environment";
/// What an attack prints if it succeeded. No source text contains it as one word.
const DONE: &str = "attack-has-succeeded";

/// One attack's targets; removed when dropped.
pub struct Targets {
    folder: PathBuf,
    /// The content of the files.
    canary: String,
    tcp: TcpListener,
    udp: UdpSocket,
    #[cfg(unix)]
    unix: std::os::unix::net::UnixListener,
    /// A process of the same user, which stands for the grader.
    victim: Child,
    /// An open file that every started program inherits.
    open: fs::File,
}

impl Targets {
    /// Creates targets.
    pub fn new() -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Relaxed);
        let folder = std::env::temp_dir().join(format!("grader-attack-{}-{number}", std::process::id()));
        let canary = format!("canary-{:016x}", RandomState::new().hash_one(number));
        for part in ["writable", "another-submission"] {
            fs::create_dir_all(folder.join(part))?;
        }
        // A file with a size that cannot be guessed.
        fs::write(folder.join("visible"), format!("{canary}{}", "x".repeat(100_000 + number as usize)))?;
        fs::write(folder.join("another-submission/locked.rs"), &canary)?;
        fs::write(folder.join("private"), &canary)?;
        fs::write(folder.join("writable/kept"), &canary)?;
        let open = fs::File::open(folder.join("visible"))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |name: &str, mode| fs::set_permissions(folder.join(name), PermissionsExt::from_mode(mode));
            let everybody: [(&str, u32); 4] =
                [("", 0o755), ("writable", 0o777), ("writable/kept", 0o666), ("private", 0o600)];
            everybody.into_iter().try_for_each(|(name, bits)| mode(name, bits))?;
            nix::fcntl::fcntl(&open, nix::fcntl::FcntlArg::F_SETFD(nix::fcntl::FdFlag::empty()))?;
        }
        let tcp = TcpListener::bind("127.0.0.1:0")?;
        let udp = UdpSocket::bind("127.0.0.1:0")?;
        tcp.set_nonblocking(true)?;
        udp.set_nonblocking(true)?;
        #[cfg(unix)]
        let unix = std::os::unix::net::UnixListener::bind(folder.join("socket"))?;
        #[cfg(unix)]
        {
            unix.set_nonblocking(true)?;
            fs::set_permissions(folder.join("socket"), std::os::unix::fs::PermissionsExt::from_mode(0o777))?;
        }
        let mut sleep = Command::new("sleep");
        sleep.arg("600").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let victim = sleep.spawn().context("cannot start the victim")?;
        Ok(Targets {
            folder,
            canary,
            tcp,
            udp,
            #[cfg(unix)]
            unix,
            victim,
            open,
        })
    }

    /// The words in an attack's text and their values.
    pub fn words(&self, reference: &Reference) -> Result<Vec<(&'static str, String)>> {
        let path = |name: &str| self.folder.join(name).display().to_string();
        // Written in two parts, so that a compiler that prints the line does not print the word.
        let (one, other) = DONE.split_at(DONE.len() / 2);
        #[cfg(unix)]
        let descriptor = std::os::fd::AsRawFd::as_raw_fd(&self.open);
        #[cfg(not(unix))]
        let descriptor = 0;
        Ok(vec![
            ("@VISIBLE@", path("visible")),
            ("@PRIVATE@", path("private")),
            ("@OTHER@", path("another-submission/locked.rs")),
            ("@WRITABLE@", path("writable")),
            ("@SOCKET@", path("socket")),
            ("@TCP@", self.tcp.local_addr()?.port().to_string()),
            ("@UDP@", self.udp.local_addr()?.port().to_string()),
            ("@VICTIM@", self.victim.id().to_string()),
            ("@DESCRIPTOR@", descriptor.to_string()),
            ("@SIZE@", self.open.metadata()?.len().to_string()),
            ("@VARIABLE@", VARIABLE.to_string()),
            ("@ROOT@", reference.root.display().to_string()),
            ("@DONE@", format!("concat!({one:?}, {other:?})")),
        ])
    }

    /// What an attack gained, judged by the state of the targets and by all reports.
    pub fn got(&mut self, said: &str, tells: Option<&str>) -> Result<Vec<String>> {
        let mut got = Vec::new();
        let mut note = |yes: bool, what: &str| {
            if yes {
                got.push(what.to_string());
            }
        };
        note(said.contains(&self.canary), "leaked a file");
        note(said.contains(IN_VARIABLE), "leaked the environment");
        note(said.contains(DONE), "did something forbidden");
        note(tells.is_some_and(|text| said.contains(text)), "leaked a secret");
        let quiet = |kind: ErrorKind| kind == ErrorKind::WouldBlock;
        note(!self.tcp.accept().is_err_and(|error| quiet(error.kind())), "connected by TCP");
        note(!self.udp.recv(&mut [0; 64]).is_err_and(|error| quiet(error.kind())), "sent by UDP");
        #[cfg(unix)]
        note(!self.unix.accept().is_err_and(|error| quiet(error.kind())), "connected to a unix socket");
        note(self.victim.try_wait()?.is_some() || is_stopped(self.victim.id()), "killed or stopped a process");
        let files = fs::read_dir(self.folder.join("writable"))?.count();
        note(files != 1, "wrote a file");
        note(
            fs::read_to_string(self.folder.join("writable/kept")).ok().as_ref() != Some(&self.canary),
            "changed a file",
        );
        Ok(got)
    }
}

impl Drop for Targets {
    fn drop(&mut self) {
        // The process may have ended already, and leftovers in the temporary folder do no harm.
        let _ = self.victim.kill();
        let _ = self.victim.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The environment variable of the grader during attacks.
pub fn environment() -> (&'static str, &'static str) {
    (VARIABLE, IN_VARIABLE)
}

/// See proc(5).
fn is_stopped(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with(['T', 't']))
}

/// Programs that this grader built for submissions and that are still running.
pub fn strays() -> Vec<String> {
    let own = slot::own();
    let processes = fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let programs = processes.filter_map(|entry| fs::read_link(Path::new(&entry.path()).join("exe")).ok());
    let ours = programs.filter(|program| own.iter().any(|slot| program.starts_with(slot)));
    ours.map(|program| program.display().to_string()).collect()
}
