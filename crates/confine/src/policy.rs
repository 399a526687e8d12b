//! What a program may do, and the arguments that tell the launcher.

use crate::Layer;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// What a program may do. Paths are files, or folders with everything in them; paths that do not exist are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Paths that it may read.
    pub read: Vec<PathBuf>,
    /// Paths that it may execute and read.
    pub execute: Vec<PathBuf>,
    /// The one folder in which it may write.
    pub write: Option<PathBuf>,
    /// Whether it may start other programs.
    pub processes: bool,
    /// The working folder in which it starts, if not its parent's.
    pub directory: Option<PathBuf>,
    /// Its complete environment.
    pub environment: Vec<(OsString, OsString)>,
    /// Its limits.
    pub limits: Limits,
}

/// The limits of a process, in the units of setrlimit(2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Seconds of processor time.
    pub cpu: u64,
    /// Bytes of private writable memory: the heap and all stacks. Address space is not limited, because memory that
    /// is reserved but never written costs nothing.
    pub data: u64,
    /// Bytes of one file.
    pub file: u64,
    /// Open files.
    pub open_files: u64,
}

const MIB: u64 = 1024 * 1024;
/// Where Linux keeps its libraries and program loader; all are world-readable.
const LIBRARIES: [&str; 6] = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"];

impl Policy {
    /// A strict policy to run a check: it may compute, and read listed paths.
    pub fn running() -> Self {
        let limits = Limits { cpu: 90, data: 1024 * MIB, file: MIB, open_files: 64 };
        Policy { limits, execute: LIBRARIES.map(PathBuf::from).to_vec(), ..Policy::default() }
    }

    /// A strict policy to compile a library: it may write in a folder, but not start a linker.
    ///
    /// Each limit is at least ten times what our own largest library takes: 0.6 seconds, 200 MiB, a file of 7 MiB.
    pub fn compiling() -> Self {
        let limits = Limits { cpu: 10, data: 2048 * MIB, file: 96 * MIB, open_files: 1024 };
        Policy { limits, ..Policy::running() }
    }

    /// A looser policy to link: it may start other programs, as a compiler starts a linker.
    pub fn linking() -> Self {
        let read = ["/etc/alternatives", "/usr/share"].map(PathBuf::from).to_vec();
        Policy { processes: true, read, ..Policy::compiling() }
    }

    /// Also allows reading `path`.
    #[must_use]
    pub fn reads(mut self, path: impl Into<PathBuf>) -> Self {
        self.read.push(path.into());
        self
    }

    /// Also allows executing `path`, or the files in it.
    #[must_use]
    pub fn executes(mut self, path: impl Into<PathBuf>) -> Self {
        self.execute.push(path.into());
        self
    }

    /// Allows writing in `folder`, and nowhere else.
    #[must_use]
    pub fn writes(mut self, folder: impl Into<PathBuf>) -> Self {
        self.write = Some(folder.into());
        self
    }

    /// Starts the program in `folder`.
    #[must_use]
    pub fn starts_in(mut self, folder: impl Into<PathBuf>) -> Self {
        self.directory = Some(folder.into());
        self
    }

    /// Sets this environment variable.
    #[must_use]
    pub fn with_variable(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// All paths in the policy.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.read.iter().chain(&self.execute).chain(&self.write).map(PathBuf::as_path)
    }
}

/// The orders for a launcher. The environment and the working folder are already set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Orders {
    /// Only a trial: do not become the program.
    pub trial: bool,
    /// Stay as supervisor of the program, and kill what it started.
    pub supervise: bool,
    /// The process that must still live.
    pub parent: u32,
    pub layers: Vec<Layer>,
    pub policy: Policy,
}

/// The first argument of a launcher.
pub(crate) const LAUNCH: &str = "--launch-confined";

