//! Files that are there whole or not at all, whatever ends this program: each is written under another name beside its
//! place, and then renamed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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

    /// Writes all of `content`.
    pub fn write(&self, content: &str) -> Result<(), String> {
        let written = match &self.place {
            Place::File(path) => replace(path, content),
            Place::Other(path) => {
                OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(content.as_bytes()))
            }
        };
        written.map_err(|error| format!("cannot write {}: {error}", self.shown.display()))
    }
}

fn place(path: &Path) -> io::Result<Place> {
    if !path.exists() {
        let part = part(path)?;
        File::create_new(&part)?;
        fs::remove_file(part)?;
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
    let part = part(&path)?;
    File::create_new(&part)?;
    fs::remove_file(part)?;
    Ok(Place::File(path))
}

fn replace(path: &Path, content: &str) -> io::Result<()> {
    let part = part(path)?;
    let written = File::create_new(&part).and_then(|mut file| {
        file.write_all(content.as_bytes())?;
        if let Ok(before) = path.metadata() {
            file.set_permissions(before.permissions())?;
        }
        file.sync_all()
    });
    let renamed = written.and_then(|()| fs::rename(&part, path));
    if renamed.is_err() {
        _ = fs::remove_file(part);
    }
    renamed
}

/// The other name: one that nobody else takes, in the same folder and so on the same disk.
fn part(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    Ok(path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("fetch-pool-{name}-{}", std::process::id()));
        _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        folder
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
        outputs.iter().for_each(|output| output.write("of now").unwrap());
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
        assert!(output.write("of now").unwrap_err().starts_with("cannot write "));
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
        Output::at(&link).unwrap().write("of now").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "of now");
        assert!(link.is_symlink());
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        let null = folder.join("null");
        symlink("/dev/null", &null).unwrap();
        Output::at(&null).unwrap().write("of now").unwrap();
        assert!(!Path::new("/dev/null").metadata().unwrap().is_file());
        fs::remove_dir_all(folder).unwrap();
    }
}
