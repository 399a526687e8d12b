//! A Slurm cluster on this machine, for one test: a controller and nodes, each with its own host name and PID
//! namespace, so that a node can be killed as by a power cut. Everything is in one folder, and everything ends when
//! the cluster is dropped or the test is killed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The time limit of a step, in seconds; no step takes that long.
const LIMIT: u32 = 240;
/// The configured processors and megabytes of a node: room for one task of the job array.
const ROOM: &str = "CPUs=4 RealMemory=16000";

/// A cluster, until it is dropped.
pub struct Cluster {
    folder: PathBuf,
    controller: Vec<Daemon>,
    nodes: Vec<(&'static str, Daemon)>,
}

/// A process and all that it started.
struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The required programs, which are in Debian's packages `slurm-wlm` and `munge`.
const PROGRAMS: [&str; 4] = ["munged", "slurmctld", "slurmd", "sbatch"];

impl Cluster {
    /// Starts a cluster with these nodes, in a new folder.
    pub fn start(folder: PathBuf, nodes: &[&'static str]) -> Self {
        let found = |program: &&str| {
            Command::new("which").arg(program).stdout(Stdio::null()).status().is_ok_and(|status| status.success())
        };
        assert!(PROGRAMS.iter().all(found), "Slurm is missing: apt install slurm-wlm munge");
        assert!(nix::unistd::geteuid().is_root(), "only root can give nodes namespaces of their own");
        fs::create_dir_all(folder.join("state")).unwrap();
        fs::write(folder.join("munge.key"), [7; 1024]).unwrap();
        fs::set_permissions(folder.join("munge.key"), std::os::unix::fs::PermissionsExt::from_mode(0o400)).unwrap();
        fs::write(folder.join("slurm.conf"), configuration(&folder, nodes)).unwrap();

        let mut cluster = Cluster { folder, controller: Vec::new(), nodes: Vec::new() };
        let file = |name: &str| cluster.folder.join(name).display().to_string();
        let munged = [
            format!("--key-file={}", file("munge.key")),
            format!("--socket={}", file("munge.socket")),
            format!("--pid-file={}", file("munged.pid")),
            format!("--log-file={}", file("munged.log")),
            format!("--seed-file={}", file("munged.seed")),
        ];
        let munged = cluster.daemon("controller", &format!("munged --foreground {}", munged.join(" ")));
        cluster.controller.push(munged);
        cluster.controller.push(cluster.daemon("controller", "slurmctld -D"));
        for &node in nodes {
            cluster.nodes.push((node, cluster.daemon(node, &format!("slurmd -D -N {node}"))));
        }
        cluster
    }

    /// A command that finds this cluster, without environment variables of this test.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let about = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"];
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| about.iter().any(|about| name.starts_with(about))) {
                command.env_remove(name);
            }
        }
        command.env("SLURM_CONF", self.folder.join("slurm.conf")).stdin(Stdio::null());
        command
    }

    /// Runs a program, which must succeed. Returns its output.
    pub fn run(&self, command: &str, arguments: &[&str]) -> String {
        let output = self.command("timeout").arg(LIMIT.to_string()).arg(command).args(arguments).output().unwrap();
        let text = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{command} {arguments:?}: {}: {text}{self}", output.status);
        text
    }

    /// Kills a node and everything that runs on it.
    pub fn kill(&mut self, node: &str) {
        self.nodes.retain(|(name, _)| *name != node);
    }

    /// The controller's log.
    pub fn log(&self) -> PathBuf {
        self.folder.join("slurmctld.log")
    }

    /// Reads the lines of growing files until `wanted` accepts one.
    pub fn read_until<T>(&self, files: &[PathBuf], mut wanted: impl FnMut(&Path, &str) -> Option<T>) -> T {
        let mut tail = self.command("timeout");
        tail.arg(LIMIT.to_string()).args(["tail", "--verbose", "--lines=+1", "-F"]).args(files);
        let mut tail = tail.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(tail.stdout.take().unwrap()).lines();
        let _ends = Daemon(tail);
        let mut file = PathBuf::new();
        for line in lines.map_while(Result::ok) {
            if let Some(name) = line.strip_prefix("==> ").and_then(|line| line.strip_suffix(" <==")) {
                file = PathBuf::from(name);
            } else if let Some(found) = wanted(&file, &line) {
                return found;
            }
        }
        panic!("{files:?} never said what was waited for: {self}");
    }

    /// A daemon on its own host. It and all its children end with this test.
    fn daemon(&self, host: &str, line: &str) -> Daemon {
        let output = || fs::File::create(self.folder.join(format!("{host}.out"))).unwrap();
        let mut command = self.command("setpriv");
        command.args([
            "--pdeathsig",
            "KILL",
            "unshare",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
            "--uts",
        ]);
        command.args(["sh", "-c", &format!("hostname {host} && exec {line}")]);
        Daemon(command.stdout(output()).stderr(output()).spawn().unwrap())
    }
}

/// The ends of all logs, for debugging.
impl std::fmt::Display for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let is_log = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "log");
        for path in entries.map(|entry| entry.path()).filter(is_log) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let lines: Vec<_> = text.lines().collect();
            writeln!(f, "\n{}:\n{}", path.display(), lines[lines.len().saturating_sub(20)..].join("\n"))?;
        }
        Ok(())
    }
}

fn configuration(folder: &Path, nodes: &[&str]) -> String {
    // Ports that were free a moment ago; if another program takes one in the meantime, a daemon fails to start.
    let listeners: Vec<_> = (0..=nodes.len()).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    let mut ports = listeners.iter().map(|listener| listener.local_addr().unwrap().port());
    let port = ports.next().unwrap();
    let folder = folder.display();
    let mut text = format!(
        "ClusterName=test
SlurmctldHost=controller(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1
ReturnToService=2
SlurmdTimeout=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
"
    );
    for (node, port) in nodes.iter().zip(ports) {
        text += &format!("NodeName={node} NodeHostname={node} NodeAddr=127.0.0.1 Port={port} {ROOM}\n");
    }
    text + "PartitionName=main Nodes=ALL Default=YES State=UP\n"
}
