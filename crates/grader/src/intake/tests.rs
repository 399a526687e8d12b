//! Every way to hand something in, right and wrong. Archives are made here, the damaged ones by cutting and changing
//! bytes.

use super::*;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::fs;
use std::io::Write;
use std::path::PathBuf;

const WANTED: [(&str, &str); 1] = [("counter-race", "src/locked.rs")];
const PLACE: &str = "counter-race/src/locked.rs";

type Read = (Option<HandedIn>, Vec<String>);

/// A folder of its own for each test, which goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("grader-intake-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, file: &str, bytes: &[u8]) {
        let file = self.0.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        match bytes.strip_prefix(b"link:") {
            #[cfg(unix)]
            Some(to) => std::os::unix::fs::symlink(std::str::from_utf8(to).unwrap(), file).unwrap(),
            _ => fs::write(file, bytes).unwrap(),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn read(path: &Path) -> Read {
    let found = find(&[path.to_path_buf()]).unwrap().remove(0);
    let intake = read_files(&WANTED, &found).unwrap();
    (intake.submission.get(&WANTED[0]).cloned(), intake.notes)
}

/// A folder with these files, read.
fn folder(test: &str, files: &[(&str, &[u8])]) -> Read {
    let folder = Folder::new(test);
    for (file, bytes) in files {
        folder.write(file, bytes);
    }
    let found = Found { id: test.to_string(), path: folder.0.clone(), form: Form::Folder };
    let intake = read_files(&WANTED, &found).unwrap();
    (intake.submission.get(&WANTED[0]).cloned(), intake.notes)
}

/// An archive with these bytes, read.
fn archive(test: &str, name: &str, bytes: &[u8]) -> Read {
    let folder = Folder::new(test);
    folder.write(name, bytes);
    read(&folder.0.join(name))
}

#[derive(Clone, Copy, Default)]
struct ZipEntry<'a> {
    path: &'a str,
    bytes: &'a [u8],
    mode: u32,
    encrypted: bool,
}

fn zip(entries: &[ZipEntry<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for entry in entries {
        let file = archive.new_file(rawzip::path::EntryPath::verbatim(entry.path.as_bytes()));
        let file = file.compression_method(CompressionMethod::DEFLATE).encrypted(entry.encrypted);
        let file = if entry.mode == 0 { file } else { file.unix_permissions(entry.mode) };
        let (mut file, config) = file.start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut file, Compression::best()));
        writer.write_all(entry.bytes).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        file.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let entries: Vec<_> =
        files.iter().map(|(path, bytes)| ZipEntry { path, bytes, ..ZipEntry::default() }).collect();
    zip(&entries)
}

