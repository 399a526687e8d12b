//! Tries what is forbidden, in children that are confined by one layer alone, and then in one with all layers. It
//! does not rely on what the system claims to support.

use crate::{Confinement, Layer, Policy, SAYS, kill_all};
use std::fs;
use std::io::{BufRead, BufReader, Error, Read, Write};
use std::net::{TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The first argument of a child that tries something.
pub(crate) const ATTEMPT: &str = "--attempt-forbidden";
/// The exit code of a child whose attempt succeeded.
pub(crate) const DONE: i32 = 0;
/// The exit code of a child whose attempt was refused, with the reason on stdout.
pub(crate) const KEPT_FROM: i32 = 3;

/// Something that a submission must not be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its name, one word.
    pub name: &'static str,
    /// Its description in tables.
    pub text: &'static str,
    /// The layers that stop it, each by itself.
    pub layers: &'static [Layer],
}

/// All attempts.
pub const ATTEMPTS: [Attempt; 17] = [
    attempt("read", "read a file that no policy lists", &[Layer::Landlock, Layer::Uid, Layer::Namespaces]),
    attempt("write", "write a file", &[Layer::Landlock, Layer::Uid, Layer::Namespaces]),
    attempt("chmod", "change the permissions of a file", &[Layer::Seccomp, Layer::Uid, Layer::Namespaces]),
    attempt("stat", "ask for the size of a hidden file", &[Layer::Uid, Layer::Namespaces]),
    attempt("exec", "become another program", &[Layer::Landlock, Layer::Namespaces]),
    attempt("fork", "start a process", &[Layer::Seccomp]),
    attempt("tcp", "connect to a TCP port", &[Layer::Landlock, Layer::Seccomp, Layer::Namespaces]),
    attempt("udp", "send a UDP packet", &[Layer::Seccomp, Layer::Namespaces]),
    attempt("unix", "connect to a Unix socket", &[Layer::Seccomp, Layer::Uid, Layer::Namespaces]),
    attempt("signal", "send a signal to the grader", &[Layer::Landlock, Layer::Seccomp, Layer::Uid]),
    attempt("trace", "trace the grader (ptrace)", &[Layer::Landlock, Layer::Seccomp, Layer::Uid]),
    attempt("memory", "take two gibibytes of memory", &[Layer::Rlimits]),
    attempt("processor", "keep the processor busy for ever", &[Layer::Rlimits]),
    attempt("open-files", "open a thousand files", &[Layer::Rlimits]),
    attempt("outlive", "live on after its parent ends", &[Layer::ParentDeath]),
    attempt("inherit", "use a file that the grader left open", &[Layer::Descriptors]),
    attempt("environment", "read the grader's environment", &[Layer::Environment]),
];

const fn attempt(name: &'static str, text: &'static str, layers: &'static [Layer]) -> Attempt {
    Attempt { name, text, layers }
}

/// The outcome of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It succeeded.
    Done,
    /// It was stopped, for this reason.
    Stopped(String),
    /// It could not be tried, for this reason.
    Untried(String),
}

/// The targets of the attempts; removed when dropped, so they must outlive the attempts.
pub struct Targets {
    folder: PathBuf,
    tcp: TcpListener,
    udp: UdpSocket,
    #[cfg(unix)]
    _unix: std::os::unix::net::UnixListener,
}

/// The content of the hidden file and of an environment variable.
const CANARY: &str = "canary";
/// The name of that variable.
pub(crate) const VARIABLE: &str = "CONFINE_PROBE";
/// The limit of processor time, in seconds, for the child that tries to use it up; enough for all the others.
const CPU: u64 = 1;

