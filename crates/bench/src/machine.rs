//! Describes the machine on which the figures were measured: they mean little without it.

use crate::processes::root;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

/// The peer libraries, by their names in `Cargo.lock`.
const LIBRARIES: [&str; 7] = ["flume", "crossbeam-channel", "kanal", "rayon", "threadpool", "loom", "shuttle"];

/// A machine and its software.
pub struct Machine {
    processors: usize,
    model: String,
    system: String,
    compiler: String,
    date: String,
    peers: Vec<String>,
}

impl Machine {
    /// This machine, now.
    pub fn here() -> Machine {
        let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap_or_default();
        let libraries = LIBRARIES.iter().filter_map(|name| Some(format!("{name} {}", locked(&lock, name)?)));
        let python = said("python3", &["--version"]).map(|version| version.replace("Python", "CPython"));
        let curl = said("curl", &["--version"]);
        let curl = curl.map(|version| version.split(' ').take(2).collect::<Vec<_>>().join(" "));
        Machine {
            processors: std::thread::available_parallelism().map_or(0, usize::from),
            model: model().unwrap_or_else(|| "unknown processor".to_string()),
            system: system(),
            compiler: said("rustc", &["--version"]).unwrap_or_else(|| "unknown compiler".to_string()),
            date: said("date", &["-u", "+%Y-%m-%d"]).unwrap_or_else(|| "unknown date".to_string()),
            peers: libraries.chain(python).chain(curl).collect(),
        }
    }

    /// The description above the table.
    pub fn text(&self) -> String {
        let Machine { processors, model, system, compiler, date, .. } = self;
        let peers = self.peers.join(", ");
        let lines = [
            format!("{processors} × {model}, {date}"),
            system.clone(),
            compiler.clone(),
            format!("Peers: {peers}"),
        ];
        lines.map(|line| crate::table::wrapped(&line)).concat()
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        json!({"processors": self.processors, "model": self.model, "system": self.system,
            "compiler": self.compiler, "date": self.date, "peers": self.peers})
    }
}

/// The first line that a program prints; `None` if there is no such program.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().next().map(|line| line.trim().to_string()).filter(|line| !line.is_empty())
}

/// The processor's model: from a file on Linux, from a program on macOS.
fn model() -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let told = line.map(|(_, model)| model.trim().to_string());
    told.or_else(|| said("sysctl", &["-n", "machdep.cpu.brand_string"]))
}

/// The system and its kernel.
fn system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name =
        release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).map(|name| name.trim_matches('"'));
    let kernel = said("uname", &["-sr"]);
    match (name, kernel) {
        (Some(name), Some(kernel)) => format!("{name}, {kernel}"),
        (_, Some(kernel)) => kernel,
        _ => std::env::consts::OS.to_string(),
    }
}

/// The version of a crate in the lock file.
fn locked<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_crate_comes_from_the_lock_file() {
        let lock = "[[package]]\nname = \"flume\"\nversion = \"0.12.0\"\nsource = \"x\"\n";
        assert_eq!(locked(lock, "flume"), Some("0.12.0"));
        assert_eq!(locked(lock, "kanal"), None);
    }

    #[test]
    fn the_description_of_the_machine_fits_80_columns() {
        let text = Machine::here().text();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.contains("rustc 1."), "{text}");
    }
}