/// The path goes into the header as it is: what the library would refuse to write, others write.
fn tar_of(entries: &[(&str, ::tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut archive = ::tar::Builder::new(Vec::new());
    for (path, kind, bytes) in entries {
        let mut header = ::tar::Header::new_gnu();
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

const FILE: ::tar::EntryType = ::tar::EntryType::Regular;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn text(text: &str) -> Option<HandedIn> {
    Some(HandedIn::Text(text.to_string()))
}

fn message(read: &Read) -> &str {
    match &read.0 {
        Some(HandedIn::Unusable(Verdict::DoesNotCompile, message)) => message,
        other => panic!("{:.200} {:?}", format!("{other:?}"), read.1),
    }
}

#[test]
fn a_file_in_its_place_is_taken_however_deep_that_is() {
    let (file, notes) = folder("deep", &[("handout/crates/counter-race/src/locked.rs", b"mod a;")]);
    assert_eq!((file, notes), (text("mod a;"), vec![]));
}

#[test]
fn a_file_in_another_place_is_taken_with_a_note() {
    let (file, notes) = folder("place", &[("my work/locked.rs", b"mod a;")]);
    assert_eq!(file, text("mod a;"));
    assert_eq!(notes, ["my work/locked.rs was taken for crates/counter-race/src/locked.rs, which is its place"]);
}

#[test]
fn what_is_missing_is_said() {
    assert_eq!(folder("empty", &[]), (None, vec!["nothing was handed in".to_string()]));
    let missing = vec!["crates/counter-race/src/locked.rs is missing".to_string()];
    assert_eq!(folder("missing", &[("README.md", b"hello")]), (None, missing));
    let (file, notes) = archive("empty-zip", "ana.zip", &zip(&[]));
    assert_eq!((file, notes), (None, vec!["nothing was handed in".to_string()]));
}

#[test]
fn text_that_is_not_utf8_is_refused_with_its_line() {
    let read = folder("utf8", &[("counter-race/src/locked.rs", b"// ok\n// caf\xe9\n")]);
    assert_eq!(message(&read), "counter-race/src/locked.rs: line 2 is not UTF-8: save it with that encoding");
}

#[test]
fn a_huge_file_is_refused_unread() {
    let huge = vec![b' '; 10_000_000];
    let expected = "locked.rs has 10000000 bytes: at most 262144 are read";
    assert_eq!(message(&folder("huge", &[("locked.rs", &huge)])), expected);
    assert_eq!(message(&archive("huge-zip", "a.zip", &zip_of(&[("locked.rs", &huge)]))), expected);
    let tar = gz(&tar_of(&[("locked.rs", FILE, &huge)]));
    assert_eq!(message(&archive("huge-tar", "a.tar.gz", &tar)), expected);
}

#[test]
fn different_copies_are_refused_and_equal_ones_are_not() {
    let copies = |one: &'static [u8], other: &'static [u8]| {
        [("a/counter-race/src/locked.rs", one), ("b/counter-race/src/locked.rs", other)]
    };
    let read = folder("copies", &copies(b"1", b"2"));
    assert!(message(&read).starts_with("src/locked.rs is there in different copies"));
    assert_eq!(folder("equal", &copies(b"1", b"1")).0, text("1"));
}

#[test]
fn two_entries_of_one_name_are_two_copies() {
    let expected = format!("src/locked.rs is there in different copies, hand in one: {PLACE}, {PLACE}");
    let read = archive("twice", "a.zip", &zip_of(&[(PLACE, b"1"), (PLACE, b"2")]));
    assert_eq!(message(&read), expected);
    let read = archive("twice-tar", "a.tar", &tar_of(&[(PLACE, FILE, b"1"), (PLACE, FILE, b"2")]));
    assert_eq!(message(&read), expected);
    assert_eq!(archive("same", "a.zip", &zip_of(&[(PLACE, b"1"), (PLACE, b"1")])).0, text("1"));
}

#[test]
fn archives_are_read_like_folders() {
    let path = "./handout/crates/counter-race/src/locked.rs";
    let left_out: (&str, &[u8]) = ("handout/target/debug/locked.rs", b"generated");
    let files: [(&str, &[u8]); 2] = [(path, b"mod a;"), left_out];
    let tar = tar_of(&files.map(|(path, bytes)| (path, FILE, bytes)));
    let read = (text("mod a;"), vec![]);
    assert_eq!(archive("zip", "ana.zip", &zip_of(&files)), read);
    assert_eq!(archive("upper", "ana.ZIP", &zip_of(&files)), read);
    assert_eq!(archive("tar", "ana.tar", &tar), read);
    assert_eq!(archive("gz", "ana.tar.gz", &gz(&tar)), read);
    assert_eq!(archive("tgz", "ana.tgz", &gz(&tar)), read);
    // An uncompressed archive often has a description of itself before the first file.
    let described =
        tar_of(&[("g", ::tar::EntryType::XGlobalHeader, b"18 comment=012345\n"), (path, FILE, b"mod a;")]);
    assert_eq!(archive("git", "ana.tar", &described), read);
}

#[test]
fn a_submission_has_the_name_of_its_archive_without_the_ending() {
    let folder = Folder::new("names");
    folder.write("ana.zip", b"");
    folder.write("b.c.tar.gz", b"");
    folder.write("dora/counter-race/src/locked.rs", b"");
    folder.write("eve.7z", b"");
    folder.write("roster.csv", b"");
    folder.write(".hidden.zip", b"");
    let found = find(std::slice::from_ref(&folder.0)).unwrap();
    let names: Vec<_> = found.iter().map(|found| (found.id.as_str(), found.form)).collect();
    let expected =
        [("ana", Form::Zip), ("b.c", Form::TarGz), ("dora", Form::Folder), ("eve", Form::Unknown(".7z"))];
    assert_eq!(names, expected);
    assert_eq!(find(&[folder.0.join("ana.zip")]).unwrap()[0].id, "ana");

    folder.write("dora.tgz", b"");
    let error = find(std::slice::from_ref(&folder.0)).unwrap_err().to_string();
    assert_eq!(error, "two submissions have the name `dora`");
    let error = find(&[folder.0.join("roster.csv")]).unwrap_err().to_string();
    assert!(error.ends_with("is neither a folder nor an archive (.zip, .tar, .tar.gz, .tgz)"), "{error}");
}

#[test]
fn an_archive_that_nothing_reads_is_a_message_to_its_author() {
    let expected = " archives are not read: hand in a folder, or a .zip, .tar, .tar.gz, .tgz archive";
    for ending in [".7z", ".rar", ".tar.xz", ".tar.bz2"] {
        let (file, notes) = archive(&ending[1..], &format!("ana{ending}"), b"anything");
        let expected = format!("{ending}{expected}");
        assert_eq!(
            (file, notes),
            (Some(HandedIn::Unusable(Verdict::DoesNotCompile, expected.clone())), vec![expected])
        );
    }
}

#[test]
fn an_archive_in_a_submission_is_not_looked_into() {
    let (file, notes) = folder("nested", &[("work.zip", &zip_of(&[(PLACE, b"1")]))]);
    assert_eq!(file, None);
    assert_eq!(notes[0], "work.zip is an archive in the submission, which is not looked into: ignored");
}

#[test]
#[cfg(unix)]
fn a_link_in_a_folder_is_not_followed() {
    let read = folder("link", &[("counter-race/src/locked.rs", b"link:/etc/passwd")]);
    assert_eq!(message(&read), format!("{PLACE} is a link, or no file at all: hand in the file itself"));
}

#[test]
fn links_and_devices_in_archives_are_not_followed() {
    let expected = format!("{PLACE} is a link, or no file at all: hand in the file itself");
    let link = ZipEntry { path: PLACE, bytes: b"/etc/passwd", mode: 0o120_777, ..ZipEntry::default() };
    assert_eq!(message(&archive("zip-link", "a.zip", &zip(&[link]))), expected);
    for kind in [::tar::EntryType::Symlink, ::tar::EntryType::Link, ::tar::EntryType::Char, ::tar::EntryType::Fifo]
    {
        let read = archive("tar-link", "a.tar", &tar_of(&[(PLACE, kind, b"")]));
        assert_eq!(message(&read), expected, "{kind:?}");
    }
}

#[test]
fn paths_that_lead_elsewhere_are_refused_if_wanted_and_else_ignored() {
    for (name, path, why) in [
        ("up", "../counter-race/src/locked.rs", "has a path with `..`, which leads out of the submission"),
        ("root", "/counter-race/src/locked.rs", "has an absolute path"),
        ("drive", "C:/counter-race/src/locked.rs", "has an absolute path"),
        ("back", "counter-race\\src\\locked.rs", "has a backslash in its name"),
    ] {
        let expected = format!("{path} {why}: hand in the file itself");
        let of_zip = archive(&format!("zip-{name}"), "a.zip", &zip_of(&[(path, b"1")]));
        let of_tar = archive(&format!("tar-{name}"), "a.tar", &tar_of(&[(path, FILE, b"1")]));
        assert_eq!([message(&of_zip), message(&of_tar)], [expected.as_str(), &expected]);

        let other = path.replace("locked.rs", "other.rs");
        let (file, notes) = archive(&format!("other-{name}"), "a.zip", &zip_of(&[(&other, b"1"), (PLACE, b"2")]));
        assert_eq!((file, notes), (text("2"), vec![format!("{other} {why}: ignored")]));
    }
    let nul = archive("nul", "a.zip", &zip_of(&[("a\0/locked.rs", b"1")]));
    assert_eq!(message(&nul), "a\u{fffd}/locked.rs has a NUL in its name: hand in the file itself");
}

#[test]
fn of_many_odd_entries_the_first_are_told() {
    let paths: Vec<String> = (0..9).map(|number| format!("/{number}")).collect();
    let files: Vec<(&str, &[u8])> = paths.iter().map(|path| (path.as_str(), &b""[..])).collect();
    let (_, notes) = archive("many", "a.zip", &zip_of(&files));
    assert_eq!((notes.len(), notes[5].as_str()), (7, "4 more entries were ignored"));
}

#[test]
fn an_encrypted_entry_is_refused() {
    let secret = ZipEntry { path: PLACE, bytes: b"1", encrypted: true, ..ZipEntry::default() };
    let read = archive("encrypted", "a.zip", &zip(&[secret]));
    assert_eq!(message(&read), format!("{PLACE} is encrypted: pack it without a password"));
}

#[test]
fn a_cut_archive_is_told_and_what_was_read_of_it_counts() {
    let zip = zip_of(&[(PLACE, b"1")]);
    let read = archive("cut-zip", "a.zip", &zip[..zip.len() - 30]);
    assert!(message(&read).starts_with("the zip archive is damaged or cut off, pack it again: "), "{read:?}");
    assert_eq!(read.1.len(), 1, "{read:?}");

    let long = vec![b'x'; 10_000];
    let tar = tar_of(&[(PLACE, FILE, b"1"), ("other.rs", FILE, &long)]);
    let (file, notes) = archive("cut-tar", "a.tar", &tar[..4000]);
    assert_eq!(file, text("1"));
    assert!(notes[0].starts_with("the tar archive is damaged or cut off, pack it again: "), "{notes:?}");

    let tar = tar_of(&[(PLACE, FILE, &long)]);
    let read = archive("cut-file", "a.tar", &tar[..4000]);
    assert_eq!(message(&read), format!("{PLACE} is cut off in the archive: pack it again"));
    let compressed = gz(&tar_of(&[("a", FILE, &long), (PLACE, FILE, b"1")]));
    let read = archive("cut-gz", "a.tgz", &compressed[..40]);
    assert!(message(&read).starts_with("the tar archive is damaged or cut off"), "{read:?}");
}

#[test]
fn a_damaged_archive_is_told() {
    let mut bytes = zip_of(&[(PLACE, b"some text that is packed")]);
    let at = PLACE.len() + 30 + 4;
    bytes[at] ^= 0x55;
    let read = archive("damaged", "a.zip", &bytes);
    assert_eq!(message(&read), format!("{PLACE} is damaged in the archive: pack it again"));
    for (name, file) in [("no-zip", "a.zip"), ("no-tar", "a.tar"), ("no-gz", "a.tar.gz")] {
        let read = archive(name, file, &[b'?'; 2000]);
        assert!(message(&read).contains(" archive is damaged or cut off, pack it again: "), "{read:?}");
    }
    // The checksum stands in the last eight bytes.
    let mut bytes = gz(&tar_of(&[(PLACE, FILE, b"1")]));
    let at = bytes.len() - 8;
    bytes[at] ^= 1;
    let (_, notes) = archive("checksum", "a.tgz", &bytes);
    assert!(notes[0].starts_with("the tar archive is damaged"), "{notes:?}");
}

#[test]
fn a_zip_that_lies_about_a_size_is_refused() {
    let huge = vec![b' '; 1_000_000];
    let mut bytes = zip_of(&[(PLACE, &huge)]);
    // Wherever the true size stands, in the descriptor and in the directory.
    let (truth, lie) = (1_000_000_u32.to_le_bytes(), 100_u32.to_le_bytes());
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == truth {
            bytes[at..at + 4].copy_from_slice(&lie);
        }
    }
    let read = archive("lie", "a.zip", &bytes);
    assert_eq!(message(&read), format!("{PLACE} is damaged in the archive: pack it again"));
}

#[test]
fn a_bomb_is_refused_as_a_whole() {
    let expected = "there are more than 256 MiB in it: hand in your source files, without `target`";
    let zeros = vec![0; 1024 * 1024];
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    bomb.write_all(&tar_of(&[(PLACE, FILE, b"1")])[..1024]).unwrap();
    let mut header = ::tar::Header::new_gnu();
    header.set_path("zeros").unwrap();
    header.set_size(300 * 1024 * 1024);
    header.set_cksum();
    bomb.write_all(header.as_bytes()).unwrap();
    for _ in 0..300 {
        bomb.write_all(&zeros).unwrap();
    }
    let read = archive("bomb", "a.tar.gz", &bomb.finish().unwrap());
    assert_eq!((message(&read), read.1.as_slice()), (expected, &[expected.to_string()][..]));

    // 1,100 copies of a file that is just small enough.
    let copies: Vec<String> = (0..1100).map(|number| format!("{number}/locked.rs")).collect();
    let files: Vec<(&str, &[u8])> = copies.iter().map(|path| (path.as_str(), &zeros[..256 * 1024])).collect();
    let read = archive("copies-zip", "a.zip", &zip_of(&files));
    assert_eq!(message(&read), expected);
}

#[test]
fn more_entries_than_any_submission_has_are_not_looked_at() {
    let paths: Vec<String> = (0..=listing::MOST_ENTRIES).map(|number| number.to_string()).collect();
    let mut files: Vec<(&str, &[u8])> = paths.iter().map(|path| (path.as_str(), &b""[..])).collect();
    files.push((PLACE, b"1"));
    let (file, notes) = archive("entries", "a.zip", &zip_of(&files));
    assert_eq!(file, None);
    assert_eq!(notes[0], "more than 20000 files: not all were looked at");
}
