//! The entries of a submission: folders and archives add them one by one, and the same rules and limits apply to all.
//! Files that are not wanted are kept only as digests.

use super::find::archive;
use super::names::{last_part, looks_like};
use crate::files::Digest;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

/// The largest file that is read: twenty times the reference's largest.
pub const MOST_BYTES: u64 = 256 * 1024;
/// The most entries that are read.
pub const MOST_ENTRIES: usize = 20_000;
/// The most bytes that are read, kept or not: an archive bomb of a few kilobytes can unpack to any size.
const MOST_READ: u64 = 256 * 1024 * 1024;
/// Folders that editors, compilers and archivers leave behind.
pub const LEFT_OUT: [&str; 6] = ["target", ".git", "__MACOSX", "node_modules", ".vscode", ".idea"];

/// The kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Other,
}

/// The bytes of a wanted file, or why it was not read: the rest of a sentence that begins with its path.
pub type Content = Result<Vec<u8>, String>;

/// An entry that has the name of a wanted file, or a similar one.
pub struct Entry {
    /// Its path in the submission, in a form that reports can show.
    pub path: String,
    /// The name of the wanted file, without its folder.
    pub wanted: String,
    /// Whether it has exactly that name; otherwise the name is only similar (`locked (1).rs`).
    pub is_exact: bool,
    /// Its bytes.
    pub content: Content,
}

/// An entry that is not graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Its path, in a form that reports can show.
    pub path: String,
    /// What is odd about it, if anything: the rest of a sentence that begins with its path.
    pub why: Option<&'static str>,
    /// The digest of its content, if it is source text.
    pub digest: Option<u64>,
}

/// A listing under construction.
pub struct Listing {
    wanted: BTreeSet<String>,
    listed: Listed,
    left: Rc<Cell<u64>>,
}

/// A complete listing.
#[derive(Default)]
pub struct Listed {
    /// Every entry that is a wanted file, sorted by path. A path can occur twice.
    pub files: Vec<Entry>,
    /// All other entries, sorted by path.
    pub others: Vec<Other>,
    /// The number of all files.
    pub seen: usize,
    /// Notes for the author.
    pub notes: Vec<String>,
    /// Why the rest could not be read, if so.
    pub fault: Option<String>,
}

impl Listing {
    /// `wanted` are file names without folders.
    pub fn new<'a>(wanted: impl Iterator<Item = &'a str>) -> Self {
        Listing {
            wanted: wanted.map(str::to_string).collect(),
            listed: Listed::default(),
            left: Rc::new(Cell::new(MOST_READ)),
        }
    }

    /// A reader that fails after more bytes than a submission may have. It is for reading an archive's structure; the
    /// entries themselves are limited anyway.
    pub fn metered<R: Read>(&self, reader: R) -> Metered<R> {
        Metered { reader, left: Rc::clone(&self.left) }
    }

    /// Adds an entry. Returns `Break` if no more should be read. Only source text of a plausible size is opened.
    ///
    /// # Errors
    ///
    /// If it cannot be opened or read. The entry is not added then.
    pub fn add<R: Read>(
        &mut self,
        path: &str,
        kind: Kind,
        size: u64,
        open: impl FnOnce() -> io::Result<R>,
    ) -> io::Result<ControlFlow<()>> {
        // Some Windows programs write backslashes between folders.
        let path = &path.replace('\\', "/");
        if path.split('/').any(|folder| LEFT_OUT.contains(&folder)) || is_litter(last_part(path)) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.listed.seen >= MOST_ENTRIES {
            self.listed.notes.push(format!("more than {MOST_ENTRIES} files: not all were read"));
            return Ok(ControlFlow::Break(()));
        }
        self.listed.seen += 1;
        let name = last_part(path);
        let why = odd(path, kind);
        let Some((wanted, is_exact)) = self.wanted(name) else {
            let archive = archive(name).map(|_| "is an archive inside the submission, which is not opened");
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
                // The size in an archive may be wrong.
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

    /// Adds a wanted file that cannot be read; `why` continues a sentence that begins with its path. Other files are
    /// ignored.
    pub fn unreadable(&mut self, path: &str, why: &str) {
        let path = &path.replace('\\', "/");
        if let Some((wanted, is_exact)) = self.wanted(last_part(path)) {
            self.keep(path, wanted, is_exact, Err(why.to_string()));
        }
    }

    /// Records why the rest cannot be read. A submission that exceeds the limits is discarded as a whole.
    pub fn fault(&mut self, why: impl Into<String>) {
        let why = if self.is_spent() {
            self.listed.files.clear();
            self.listed.others.clear();
            let most = MOST_READ / (1024 * 1024);
            format!("it contains more than {most} MiB: hand in only your source files, without `target`")
        } else {
            why.into()
        };
        self.listed.fault = Some(why);
    }

    /// Whether the limit of bytes was reached.
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

    /// The wanted file with this name, or with a similar one.
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
        // A report must show what is wrong with a path.
        let path = if content.is_ok() { normal(path) } else { path.to_string() };
        self.listed.files.push(Entry { path: shown(&path), wanted, is_exact, content });
    }
}

/// A path without empty parts and `.`.
fn normal(path: &str) -> String {
    if path.starts_with('/') {
        return path.to_string();
    }
    path.split('/').filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/")
}

/// Whether this is a file that systems and editors create, and that students do not hand in on purpose.
fn is_litter(name: &str) -> bool {
    let litter = [".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".gitattributes", ".gitkeep"];
    litter.contains(&name) || name.starts_with("._") || name.ends_with(".swp") || name.ends_with('~')
}

/// Why an entry is never read, if so: the rest of a sentence.
fn odd(path: &str, kind: Kind) -> Option<&'static str> {
    if kind == Kind::Other {
        Some("is a link or not a regular file")
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

/// A path in a form that terminals and reports can show.
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
