//! Damaged submissions, with bytes cut off or changed, and malicious ones.

use super::*;

#[test]
fn links_and_devices_in_archives_are_not_followed() {
    let expected = format!("{PLACE} is a link or not a regular file: hand in the file itself");
    let link = ZipEntry { path: PLACE, bytes: b"/etc/passwd", mode: 0o120_777, ..ZipEntry::default() };
    assert_eq!(message(&archive("zip-link", "a.zip", &zip(&[link]))), expected);
    for kind in [::tar::EntryType::Symlink, ::tar::EntryType::Link, ::tar::EntryType::Char, ::tar::EntryType::Fifo]
    {
        let read = archive("tar-link", "a.tar", &tar_of(&[(PLACE, kind, b"")]));
        assert_eq!(message(&read), expected, "{kind:?}");
    }
}

#[test]
fn paths_outside_the_submission_are_refused_if_wanted_and_otherwise_ignored() {
    for (name, path, why) in [
        ("up", "../counter-race/src/locked.rs", "has a path with `..`, which leads out of the submission"),
        ("root", "/counter-race/src/locked.rs", "has an absolute path"),
        ("drive", "C:/counter-race/src/locked.rs", "has an absolute path"),
        ("back", "..\\counter-race\\src\\locked.rs", "has a path with `..`, which leads out of the submission"),
    ] {
        let shown = path.replace('\\', "/");
        let expected = format!("{shown} {why}: hand in the file itself");
        let of_zip = archive(&format!("zip-{name}"), "a.zip", &zip_of(&[(path, b"1")]));
        let of_tar = archive(&format!("tar-{name}"), "a.tar", &tar_of(&[(path, FILE, b"1")]));
        assert_eq!([message(&of_zip), message(&of_tar)], [expected.as_str(), &expected]);

        let other = path.replace("locked.rs", "other.rs");
        let (file, notes) = archive(&format!("other-{name}"), "a.zip", &zip_of(&[(&other, b"1"), (PLACE, b"2")]));
        let other = other.replace('\\', "/");
        assert_eq!((file, notes), (text("2"), vec![format!("{other} {why}: ignored")]));
    }
    let nul = archive("nul", "a.zip", &zip_of(&[("a\0/locked.rs", b"1")]));
    assert_eq!(message(&nul), "a\\u{0}/locked.rs has a NUL in its name: hand in the file itself");
}

#[test]
fn only_the_first_of_many_odd_entries_are_noted() {
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
fn a_truncated_archive_is_reported_and_the_part_that_was_read_counts() {
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
fn a_damaged_archive_is_reported() {
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
fn a_zip_with_a_false_size_is_refused() {
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
    let expected = "it contains more than 256 MiB: hand in only your source files, without `target`";
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
fn entries_beyond_the_limit_are_not_read() {
    let paths: Vec<String> = (0..=listing::MOST_ENTRIES).map(|number| number.to_string()).collect();
    let mut files: Vec<(&str, &[u8])> = paths.iter().map(|path| (path.as_str(), &b""[..])).collect();
    files.push((PLACE, b"1"));
    let (file, notes) = archive("entries", "a.zip", &zip_of(&files));
    assert_eq!(file, None);
    assert_eq!(notes[0], "more than 20000 files: not all were read");
}

#[test]
#[cfg(unix)]
fn pipes_do_not_block_the_grader() {
    use nix::sys::stat::Mode;
    let folder = Folder::new("pipes");
    folder.write("crates/readme.md", b"");
    let pipe = |name: &str| nix::unistd::mkfifo(&folder.0.join(name), Mode::from_bits_truncate(0o666)).unwrap();
    std::fs::create_dir_all(folder.0.join("counter-race/src")).unwrap();
    pipe(PLACE);
    assert_eq!(
        message(&read(&folder.0)),
        format!("{PLACE} is a link or not a regular file: hand in the file itself")
    );
    for name in ["a.zip", "b.tar", "c.tgz"] {
        pipe(name);
        let (file, notes) = read(&folder.0.join(name));
        let fault = "the archive is a link or not a regular file: hand in the archive itself";
        assert_eq!(notes, [fault], "{name}: {file:?}");
    }
}

#[test]
#[cfg(unix)]
fn names_of_any_bytes_stay_distinct_and_in_one_line() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("names");
    let long = "n".repeat(250);
    let names: [&[u8]; 7] =
        [b"a\xff", b"a\xfe", b"\x1b[2J", b"a\nb", b"=1+1", b"<script>alert(1)<", long.as_bytes()];
    for name in names {
        let place = folder.0.join(std::ffi::OsStr::from_bytes(name)).join(PLACE);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, "1").unwrap();
    }
    let found = find(std::slice::from_ref(&folder.0)).unwrap().submissions;
    assert_eq!(found.len(), names.len());
    for found in &found {
        assert!(!found.id.chars().any(char::is_control) && found.id.len() < 200, "{}", found.id);
        // A folder with that name can be made, and it is inside the one for results.
        fs::create_dir_all(folder.0.join("out").join(&found.id)).unwrap();
        assert_eq!(read_files(&WANTED, found).unwrap().submission[&WANTED[0]], HandedIn::Text("1".to_string()));
    }
    let made = fs::read_dir(folder.0.join("out")).unwrap().count();
    assert_eq!(made, names.len());
}

#[test]
fn a_name_that_leads_out_of_the_results_folder_is_refused() {
    let folder = Folder::new("dots");
    for name in ["...zip", "..tar"] {
        folder.write(name, b"");
        let error = find(&[folder.0.join(name)]).unwrap_err().to_string();
        assert!(error.ends_with(" has no name before its extension"), "{error}");
    }
}
