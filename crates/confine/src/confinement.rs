//! The parent's side: detects which layers work on this system, and builds commands.

use crate::policy::Orders;
use crate::{Layer, Policy, SAYS};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The confinement that works on this system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confinement {
    launcher: PathBuf,
    layers: Vec<Layer>,
    /// The layers that are left out, and why.
    missing: Vec<(Layer, String)>,
    /// The version of the kernel's Landlock interface.
    landlock: Option<u32>,
}

/// The reason for a layer that was left out on purpose.
const ASKED: &str = "disabled on request";

impl Confinement {
    /// No confinement: programs run with the rights of their parent.
    pub fn none() -> Self {
        Confinement::default()
    }

    /// Tries each layer with each policy by starting `launcher`, and uses all layers that work, except those in
    /// `without`. Takes about two milliseconds for each layer and policy.
    pub fn detect(launcher: &Path, policies: &[Policy], without: &[Layer]) -> Self {
        let mut found = Confinement { launcher: launcher.to_path_buf(), ..Confinement::none() };
        if !cfg!(target_os = "linux") {
            found.missing = Layer::ALL.map(|layer| (layer, "this system is not Linux".to_string())).to_vec();
            return found;
        }
        // Namespaces come before the user, who needs them: they make paths below a closed folder reachable.
        let mut order = Layer::ALL;
        order.sort_by_key(|layer| *layer == Layer::Uid);
        for layer in order {
            if without.contains(&layer) {
                found.missing.push((layer, ASKED.to_string()));
                continue;
            }
            found.layers.push(layer);
            if let Some(why) = policies.iter().find_map(|policy| found.refused(policy)) {
                found.layers.pop();
                found.missing.push((layer, why));
            }
        }
        found.layers.sort();
        found.missing.sort();
        found
    }

    /// Why the launcher cannot apply these layers, if it cannot.
    fn refused(&mut self, policy: &Policy) -> Option<String> {
        let mut command = self.launcher(policy, true);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let output = match command.output() {
            Ok(output) => output,
            Err(error) => return Some(format!("cannot start the launcher: {error}")),
        };
        let text = String::from_utf8_lossy(&output.stderr);
        let line = text.lines().next().unwrap_or_default();
        if !output.status.success() || !is_ready(line) {
            let why = line.strip_prefix(SAYS).unwrap_or(line);
            return Some(if why.is_empty() { output.status.to_string() } else { why.to_string() });
        }
        let number = line.split_whitespace().find_map(|word| word.strip_prefix("landlock="));
        self.landlock = number.and_then(|number| number.parse().ok()).or(self.landlock);
        None
    }

    /// A command that starts `program` under `policy`. Arguments added to it go to the program. The process leads its
    /// own process group; kill it with [`crate::kill_all`]. Its first line on stderr is the launcher's: see
    /// [`is_ready`].
    pub fn command(&self, policy: &Policy, program: &Path) -> Command {
        let mut command;
        if self.is_none() {
            command = Command::new(program);
            set_up(&mut command, policy, true);
        } else {
            command = self.launcher(policy, false);
            command.arg(program);
        }
        command
    }

    fn launcher(&self, policy: &Policy, trial: bool) -> Command {
        let (layers, policy) = (self.layers.clone(), policy.clone());
        let mut command = Command::new(&self.launcher);
        set_up(&mut command, &policy, self.layers.contains(&Layer::Environment));
        let supervise = policy.processes && !trial && layers.contains(&Layer::ParentDeath);
        command.args(Orders { trial, supervise, parent: std::process::id(), layers, policy }.to_arguments());
        command
    }

    /// Makes `folder` writable for programs whose policy allows it: gives it to their user.
    ///
    /// # Errors
    /// If its owner cannot be changed.
    pub fn hand_over(&self, folder: &Path) -> std::io::Result<()> {
        #[cfg(target_os = "linux")]
        if self.layers.contains(&Layer::Uid) {
            return crate::linux::user::own(folder, Some(crate::linux::user::NOBODY));
        }
        let _ = folder;
        Ok(())
    }

    /// Gives `folder` and everything in it back to this user.
    ///
    /// # Errors
    /// If an owner cannot be changed.
    pub fn take_back(&self, folder: &Path) -> std::io::Result<()> {
        #[cfg(target_os = "linux")]
        if self.layers.contains(&Layer::Uid) {
            return crate::linux::user::own(folder, None);
        }
        let _ = folder;
        Ok(())
    }

    /// Whether there is no confinement at all, and programs are started directly.
    pub fn is_none(&self) -> bool {
        self.launcher.as_os_str().is_empty()
    }

