//! The only place that starts untrusted programs: it builds commands that [`confine`] confines.
//!
//! A submission's code is read by the compiler and runs in a check. To compile it into a library the compiler needs
//! no other program, so it is confined like a check. To link a check binary it starts a linker, which reads no text
//! of a submission.

use crate::recorder::Compilation;
use crate::tree::work;
use anyhow::{Context, Result, bail, ensure};
use checks::lab_s_lines::FILES;
use checks::mend::ORDERINGS;
use checks::model::BYTES;
use checks::{Patience, Watch};
use confine::{Confinement, Layer, Policy};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// How much a batch trusts the code that it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Not at all: use all layers that this system has, except these.
    Confined(Vec<Layer>),
    /// Completely: only time limits.
    Unconfined,
}

/// Starts checks and compilers.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    confinement: Confinement,
    /// Where the compiler and its libraries are.
    sysroot: PathBuf,
    /// The guards that are off, for tests with attacks.
    without: Vec<Guard>,
    /// Whether passing checks report which memory orderings they need.
    orderings: bool,
}

/// What stops a submission besides the layers of [`confine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// The scan of its source text.
    Scan,
    /// The compiler's refusal of `unsafe` code.
    UnsafeCode,
    /// Killing a check that prints without end.
    Output,
    /// Killing a check that keeps the processor busy.
    Processor,
    /// Killing a check in which no thread can run.
    Stillness,
}

/// A step of compilation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The library of an example, with a submission's files.
    Library,
    /// A type check of its checks.
    Checks,
    /// Its check binary, including linking.
    Binary,
}

impl Guard {
    /// All guards.
    pub const ALL: [Guard; 5] = [Guard::Scan, Guard::UnsafeCode, Guard::Output, Guard::Processor, Guard::Stillness];

    /// Its name in options and tables.
    pub fn name(self) -> &'static str {
        match self {
            Guard::Scan => "scan",
            Guard::UnsafeCode => "unsafe-code",
            Guard::Output => "output",
            Guard::Processor => "processor",
            Guard::Stillness => "stillness",
        }
    }

    /// Whether it examines a submission before any of it runs.
    pub fn is_first(self) -> bool {
        matches!(self, Guard::Scan | Guard::UnsafeCode)
    }
}