impl Targets {
    /// Makes a new folder with a hidden file, and a listener on each kind of socket.
    ///
    /// # Errors
    /// If the temporary folder cannot be written.
    pub fn new() -> Result<Self, Error> {
        use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Relaxed);
        let folder = std::env::temp_dir().join(format!("confine-probe-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("hidden"), CANARY)?;
        #[cfg(unix)]
        fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        Ok(Targets {
            #[cfg(unix)]
            _unix: std::os::unix::net::UnixListener::bind(folder.join("socket"))?,
            tcp: TcpListener::bind("127.0.0.1:0")?,
            udp: UdpSocket::bind("127.0.0.1:0")?,
            folder,
        })
    }

    /// Lets a child confined by `confinement` try `attempt`. `launcher` must begin with [`crate::launched`].
    pub fn attempt(&self, confinement: &Confinement, launcher: &Path, attempt: &Attempt) -> Outcome {
        self.run(confinement, launcher, attempt).unwrap_or_else(|error| Outcome::Untried(error.to_string()))
    }

    fn run(&self, confinement: &Confinement, launcher: &Path, attempt: &Attempt) -> Result<Outcome, Error> {
        let mut policy = Policy::running().executes(launcher);
        policy.limits.cpu = CPU;
        // A file that is left open, as the process that started the grader may leave one.
        let open = fs::File::open(self.folder.join("hidden"))?;
        #[cfg(target_os = "linux")]
        let number = crate::linux::attempts::leave_open(&open)?;
        #[cfg(not(target_os = "linux"))]
        let number = 0;
        let mut command = if attempt.name == "outlive" {
            // The process in between ends first; its child holds the other end of the pipe.
            let mut between = Command::new(launcher);
            let confined = confinement.command(&policy, launcher);
            let words = std::iter::once(confined.get_program()).chain(confined.get_args());
            between.args([ATTEMPT, "start"]).args(words);
            between
        } else {
            confinement.command(&policy, launcher)
        };
        command.args([ATTEMPT, attempt.name]).arg(&self.folder).arg(self.tcp.local_addr()?.port().to_string());
        command.args([self.udp.local_addr()?.port().to_string(), std::process::id().to_string()]);
        command.arg(number.to_string());
        // Stands for the environment in which the grader was started.
        command.env(VARIABLE, CANARY);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if attempt.name == "environment" && confinement.layers().contains(&Layer::Environment) {
            command.env_remove(VARIABLE);
        }
        let mut child = command.spawn()?;
        drop(open);
        let (mut said, mut errors) = (String::new(), String::new());
        if let (Some(stdout), Some(stderr)) = (child.stdout.take(), &mut child.stderr) {
            let mut stdout = BufReader::new(stdout);
            stdout.read_line(&mut said)?;
            // Tells the process in between to end.
            drop(child.stdin.take());
            stdout.read_to_string(&mut said)?;
            stderr.read_to_string(&mut errors)?;
        }
        let status = child.wait()?;
        kill_all(&mut child);
        if let Some(why) = errors.strip_prefix(SAYS).filter(|why| !why.starts_with("ready")) {
            return Ok(Outcome::Untried(why.lines().next().unwrap_or_default().to_string()));
        }
        let said = said.trim().to_string();
        Ok(match status.code() {
            Some(DONE) if attempt.name == "outlive" && said == "started" => {
                Outcome::Stopped("it ended".to_string())
            }
            Some(DONE) => Outcome::Done,
            Some(KEPT_FROM) => Outcome::Stopped(said),
            _ => Outcome::Stopped(status.to_string()),
        })
    }
}

impl Drop for Targets {
    fn drop(&mut self) {
        // Leftovers in the temporary folder do no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Tries each attempt against each layer that must stop it, by itself, and against all layers of `confinement`.
/// Writes a table of 80 columns.
///
/// # Errors
/// If `out` cannot be written, or the [`Targets`] cannot be made.
pub fn report(confinement: &Confinement, launcher: &Path, out: &mut dyn Write) -> Result<bool, Error> {
    let targets = Targets::new()?;
    let mut holds = true;
    for layer in Layer::ALL {
        if let Some((_, why)) = confinement.missing().iter().find(|(missing, _)| *missing == layer) {
            writeln!(out, "{layer:<13} not enforced: {why}")?;
            continue;
        }
        writeln!(out, "{layer}")?;
        for attempt in ATTEMPTS.iter().filter(|attempt| attempt.layers.contains(&layer)) {
            let outcome = targets.attempt(&confinement.only(layer), launcher, attempt);
            writeln!(out, "    {}", line(attempt, &outcome))?;
        }
    }
    writeln!(out, "all together")?;
    for attempt in &ATTEMPTS {
        let outcome = targets.attempt(confinement, launcher, attempt);
        let stopped = matches!(outcome, Outcome::Stopped(_));
        let expected = attempt.layers.iter().any(|layer| confinement.layers().contains(layer));
        holds &= stopped || !expected;
        writeln!(out, "    {}", line(attempt, &outcome))?;
    }
    Ok(holds)
}

fn line(attempt: &Attempt, outcome: &Outcome) -> String {
    let outcome = match outcome {
        Outcome::Done => "SUCCEEDED".to_string(),
        Outcome::Stopped(why) => format!("stopped: {why}"),
        Outcome::Untried(why) => format!("not tried: {why}"),
    };
    format!("{:<38} {outcome}", attempt.text)
}
