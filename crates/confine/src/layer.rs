//! The layers by their names.

use std::fmt;
use std::str::FromStr;

/// One of the things that hold a program. Several stop the same attack; each stops one that the others do not, but for
/// [`Layer::Uid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Files, TCP ports, abstract sockets, signals to processes outside: only what the policy lists.
    Landlock,
    /// System calls: only those that a program with threads needs. What nobody calls by accident ends the program.
    Seccomp,
    /// Processor time, memory, size of files, open files, core dumps.
    Rlimits,
    /// A user that owns nothing, without groups and capabilities. Only root can become it. It covers the filter of system
    /// calls, and that covers it.
    Uid,
    /// A root folder in which there is only what the policy lists; no network, no other's shared memory.
    Namespaces,
    /// The program ends when the thread that started it does, and what it started ends with it.
    ParentDeath,
    /// Every open file but standard input, output and error is closed.
    Descriptors,
    /// Only the variables that the policy lists.
    Environment,
}

impl Layer {
    /// All, in the order in which they are told.
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

    /// Its name: in options, tables and results.
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

/// A text that is no layer's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLayer(String);

impl fmt::Display for UnknownLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Layer::ALL.iter().map(|layer| layer.name()).collect();
        write!(f, "there is no layer `{}`; the layers are {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownLayer {}
