//! What a submission holds: folders and archives add their entries one by one, and the same rules and limits hold for
//! all. Of the files that nobody asked for, not a byte is kept.

use super::find::archive;
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
pub const LEFT_OUT: [&str; 5] = ["target", ".git", "__MACOSX", "node_modules", ".vscode"];
/// More notes of one kind tell its author nothing new.
const MOST_NOTES: usize = 5;

/// Whether an entry is a file, or a link, a pipe, a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Other,
}

/// What a wanted file holds, or the end of a sentence that begins with its path and says why it is not read.
pub type Content = Result<Vec<u8>, String>;

/// A listing that is being made.
pub struct Listing {
    wanted: BTreeSet<String>,
    listed: Listed,
    left: Rc<Cell<u64>>,
    ignored: usize,
}

/// A listing that is complete.
#[derive(Default)]
pub struct Listed {
    /// Every entry with the name of a wanted file, in the order of their paths. A path can be there twice.
    pub files: Vec<(String, Content)>,
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
            ignored: 0,
        }
    }

    /// A reader that fails when more is read than all of a submission may have. For what must be read to find the entries:
    /// the entries themselves are metered anyway.
    pub fn metered<R: Read>(&self, reader: R) -> Metered<R> {
        Metered { reader, left: Rc::clone(&self.left) }
    }

    /// Adds an entry; `Break` where no more is to be read. Only a wanted file of a size that can be right is opened.
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
        if path.split('/').any(|folder| LEFT_OUT.contains(&folder)) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.listed.seen >= MOST_ENTRIES {
            self.listed.notes.push(format!("more than {MOST_ENTRIES} files: not all were looked at"));
            return Ok(ControlFlow::Break(()));
        }
        self.listed.seen += 1;
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let odd = odd(path, kind);
        if !self.wanted.contains(name) {
            let archive = archive(name).map(|_| "is an archive in the submission, which is not looked into");
            if let Some(why) = odd.or(archive) {
                self.ignore(path, why);
            }
            return Ok(ControlFlow::Continue(()));
        }
        let content = match odd {
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
        self.keep(path, content);
        Ok(ControlFlow::Continue(()))
    }

    /// Adds a wanted file that cannot be read: `why` goes on after its path. Of others nobody need know.
    pub fn unreadable(&mut self, path: &str, why: &str) {
        self.keep(path, Err(why.to_string()));
    }

    /// The rest cannot be read, and why. Of what holds more than any submission nothing is taken at all.
    pub fn fault(&mut self, why: impl Into<String>) {
        let why = if self.is_spent() {
            self.listed.files.clear();
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

    /// The listing.
    pub fn finish(mut self) -> Listed {
        if self.ignored > MOST_NOTES {
            self.listed.notes.push(format!("{} more entries were ignored", self.ignored - MOST_NOTES));
        }
        self.listed.files.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.listed
    }

    fn keep(&mut self, path: &str, content: Content) {
        let parts = || path.split('/').filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>();
        // What is wrong with a path must be seen in it.
        let path = if content.is_ok() { parts().join("/") } else { path.to_string() };
        self.listed.files.push((shown(&path), content));
    }

    fn ignore(&mut self, path: &str, why: &str) {
        self.ignored += 1;
        if self.ignored <= MOST_NOTES {
            self.listed.notes.push(format!("{} {why}: ignored", shown(path)));
        }
    }
}

/// Why an entry is never read, if so: a verb and what follows.
fn odd(path: &str, kind: Kind) -> Option<&'static str> {
    if kind == Kind::Other {
        Some("is a link, or no file at all")
    } else if path.contains('\0') {
        Some("has a NUL in its name")
    } else if path.contains('\\') {
        Some("has a backslash in its name")
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
