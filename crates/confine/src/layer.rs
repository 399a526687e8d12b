//! The layers and their names.

use std::fmt;
use std::str::FromStr;

/// A layer of confinement. Several layers may stop the same attack, but each, except for [`Layer::Uid`], stops one
/// that the others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Files, TCP ports, abstract sockets and signals to processes outside: only what the policy lists.
    Landlock,
    /// System calls: only those that a program with threads needs. Calls that are never made by accident kill the
    /// program.
    Seccomp,
    /// Processor time, memory, size of files, open files, core dumps.
    Rlimits,
    /// A user that owns nothing, without groups and capabilities; only root can become it. It and the system call
    /// filter back each other up.
    Uid,
    /// A root folder with only what the policy lists, no network, and no shared memory of others.
    Namespaces,
    /// The program ends when the thread that started it ends, and so does everything that it started.
    ParentDeath,
    /// Every open file except stdin, stdout and stderr is closed.
    Descriptors,
    /// Environment variables: only those that the policy lists.
    Environment,
}

impl Layer {
    /// All layers, in the order in which they are printed.
    pub const ALL: [Layer; 8] = [
        Layer::Landlock,
        Layer::Seccomp,
        Layer::Rlimits,
        Layer::Uid,
        Layer::Namespaces,
        Layer::ParentDeath,
        Layer::Descriptors,
        Layer::Environment,
    ];

    /// Its name in options, tables and results.
    ///
    /// ```
    /// use confine::Layer;
    /// assert_eq!("parent-death".parse(), Ok(Layer::ParentDeath));
    /// assert!(Layer::ALL.iter().all(|layer| layer.name().parse() == Ok(*layer)));
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Layer::Landlock => "landlock",
            Layer::Seccomp => "seccomp",
            Layer::Rlimits => "rlimits",
            Layer::Uid => "uid",
            Layer::Namespaces => "namespaces",
            Layer::ParentDeath => "parent-death",
            Layer::Descriptors => "descriptors",
            Layer::Environment => "environment",
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Layer {
    type Err = UnknownLayer;

    fn from_str(text: &str) -> Result<Self, UnknownLayer> {
        let known = Layer::ALL.into_iter().find(|layer| layer.name() == text);
        known.ok_or_else(|| UnknownLayer(text.to_string()))
    }
}

/// A text that is not the name of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLayer(String);

impl fmt::Display for UnknownLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Layer::ALL.iter().map(|layer| layer.name()).collect();
        write!(f, "there is no layer `{}`; the layers are {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownLayer {}
