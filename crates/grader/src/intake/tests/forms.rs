//! Changes to submissions by learning platforms, browsers and desktops.

use super::*;

fn of_folder(folder: &Folder) -> Finds {
    find(std::slice::from_ref(&folder.0)).unwrap()
}

fn ids(finds: &Finds) -> Vec<&str> {
    finds.submissions.iter().map(|found| found.id.as_str()).collect()
}

fn intake(found: &Found) -> Intake {
    read_files(&WANTED, found).unwrap()
}

#[test]
fn a_bare_file_beside_folders_is_a_submission_of_its_own() {
    let folder = Folder::new("bare");
    folder.write("ana/locked.rs", b"1");
    folder.write("ben.zip", &zip_of(&[(PLACE, b"2")]));
    folder.write("locked.rs", b"3");
    let finds = of_folder(&folder);
    assert_eq!(ids(&finds), ["ana", "ben", "locked"]);
    let texts = finds.submissions.iter().map(|found| intake(found).submission[&WANTED[0]].clone());
    assert_eq!(texts.map(Some).collect::<Vec<_>>(), ["1", "2", "3"].map(text));

    let alone = Folder::new("bare-alone");
    alone.write("locked.rs", b"1");
    alone.write("notes/README.md", b"mine");
    assert_eq!(ids(&of_folder(&alone)), [alone.0.file_name().unwrap().to_str().unwrap()]);
}

#[test]
fn one_archive_in_a_folder_is_the_submission_as_moodle_packs_it() {
    let folder = Folder::new("moodle");
    folder.write("Ana Ruiz_12_assignsubmission_file_/abgabe.zip", &zip_of(&[(PLACE, b"1")]));
    folder.write("Ben Vo_13_assignsubmission_file_/lab.rar", b"Rar!");
    folder.write("Cho Li_14_assignsubmission_file_/one.zip", &zip_of(&[(PLACE, b"1")]));
    folder.write("Cho Li_14_assignsubmission_file_/two.zip", &zip_of(&[(PLACE, b"2")]));
    let finds = of_folder(&folder);
    let [ana, ben, cho] = [0, 1, 2].map(|index| intake(&finds.submissions[index]));
    assert_eq!(ana.submission[&WANTED[0]], HandedIn::Text("1".to_string()));
    assert_eq!(ana.notes, ["abgabe.zip was read: it is the only archive here"]);
    assert!(ana.attention.is_empty());
    assert!(ben.attention[0].starts_with(".rar archives are not supported"), "{:?}", ben.attention);
    assert_eq!(cho.attention[0], "it contains several archives, hand in only one: one.zip, two.zip");
    assert!(matches!(&cho.submission[&WANTED[0]], HandedIn::Unusable(Verdict::NotReadable, _)));
}

#[test]
fn backslashes_between_folders_are_read_as_slashes() {
    let path = "lab\\crates\\counter-race\\src\\locked.rs";
    let read = (text("1"), vec![]);
    assert_eq!(archive("back-zip", "a.zip", &zip_of(&[(path, b"1")])), read);
    #[cfg(unix)]
    assert_eq!(folder("back-folder", &[(path, b"1")]), read);
}

#[test]
fn a_similar_name_is_accepted_with_a_note_if_it_is_unambiguous() {
    for name in ["locked (1).rs", "locked - Copy.rs", "locked.rs.txt", "Locked.rs"] {
        let (file, notes) = folder("alike", &[(name, b"1")]);
        assert_eq!(file, text("1"), "{name}");
        let note = format!("{name} was graded as crates/counter-race/src/locked.rs: the names are similar");
        assert_eq!(notes, [note], "{name}");
    }
    let (file, notes) = folder("alike-beside", &[(PLACE, b"1"), ("locked (1).rs", b"2"), ("locked (2).rs", b"1")]);
    assert_eq!(file, text("1"));
    assert_eq!(
        notes,
        [format!("locked (1).rs is not graded: its name is similar to {PLACE}, but its content differs")]
    );
    let read = folder("alike-two", &[("locked (1).rs", b"1"), ("locked (2).rs", b"2")]);
    assert!(message(&read).starts_with("there are different copies of src/locked.rs"), "{read:?}");
}

#[test]
fn an_archive_and_a_folder_with_one_name_are_reported_and_the_rest_is_graded() {
    let folder = Folder::new("twice");
    folder.write("ana.zip", &zip_of(&[(PLACE, b"1")]));
    folder.write("ana/locked.rs", b"2");
    folder.write("ben/locked.rs", b"3");
    folder.write("cho.zip", &zip_of(&[(PLACE, b"4")]));
    folder.write("cho/locked.rs", b"4");
    let finds = of_folder(&folder);
    assert_eq!(ids(&finds), ["ana", "ben", "cho"]);
    let [ana, ben, cho] = [0, 1, 2].map(|index| intake(&finds.submissions[index]));
    assert_eq!(ana.attention, ["there are different submissions with this name, keep only one: ana.zip, ana/"]);
    assert!(matches!(&ana.submission[&WANTED[0]], HandedIn::Unusable(Verdict::NotReadable, _)));
    assert_eq!(ben.submission[&WANTED[0]], HandedIn::Text("3".to_string()));
    assert_eq!(cho.submission[&WANTED[0]], HandedIn::Text("4".to_string()));
    assert!(cho.attention.is_empty());
}

#[test]
fn files_that_are_not_submissions_have_a_line() {
    let folder = Folder::new("among");
    folder.write("ana/locked.rs", b"1");
    folder.write("essay.pdf", b"%PDF");
    folder.write("roster.csv", b"folder\nana\n");
    let mut expected = vec!["essay.pdf is neither a folder, an archive nor a source file: not graded"];
    #[cfg(unix)]
    {
        folder.write("shortcut.zip", b"link:/etc/passwd");
        expected.push("shortcut.zip is a link or not a regular file: not graded");
    }
    let finds = of_folder(&folder);
    assert_eq!(ids(&finds), ["ana"]);
    assert_eq!(finds.others, expected);
}

#[test]
fn files_that_are_not_graded_are_named() {
    let read = folder("others", &[(PLACE, b"1"), ("counter-race/src/helper.rs", b"2"), ("essay.pdf", b"%PDF")]);
    let notes = [
        "counter-race/src/helper.rs is not graded: no exercise asks for it",
        "essay.pdf is not graded: no exercise asks for it",
    ];
    assert_eq!((read.0, read.1), (text("1"), notes.map(str::to_string).to_vec()));
}

#[test]
fn utf16_is_not_readable_and_says_what_to_do() {
    let wide: Vec<u8> = b"\xff\xfem\0o\0d\0 \0a\0;\0".to_vec();
    let expected = format!("{PLACE} is not UTF-8 (it may be UTF-16): save the file as UTF-8");
    assert_eq!(message(&folder("utf16", &[(PLACE, &wide)])), expected);
    assert_eq!(message(&folder("utf16-bare", &[(PLACE, &wide[2..])])), expected);
}

#[test]
fn an_empty_file_is_called_empty() {
    for empty in ["", " \n\n", "\u{feff}"] {
        let (file, notes) = folder("empty-file", &[(PLACE, empty.as_bytes())]);
        let expected = format!("{PLACE} is empty");
        assert_eq!(
            (file, notes),
            (Some(HandedIn::Unusable(Verdict::NotWritten, expected.clone())), vec![expected])
        );
    }
}