impl Launch {
    /// Detects how programs can be confined here, for the workspace in `root`.
    ///
    /// # Errors
    /// If the confinement does not suffice.
    pub fn new(root: &Path, trust: &Trust) -> Result<Self> {
        let rustc = Command::new("rustc").current_dir(root).args(["--print", "sysroot"]).output();
        let rustc = rustc.context("cannot start rustc")?;
        ensure!(rustc.status.success(), "rustc cannot say where it is: {}", String::from_utf8_lossy(&rustc.stderr));
        let sysroot = PathBuf::from(String::from_utf8_lossy(&rustc.stdout).trim());
        let mut launch = Launch { sysroot, ..Launch::default() };
        let Trust::Confined(without) = trust else { return Ok(launch) };
        // A tree like that of a submission, with the same permissions.
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Relaxed);
        let tree = work(root).join(format!("{}-trial-{number}", std::process::id()));
        let source = tree.join("crates/trial/src");
        std::fs::create_dir_all(&source).with_context(|| format!("cannot make {}", source.display()))?;
        std::fs::write(source.join("lib.rs"), "")?;
        let policies = [
            Policy::running().reads(source.join("lib.rs")).executes(launch.rustc()),
            Policy::running().executes(std::env::current_exe()?),
            launch.policy_of_compiler(&[], &tree, "trial", &tree, Step::Binary).reads(source.join("lib.rs")),
        ];
        let launcher = std::env::current_exe()?;
        launch.confinement = Confinement::detect(&launcher, &policies, without);
        let version = launch.confinement.command(&policies[2], &launch.rustc()).arg("-vV").output()?;
        let said = String::from_utf8_lossy(&version.stderr);
        ensure!(version.status.success(), "the confined compiler does not start: {}", said.trim());
        let _ = std::fs::remove_dir_all(&tree);
        if let Err(error) = launch.confinement.floor() {
            bail!("{error}; --unconfined runs submissions with your rights, and marks every result as UNCONFINED");
        }
        Ok(launch)
    }

    /// The same without these guards: only for attacks, which show that the layers behind them hold by themselves.
    #[must_use]
    pub fn without(self, guards: &[Guard]) -> Self {
        Launch { without: guards.to_vec(), ..self }
    }

    /// The same, but passing checks report which memory orderings they need.
    #[must_use]
    pub fn with_orderings(self) -> Self {
        Launch { orderings: true, ..self }
    }

    /// Whether this guard is on.
    pub fn has(&self, guard: Guard) -> bool {
        !self.without.contains(&guard)
    }

    /// The conditions under which a check is killed.
    pub fn watch(&self) -> Watch {
        let [output, processor, stillness] =
            [Guard::Output, Guard::Processor, Guard::Stillness].map(|guard| self.has(guard));
        Watch { output, processor, stillness, launched: !self.is_unconfined(), patience: Patience::Full }
    }

    /// The confinement of the programs that it starts.
    pub fn confinement(&self) -> &Confinement {
        &self.confinement
    }

    /// This program as a scanner of one file: see [`crate::scan`].
    pub fn scanner(&self) -> Result<Command> {
        let program = std::env::current_exe()?;
        let mut policy = Policy::running().executes(&program);
        policy.limits.cpu = 10;
        let mut command = self.confinement.command(&policy, &program);
        command.arg(crate::scan::SCAN);
        Ok(command)
    }

    /// The words in every result about the confinement of its code.
    pub fn word(&self) -> String {
        self.confinement.to_string()
    }

    /// Whether programs are killed when they have used up their processor time.
    pub fn limits_processor_time(&self) -> bool {
        self.confinement.layers().contains(&Layer::Rlimits)
    }

    /// Whether programs run unconfined.
    pub fn is_unconfined(&self) -> bool {
        self.confinement.is_none()
    }

    /// A command for a check of a submission. The check can read the sources of `package` in `tree` and the visible
    /// checks, which tables quote, but not the hidden checks. Its environment names the files in `tree` that are not
    /// the submission's, whose lines no report shows. `states` is the most bytes that the states of a failing model
    /// may take, if they are wanted.
    pub fn check(
        &self,
        program: &Path,
        tree: &Path,
        package: &str,
        ours: &[String],
        states: Option<usize>,
    ) -> Command {
        let example = tree.join("crates").join(package);
        let policy = Policy::running().reads(example.join("src")).reads(example.join("tests/spec"));
        let policy = policy.executes(program).starts_in(tree);
        let mut policy = policy.with_variable(FILES, ours.join(":"));
        if self.orderings {
            policy = policy.with_variable(ORDERINGS, "1");
        }
        if let Some(bytes) = states {
            policy = policy.with_variable(BYTES, bytes.to_string());
        }
        self.confinement.command(&policy, program)
    }

    /// A command for the compiler on the example `package` in `tree`, which writes into `out`.
    pub fn compiler(
        &self,
        compilation: &Compilation,
        tree: &Path,
        package: &str,
        out: &Path,
        step: Step,
    ) -> Command {
        let mut policy = self.policy_of_compiler(&compilation.arguments, tree, package, out, step);
        let environment = compilation.environment.iter().map(|(name, value)| (name.into(), value.into()));
        policy.environment.extend(environment);
        self.confinement.command(&policy, &self.rustc())
    }

    /// Makes `folder` writable for the compiler.
    pub fn hand_over(&self, folder: &Path) -> Result<()> {
        self.confinement.hand_over(folder).with_context(|| format!("cannot hand over {}", folder.display()))
    }

    /// Takes `folder` back, so that no check can write to a program that another one runs.
    pub fn take_back(&self, folder: &Path) -> Result<()> {
        self.confinement.take_back(folder).with_context(|| format!("cannot take back {}", folder.display()))
    }

    fn rustc(&self) -> PathBuf {
        self.sysroot.join("bin").join(format!("rustc{}", std::env::consts::EXE_SUFFIX))
    }

    fn policy_of_compiler(
        &self,
        arguments: &[String],
        tree: &Path,
        package: &str,
        out: &Path,
        step: Step,
    ) -> Policy {
        let example = tree.join("crates").join(package);
        let mut policy = if step == Step::Binary { Policy::linking() } else { Policy::compiling() };
        // A library has nothing to look for among its tests.
        policy = policy.reads(example.join("src")).executes(&self.sysroot).writes(out).starts_in(tree);
        policy = policy.with_variable("TMPDIR", out);
        // Its libraries are beside it, but it may not find that out: there is no /proc to ask.
        policy = policy.with_variable("LD_LIBRARY_PATH", self.sysroot.join("lib"));
        for folder in library_folders(arguments) {
            policy = policy.reads(folder);
        }
        if step != Step::Library {
            policy = policy.reads(example.join("tests"));
        }
        if step == Step::Binary {
            // The linker is found by it.
            let path = std::env::var_os("PATH").unwrap_or_else(|| OsStr::new("/usr/bin:/bin").into());
            for folder in std::env::split_paths(&path).filter(|folder| folder.is_absolute()) {
                policy = policy.executes(folder);
            }
            policy = policy.with_variable("PATH", path);
        }
        policy
    }
}

/// The folders of compiled libraries that a compiler is told of: `-L dependency=DIR`.
fn library_folders(arguments: &[String]) -> impl Iterator<Item = &str> {
    let pairs = arguments.iter().zip(arguments.iter().skip(1));
    pairs
        .filter(|(option, _)| *option == "-L")
        .map(|(_, value)| value.split_once('=').map_or(&**value, |(_, dir)| dir))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiler_reads_the_folders_of_libraries_that_it_is_told_of() {
        let arguments = ["--extern", "a=/x/a.rlib", "-L", "dependency=/x/deps", "-L", "/y"].map(str::to_string);
        assert_eq!(library_folders(&arguments).collect::<Vec<_>>(), ["/x/deps", "/y"]);
    }
}