impl Orders {
    /// Converts to arguments, with [`LAUNCH`] first and `--` last. Paths may contain any bytes.
    pub fn to_arguments(&self) -> Vec<OsString> {
        let Policy { read, execute, write, processes, limits, .. } = &self.policy;
        let mut arguments = vec![OsString::from(LAUNCH)];
        let mut add = |name: &str, value: &OsStr| {
            let mut argument = OsString::from(format!("{name}="));
            argument.push(value);
            arguments.push(argument);
        };
        let numbers = [
            ("parent", u64::from(self.parent)),
            ("trial", u64::from(self.trial)),
            ("supervise", u64::from(self.supervise)),
            ("processes", u64::from(*processes)),
            ("cpu", limits.cpu),
            ("data", limits.data),
            ("file", limits.file),
            ("open-files", limits.open_files),
        ];
        for (name, number) in numbers {
            add(name, number.to_string().as_ref());
        }
        for layer in &self.layers {
            add("layer", layer.name().as_ref());
        }
        for (name, paths) in [("read", read), ("execute", execute)] {
            for path in paths {
                add(name, path.as_os_str());
            }
        }
        if let Some(path) = write {
            add("write", path.as_os_str());
        }
        arguments.push("--".into());
        arguments
    }
}

#[cfg(any(target_os = "linux", all(test, unix)))]
impl Orders {
    /// Whether this layer is on.
    pub fn has(&self, layer: Layer) -> bool {
        self.layers.contains(&layer)
    }

    /// Parses the arguments from [`Orders::to_arguments`], after [`LAUNCH`] and up to `--`; `None` if they are invalid.
    pub fn from_arguments(arguments: &mut impl Iterator<Item = OsString>) -> Option<Self> {
        use std::os::unix::ffi::{OsStrExt, OsStringExt};
        let mut orders = Orders::default();
        for argument in arguments {
            if argument == "--" {
                return Some(orders);
            }
            let bytes = argument.as_bytes();
            let equals = bytes.iter().position(|byte| *byte == b'=')?;
            let (name, value) = (std::str::from_utf8(&bytes[..equals]).ok()?, &bytes[equals + 1..]);
            let path = || PathBuf::from(OsString::from_vec(value.to_vec()));
            let number = || std::str::from_utf8(value).ok()?.parse::<u64>().ok();
            let Orders { policy, .. } = &mut orders;
            match name {
                "parent" => orders.parent = u32::try_from(number()?).ok()?,
                "trial" => orders.trial = number()? != 0,
                "supervise" => orders.supervise = number()? != 0,
                "processes" => policy.processes = number()? != 0,
                "cpu" => policy.limits.cpu = number()?,
                "data" => policy.limits.data = number()?,
                "file" => policy.limits.file = number()?,
                "open-files" => policy.limits.open_files = number()?,
                "layer" => orders.layers.push(std::str::from_utf8(value).ok()?.parse().ok()?),
                "read" => policy.read.push(path()),
                "execute" => policy.execute.push(path()),
                "write" => policy.write = Some(path()),
                _ => return None,
            }
        }
        None
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_launcher_is_told_arrives_whatever_a_path_holds() {
        use std::os::unix::ffi::OsStrExt;
        let odd = Path::new(OsStr::from_bytes(b"/a=b\n\xff --"));
        let policy = Policy::linking().reads(odd).writes("/out").executes("--");
        let layers = Layer::ALL.to_vec();
        let orders = Orders { trial: true, supervise: true, parent: 7, layers, policy };
        let mut arguments = orders.to_arguments().into_iter().chain(["program".into()]);
        assert_eq!(arguments.next().as_deref(), Some(OsStr::new(LAUNCH)));
        assert_eq!(Orders::from_arguments(&mut arguments), Some(orders));
        assert_eq!(arguments.next().as_deref(), Some(OsStr::new("program")));
    }

    #[test]
    fn orders_that_are_not_understood_are_not_half_obeyed() {
        let read = |text: &str| Orders::from_arguments(&mut text.split(' ').map(OsString::from));
        assert!(read("parent=1 --").is_some());
        assert_eq!(read("parent=1 layer=none --"), None);
        assert_eq!(read("parent=1"), None);
        assert_eq!(read("parent=1 more=2 --"), None);
    }
}