    /// Why the launcher did not start the program, from what it wrote to stderr; `None` if it did start it, or if
    /// there is no launcher.
    pub fn refusal<'a>(&self, errors: &'a str) -> Option<&'a str> {
        let first = errors.lines().next().unwrap_or_default();
        first.strip_prefix(SAYS).filter(|_| !self.is_none() && !is_ready(first))
    }

    /// The same with only this layer, for the probe and for tests.
    #[must_use]
    pub fn only(&self, layer: Layer) -> Self {
        Confinement { layers: vec![layer], ..self.clone() }
    }

    /// The layers that are on.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The layers that are off, each with the reason.
    pub fn missing(&self) -> &[(Layer, String)] {
        &self.missing
    }

    /// Whether the confinement suffices for untrusted code: it needs the system call filter, limits, and either
    /// Landlock or a user who owns no files. A layer that was disabled on request does not count as missing.
    ///
    /// # Errors
    /// The missing layers, in one line.
    pub fn floor(&self) -> Result<(), FloorMissing> {
        let missed = |layer: Layer| self.missing.iter().find(|(other, why)| *other == layer && why != ASKED);
        let files = missed(Layer::Landlock).filter(|_| !self.layers.contains(&Layer::Uid));
        let needed = [missed(Layer::Seccomp), missed(Layer::Rlimits), files];
        let lines: Vec<_> = needed.into_iter().flatten().map(|(layer, why)| format!("{layer} ({why})")).collect();
        if lines.is_empty() { Ok(()) } else { Err(FloorMissing(lines.join(", "))) }
    }
}

/// Whether the first line on stderr says that the program runs, confined by all its layers. Any other line that
/// begins with
/// [`SAYS`] is the launcher's reason for not starting it.
pub fn is_ready(line: &str) -> bool {
    line.strip_prefix(SAYS).is_some_and(|rest| rest.split_whitespace().next() == Some("ready"))
}

/// The part of a command that does not depend on the layers.
fn set_up(command: &mut Command, policy: &Policy, clear: bool) {
    if clear {
        command.env_clear();
    }
    command.envs(policy.environment.iter().map(|(name, value)| (name, value)));
    if let Some(folder) = &policy.directory {
        command.current_dir(folder);
    }
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
}

/// The words in results: `confined: landlock 7, seccomp, rlimits, uid`, or `UNCONFINED`.
impl fmt::Display for Confinement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.layers.is_empty() {
            return f.pad("UNCONFINED");
        }
        let names = self.layers.iter().map(|layer| match (layer, self.landlock) {
            (Layer::Landlock, Some(number)) => format!("landlock {number}"),
            _ => layer.to_string(),
        });
        let text = format!("confined: {}", names.collect::<Vec<_>>().join(", "));
        let asked: Vec<_> =
            self.missing.iter().filter(|(_, why)| why == ASKED).map(|(layer, _)| layer.name()).collect();
        f.pad(&if asked.is_empty() { text } else { format!("{text}; WITHOUT {}", asked.join(", ")) })
    }
}

/// Too few layers work here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FloorMissing(String);

impl fmt::Display for FloorMissing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a program cannot be confined here, because these are missing: {}", self.0)
    }
}

impl std::error::Error for FloorMissing {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_name_the_active_layers() {
        let layers = vec![Layer::Landlock, Layer::Seccomp, Layer::Rlimits];
        let mut confinement = Confinement { layers, landlock: Some(7), ..Confinement::none() };
        assert_eq!(confinement.to_string(), "confined: landlock 7, seccomp, rlimits");
        confinement.missing = vec![(Layer::Uid, ASKED.to_string())];
        assert_eq!(confinement.to_string(), "confined: landlock 7, seccomp, rlimits; WITHOUT uid");
        assert_eq!(Confinement::none().to_string(), "UNCONFINED");
    }

    #[test]
    fn the_floor_needs_a_filter_limits_and_one_layer_that_hides_files() {
        let with = |missing: &[Layer]| {
            let layers = Layer::ALL.into_iter().filter(|layer| !missing.contains(layer)).collect();
            let missing = missing.iter().map(|layer| (*layer, "refused".to_string())).collect();
            Confinement { layers, missing, ..Confinement::none() }.floor().map_err(|error| error.to_string())
        };
        assert_eq!(with(&[Layer::Uid, Layer::Namespaces]), Ok(()));
        assert_eq!(with(&[Layer::Landlock]), Ok(()));
        let error = "a program cannot be confined here, because these are missing: ";
        assert_eq!(with(&[Layer::Seccomp]), Err(format!("{error}seccomp (refused)")));
        assert_eq!(with(&[Layer::Rlimits]), Err(format!("{error}rlimits (refused)")));
        assert_eq!(with(&[Layer::Landlock, Layer::Uid]), Err(format!("{error}landlock (refused)")));
    }

    #[test]
    fn only_the_launcher_s_own_first_line_counts() {
        assert!(is_ready("confine: ready landlock=7") && is_ready("confine: ready"));
        assert!(!is_ready("confine: landlock: not ready") && !is_ready("ready"));
        let launched = Confinement { launcher: "launcher".into(), ..Confinement::none() };
        let errors = "confine: landlock: no\nmore";
        assert_eq!(launched.refusal(errors), Some("landlock: no"));
        assert_eq!(
            (launched.refusal("confine: ready\nconfine: no"), Confinement::none().refusal(errors)),
            (None, None)
        );
    }
}
