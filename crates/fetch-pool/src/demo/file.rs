//! Files that are there whole or not at all, whatever ends this program: each is written under another name beside its
//! place, and then renamed.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file to be written at the end.
pub struct Output {
    shown: PathBuf,
    place: Place,
}

enum Place {
    /// A file, by its real path: a link to it stays one.
    File(PathBuf),
    /// A pipe, a terminal, `/dev/null`: nothing to be renamed.
    Other(PathBuf),
}

impl Output {
    /// Finds out whether `path` can be written to, and changes nothing there. Who gave one that cannot should not wait to
    /// be told so.
    pub fn at(path: &Path) -> Result<Output, String> {
        let place = place(path).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        Ok(Output { shown: path.to_path_buf(), place })
    }

    /// The folder that it is in, if it is a file.
    pub fn folder(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(folder(path)),
            Place::Other(_) => None,
        }
    }

    /// Writes all that `content` writes.
    pub fn write(&self, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), String> {
        let written = match &self.place {
            Place::File(path) => replace(path, content),
            Place::Other(path) => {
                OpenOptions::new().write(true).open(path).and_then(|file| filled(file, content).map(drop))
            }
        };
        written.map_err(|error| format!("cannot write {}: {error}", self.shown.display()))
    }
}

fn place(path: &Path) -> io::Result<Place> {
    if !path.exists() {
        part(path)?;
        return Ok(Place::File(path.to_path_buf()));
    }
    let path = path.canonicalize()?;
    if path.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !path.metadata()?.is_file() {
        return Ok(Place::Other(path));
    }
    OpenOptions::new().write(true).open(&path)?; // one that may not be changed is not replaced either
    part(&path)?;
    Ok(Place::File(path))
}

fn replace(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let part = part(path)?;
    filled(part.as_file(), content)?;
    if let Ok(before) = path.metadata() {
        part.as_file().set_permissions(before.permissions())?;
    }
    part.as_file().sync_all()?;
    part.persist(path)?;
    Ok(())
}

fn filled(file: impl Write, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = BufWriter::new(file);
    content(&mut file)?;
    file.flush()
}

/// The file under its other name, in the same folder and so on the same disk; removed unless it gets its own. Made like
/// any file, and not for this user alone, as temporary files are.
fn part(path: &Path) -> io::Result<NamedTempFile> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let prefix = format!(".{}.", name.to_string_lossy());
    tempfile::Builder::new().prefix(&prefix).suffix(".part").make_in(folder(path), |path| File::create_new(path))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("fetch-pool-{name}-{}", std::process::id()));
        _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        folder
    }

    fn now(out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"of now")
    }

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn nothing_changes_before_the_whole_content_is_there() {
        let folder = folder("before");
        let (old, new) = (folder.join("old"), folder.join("new"));
        fs::write(&old, "of last time").unwrap();
        let outputs = [&old, &new].map(|path| Output::at(path).unwrap());
        assert_eq!(fs::read_to_string(&old).unwrap(), "of last time");
        assert_eq!(names(&folder), ["old"]);
        outputs.iter().for_each(|output| output.write(now).unwrap());
        assert_eq!([old, new].map(|path| fs::read_to_string(path).unwrap()), ["of now", "of now"]);
        assert_eq!(names(&folder).len(), 2);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_content_that_cannot_be_put_in_place_leaves_no_part_behind() {
        let folder = folder("part");
        let path = folder.join("file");
        let output = Output::at(&path).unwrap();
        fs::create_dir(&path).unwrap(); // meanwhile
        assert!(output.write(now).unwrap_err().starts_with("cannot write "));
        assert_eq!(names(&folder), ["file"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_devices_and_permissions_stay_what_they_are() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder("links");
        let (file, link) = (folder.join("file"), folder.join("link"));
        fs::write(&file, "of last time").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("file", &link).unwrap();
        Output::at(&link).unwrap().write(now).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "of now");
        assert!(link.is_symlink());
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        let null = folder.join("null");
        symlink("/dev/null", &null).unwrap();
        Output::at(&null).unwrap().write(now).unwrap();
        assert!(!Path::new("/dev/null").metadata().unwrap().is_file());
        fs::remove_dir_all(folder).unwrap();
    }
}
