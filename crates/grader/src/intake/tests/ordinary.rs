//! What students do, and their usual mistakes.

use super::*;

#[test]
fn a_file_in_its_place_is_read_at_any_depth() {
    let (file, notes) = folder("deep", &[("handout/crates/counter-race/src/locked.rs", b"mod a;")]);
    assert_eq!((file, notes), (text("mod a;"), vec![]));
}

#[test]
fn a_file_in_the_wrong_place_is_read_with_a_note() {
    let (file, notes) = folder("place", &[("my work/locked.rs", b"mod a;")]);
    assert_eq!(file, text("mod a;"));
    assert_eq!(notes, ["my work/locked.rs was graded as crates/counter-race/src/locked.rs, where it belongs"]);
}

#[test]
fn missing_files_are_noted() {
    assert_eq!(folder("empty", &[]), (None, vec!["nothing was handed in".to_string()]));
    let missing = vec!["crates/counter-race/src/locked.rs is missing".to_string()];
    assert_eq!(folder("missing", &[("README.md", b"hello")]), (None, missing));
    let (file, notes) = archive("empty-zip", "ana.zip", &zip(&[]));
    assert_eq!((file, notes), (None, vec!["nothing was handed in".to_string()]));
}

#[test]
fn text_that_is_not_utf8_is_refused_naming_the_line() {
    let read = folder("utf8", &[("counter-race/src/locked.rs", b"// ok\n// caf\xe9\n")]);
    assert_eq!(message(&read), "counter-race/src/locked.rs: line 2 is not UTF-8: save the file as UTF-8");
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
    assert!(message(&read).starts_with("there are different copies of src/locked.rs"));
    assert_eq!(folder("equal", &copies(b"1", b"1")).0, text("1"));
}

#[test]
fn two_entries_of_one_name_are_two_copies() {
    let expected = format!("there are different copies of src/locked.rs, hand in only one: {PLACE}, {PLACE}");
    let read = archive("twice", "a.zip", &zip_of(&[(PLACE, b"1"), (PLACE, b"2")]));
    assert_eq!(message(&read), expected);
    let read = archive("twice-tar", "a.tar", &tar_of(&[(PLACE, FILE, b"1"), (PLACE, FILE, b"2")]));
    assert_eq!(message(&read), expected);
    assert_eq!(archive("same", "a.zip", &zip_of(&[(PLACE, b"1"), (PLACE, b"1")])).0, text("1"));
}

#[test]
fn archives_are_read_like_folders() {
    let path = "./handout/crates/counter-race/src/locked.rs";
    let left_out: (&str, &[u8]) = ("handout/target/package/counter-race/src/locked.rs", b"generated");
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
    let found = find(std::slice::from_ref(&folder.0)).unwrap().submissions;
    let names: Vec<_> = found.iter().map(|found| (found.id.as_str(), found.form.clone())).collect();
    let expected =
        [("ana", Form::Zip), ("b.c", Form::TarGz), ("dora", Form::Folder), ("eve", Form::Unknown(".7z"))];
    assert_eq!(names, expected);
    assert_eq!(find(&[folder.0.join("ana.zip")]).unwrap().submissions[0].id, "ana");

    let error = find(&[folder.0.join("roster.csv")]).unwrap_err().to_string();
    assert!(error.ends_with("is neither a folder nor an archive (.zip, .tar, .tar.gz, .tgz)"), "{error}");
}

#[test]
fn an_archive_that_nothing_reads_is_a_message_to_its_author() {
    let expected = " archives are not supported: hand in a folder, or a .zip, .tar, .tar.gz, .tgz archive";
    for ending in [".7z", ".rar", ".tar.xz", ".tar.bz2"] {
        let (file, notes) = archive(&ending[1..], &format!("ana{ending}"), b"anything");
        let expected = format!("{ending}{expected}");
        assert_eq!(
            (file, notes),
            (Some(HandedIn::Unusable(Verdict::NotReadable, expected.clone())), vec![expected])
        );
    }
}

#[test]
fn an_archive_beside_a_solution_is_not_looked_into() {
    let (file, notes) = folder("nested", &[("work.zip", &zip_of(&[(PLACE, b"1")])), (PLACE, b"2")]);
    assert_eq!(file, text("2"));
    assert_eq!(notes[0], "work.zip is an archive inside the submission, which is not opened: ignored");
}

#[test]
#[cfg(unix)]
fn a_link_in_a_folder_is_not_followed() {
    let read = folder("link", &[("counter-race/src/locked.rs", b"link:/etc/passwd")]);
    assert_eq!(message(&read), format!("{PLACE} is a link or not a regular file: hand in the file itself"));
}
