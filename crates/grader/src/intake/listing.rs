//! What a submission holds: folders and archives add their entries one by one, and the same rules and limits hold for
//! all. Of files that nobody asked for, no more than a digest is kept.

use super::find::archive;
use super::names::{last_part, looks_like};
use crate::files::Digest;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

/// The reference's largest file has a twentieth of it.
pub const MOST_BYTES: u64 = 256 * 1024;
/// More entries than this are not looked through.
pub const MOST_ENTRIES: usize = 20_000;
/// More bytes than this are not read, be they kept or not. A bomb of a few kilobytes unpacks to any number of them.
const MOST_READ: u64 = 256 * 1024 * 1024;
/// What editors, compilers and archivers leave behind.
pub const LEFT_OUT: [&str; 6] = ["target", ".git", "__MACOSX", "node_modules", ".vscode", ".idea"];

/// Whether an entry is a file, or a link, a pipe, a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Other,
}

/// What a wanted file holds, or the end of a sentence that begins with its path and says why it is not read.
pub type Content = Result<Vec<u8>, String>;

/// An entry that is a wanted file, or looks like one.
pub struct Entry {
    /// From the submission's folder, as a report can show it.
    pub path: String,
    /// The name of the wanted file, without its folder.
    pub wanted: String,
    /// Whether that is its name; otherwise it only looks like it (`locked (1).rs`).
    pub is_exact: bool,
    /// What it holds.
    pub content: Content,
}

/// An entry that is not graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// As a report can show it.
    pub path: String,
    /// A sentence's end that begins with its path, if something is odd about it.
    pub why: Option<&'static str>,
    /// Of what it holds, if it is source text.
    pub digest: Option<u64>,
}

/// A listing that is being made.
pub struct Listing {
    wanted: BTreeSet<String>,
    listed: Listed,
    left: Rc<Cell<u64>>,
}

/// A listing that is complete.
#[derive(Default)]
pub struct Listed {
    /// Every entry that is a wanted file, in the order of their paths. A path can be there twice.
    pub files: Vec<Entry>,
    /// All others, in the order of their paths.
    pub others: Vec<Other>,
    /// How many files there were, wanted or not.
    pub seen: usize,
    /// What the author should know.
    pub notes: Vec<String>,
    /// Why what is not here could not be read.
    pub fault: Option<String>,
}

impl Listing {
    /// `wanted` are names of files without their folders.
    pub fn new<'a>(wanted: impl Iterator<Item = &'a str>) -> Self {
        Listing {
            wanted: wanted.map(str::to_string).collect(),
            listed: Listed::default(),
            left: Rc::new(Cell::new(MOST_READ)),
        }
    }

    /// A reader that fails when more is read than all of a submission may have. For what must be read to find the entries:
    /// the entries themselves are metered anyway.
    pub fn metered<R: Read>(&self, reader: R) -> Metered<R> {
        Metered { reader, left: Rc::clone(&self.left) }
    }

    /// Adds an entry; `Break` where no more is to be read. Only source text of a size that can be right is opened.
    ///
    /// # Errors
    ///
    /// What opening or reading it gives. The entry is not added then.
    pub fn add<R: Read>(
        &mut self,
        path: &str,
        kind: Kind,
        size: u64,
        open: impl FnOnce() -> io::Result<R>,
    ) -> io::Result<ControlFlow<()>> {
        // Some programs for Windows write backslashes between folders.
        let path = &path.replace('\\', "/");
        if path.split('/').any(|folder| LEFT_OUT.contains(&folder)) || is_litter(last_part(path)) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.listed.seen >= MOST_ENTRIES {
            self.listed.notes.push(format!("more than {MOST_ENTRIES} files: not all were looked at"));
            return Ok(ControlFlow::Break(()));
        }
        self.listed.seen += 1;
        let name = last_part(path);
        let why = odd(path, kind);
        let Some((wanted, is_exact)) = self.wanted(name) else {
            let archive = archive(name).map(|_| "is an archive in the submission, which is not looked into");
            let is_source = path.ends_with(".rs") || name == "Cargo.toml";
            let digest = match why {
                None if is_source && size <= MOST_BYTES => Some(self.digest(open()?)?),
                _ => None,
            };
            self.listed.others.push(Other { path: shown(&normal(path)), why: why.or(archive), digest });
            return Ok(ControlFlow::Continue(()));
        };
        let content = match why {
            Some(why) => Err(format!("{why}: hand in the file itself")),
            None if size > MOST_BYTES => Err(format!("has {size} bytes: at most {MOST_BYTES} are read")),
            None => {
                let mut bytes = Vec::new();
                self.metered(open()?).take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
                // The size that an archive states need not be true.
                let read = bytes.len() as u64;
                if read < size {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                if read > MOST_BYTES {
                    Err(format!("has more than {MOST_BYTES} bytes: no more are read"))
                } else {
                    Ok(bytes)
                }
            }
        };
        self.keep(path, wanted, is_exact, content);
        Ok(ControlFlow::Continue(()))
    }

    /// Adds a file that cannot be read: `why` goes on after its path. Nobody needs to know of files that are not wanted.
    pub fn unreadable(&mut self, path: &str, why: &str) {
        let path = &path.replace('\\', "/");
        if let Some((wanted, is_exact)) = self.wanted(last_part(path)) {
            self.keep(path, wanted, is_exact, Err(why.to_string()));
        }
    }

    /// The rest cannot be read, and why. Of what holds more than any submission nothing is taken at all.
    pub fn fault(&mut self, why: impl Into<String>) {
        let why = if self.is_spent() {
            self.listed.files.clear();
            self.listed.others.clear();
            let most = MOST_READ / (1024 * 1024);
            format!("there are more than {most} MiB in it: hand in your source files, without `target`")
        } else {
            why.into()
        };
        self.listed.fault = Some(why);
    }

    /// Whether all that may be read has been read.
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// Whether no entry is a wanted file.
    pub fn has_nothing_wanted(&self) -> bool {
        self.listed.files.is_empty()
    }

    /// The listing.
    pub fn finish(mut self) -> Listed {
        self.listed.files.sort_by(|one, other| one.path.cmp(&other.path));
        self.listed.others.sort_by(|one, other| one.path.cmp(&other.path));
        self.listed
    }

    /// The wanted file with this name, or the one that it looks like.
    fn wanted(&self, name: &str) -> Option<(String, bool)> {
        if self.wanted.contains(name) {
            return Some((name.to_string(), true));
        }
        let wanted = self.wanted.iter().find(|wanted| looks_like(name, wanted))?;
        Some((wanted.clone(), false))
    }

    fn digest(&self, reader: impl Read) -> io::Result<u64> {
        let mut bytes = Vec::new();
        self.metered(reader).take(MOST_BYTES).read_to_end(&mut bytes)?;
        Ok(Digest::default().with(&bytes).number())
    }

    fn keep(&mut self, path: &str, wanted: String, is_exact: bool, content: Content) {
        // What is wrong with a path must be seen in it.
        let path = if content.is_ok() { normal(path) } else { path.to_string() };
        self.listed.files.push(Entry { path: shown(&path), wanted, is_exact, content });
    }
}

/// Without what means nothing in a path.
fn normal(path: &str) -> String {
    if path.starts_with('/') {
        return path.to_string();
    }
    path.split('/').filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/")
}

/// What systems and editors write beside files, and nobody means to hand in.
fn is_litter(name: &str) -> bool {
    let litter = [".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".gitattributes", ".gitkeep"];
    litter.contains(&name) || name.starts_with("._") || name.ends_with(".swp") || name.ends_with('~')
}

/// Why an entry is never read, if so: a verb and what follows.
fn odd(path: &str, kind: Kind) -> Option<&'static str> {
    if kind == Kind::Other {
        Some("is a link, or no file at all")
    } else if path.contains('\0') {
        Some("has a NUL in its name")
    } else if path.starts_with('/') || path.get(1..2) == Some(":") {
        Some("has an absolute path")
    } else if path.split('/').any(|part| part == "..") {
        Some("has a path with `..`, which leads out of the submission")
    } else {
        None
    }
}

/// A path as a terminal and a report can show it.
fn shown(path: &str) -> String {
    crate::plain::line(path.as_ref())
}

/// See [`Listing::metered`].
pub struct Metered<R> {
    reader: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        let left = self.left.get().saturating_sub(count as u64);
        self.left.set(left);
        if left == 0 { Err(io::Error::other("more than a submission may have")) } else { Ok(count) }
    }
}
