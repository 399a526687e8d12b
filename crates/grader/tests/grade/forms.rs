//! A class with submissions in every form in which they arrive, from learning platforms, browsers, desktops and
//! editors. Their marks and the lines for the instructor are a snapshot in `forms.txt`.
//!
//! Most hand in only the reference's locked counter, for which nothing is compiled. `UPDATE=1` writes the snapshot;
//! review every line of it.

use crate::archives::{tar, tar_gz, zip, zip_with_password};
use crate::class::{ATOMIC, Class, Files, LOCKED, STALE, reference, root, with_block};
use std::fs;
use std::time::Instant;

const SNAPSHOT: &str = "tests/grade/forms.txt";
/// The least number of submissions in this class.
const LEAST: usize = 40;

/// The reference's locked counter.
fn locked() -> Vec<u8> {
    reference()[LOCKED].clone()
}

/// One file.
fn file(path: &str, bytes: impl Into<Vec<u8>>) -> Files {
    Files::from([(path.to_string(), bytes.into())])
}

/// One file with the locked counter.
fn at(path: &str) -> Files {
    file(path, locked())
}

fn and(mut files: Files, path: &str, bytes: impl Into<Vec<u8>>) -> Files {
    files.insert(path.to_string(), bytes.into());
    files
}

/// The locked counter with changed text.
fn changed(from: &str, to: &str) -> Files {
    let text = String::from_utf8(locked()).unwrap();
    assert!(text.contains(from), "{from}");
    file(LOCKED, text.replace(from, to))
}

fn folders(class: &Class) {
    let other = || locked().into_iter().chain(*b"// another\n").collect::<Vec<u8>>();
    let utf16 = |text: &[u8]| -> Vec<u8> {
        let text = String::from_utf8(text.to_vec()).unwrap();
        [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
    };
    let windows = String::from_utf8(locked()).unwrap().replace('\n', "\r\n");
    let mut lib = fs::read(root().join("crates/counter-race/src/lib.rs")).unwrap();
    lib.extend(b"pub mod helper;\n");
    let given = fs::read(root().join("crates/counter-race/src/racy.rs")).unwrap();
    for (id, files) in [
        ("folder", at(LOCKED)),
        ("folder-deep", at(&format!("desktop/lab/{LOCKED}"))),
        ("folder-flat", at("locked.rs")),
        ("folder-of-all", reference()),
        ("name-browser", at("locked (1).rs")),
        ("name-windows", at("locked - Copy.rs")),
        ("name-mac", at("locked copy.rs")),
        ("name-txt", at("locked.rs.txt")),
        ("name-capital", at("Locked.rs")),
        ("name-of-a-person", at("my_locked.rs")),
        ("copies-one-original", and(at(LOCKED), "locked (1).rs", other())),
        ("copies-no-original", and(at("locked (1).rs"), "locked (2).rs", other())),
        ("copies-two-originals", and(at("old/locked.rs"), "new/locked.rs", other())),
        ("copies-equal", and(at("old/locked.rs"), "new/locked.rs", locked())),
        ("twice-different", at(LOCKED)),
        ("twice-equal", at(LOCKED)),
        ("text-utf16", file(LOCKED, utf16(&locked()))),
        ("text-latin1", file(LOCKED, b"// one\n// caf\xe9\n")),
        ("text-windows", file(LOCKED, format!("\u{feff}{windows}"))),
        ("text-empty", file(LOCKED, b"\n")),
        ("text-large", file(LOCKED, vec![b' '; 300_000])),
        ("others-pdf-alone", file("solution.pdf", b"%PDF-1.7")),
        ("others-pdf", and(at(LOCKED), "notes.pdf", b"%PDF-1.7")),
        ("others-given", and(at(LOCKED), "crates/counter-race/src/racy.rs", given)),
        (
            "others-helper",
            and(
                and(at(LOCKED), "crates/counter-race/src/helper.rs", b"// help\n"),
                "crates/counter-race/src/lib.rs",
                lib,
            ),
        ),
        ("others-archive", and(at(LOCKED), "backup.zip", zip(&at(LOCKED)))),
        ("gradebook.csv", at(LOCKED)),
        ("summary.json", at(LOCKED)),
        ("Ana Ruiz_101_assignsubmission_file_", file("abgabe.zip", zip(&at(LOCKED)))),
        ("Ben Vo_102_assignsubmission_file_", file("lab.tar.gz", tar_gz(&at(LOCKED)))),
        ("Cho Li_103_assignsubmission_file_", file("lab.rar", b"Rar!")),
        ("Dee Ng_104_assignsubmission_file_", and(file("1.zip", zip(&at(LOCKED))), "2.zip", b"PK")),
        ("Eve Oz_105_assignsubmission_file_", at("locked.rs")),
        (
            "code-variable",
            changed(
                "impl Counter for",
                "#[allow(dead_code)]\nfn plus(core: u64) -> u64 { let env = core; env }\n\nimpl Counter for",
            ),
        ),
        ("code-std", changed("use common::sync::{", "use std::sync::{")),
        ("code-static", and(at(ATOMIC), LOCKED, b"use std::sync::LazyLock;\n")),
        ("code-wrong", file(ATOMIC, with_block(reference(), ATOMIC, "atomic-increment", STALE)[ATOMIC].clone())),
        ("code-own-tests", {
            let mut text = locked();
            text.extend(
                b"\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn counts() { std::thread::yield_now(); }\n}\n",
            );
            file(LOCKED, text)
        }),
        ("code-review", {
            let mut text = locked();
            text.extend(b"\n#[allow(dead_code)]\ntrait Any {}\nimpl<T: ?Sized> Any for T {}\n");
            file(LOCKED, text)
        }),
        ("late", at(LOCKED)),
        ("late-extended", at(LOCKED)),
    ] {
        class.hand_in(id, &files);
    }
    fs::create_dir(class.folder.join("class/folder-empty")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", class.folder.join("class/folder-flat/atomic.rs")).unwrap();
}

fn archives(class: &Class) {
    let whole = zip(&at(LOCKED));
    for (name, bytes) in [
        ("zip.zip", whole.clone()),
        ("zip-capital.ZIP", whole.clone()),
        ("zip-backslash.zip", zip(&at(&LOCKED.replace('/', "\\")))),
        ("zip-cut.zip", whole[..whole.len() / 2].to_vec()),
        ("zip-password.zip", zip_with_password(&at(LOCKED))),
        ("zip-empty.zip", zip(&Files::new())),
        ("tar.tar", tar(&at(LOCKED))),
        ("tar-gz.tar.gz", tar_gz(&at(LOCKED))),
        ("tgz.tgz", tar_gz(&at(LOCKED))),
        ("tgz-cut.tgz", tar_gz(&at(LOCKED))[..300].to_vec()),
        ("xz.tar.xz", b"\xfd7zXZ".to_vec()),
        ("seven.7z", b"7z".to_vec()),
        ("rar.rar", b"Rar!".to_vec()),
        ("twice-different.zip", zip(&file(LOCKED, b"// another\n"))),
        ("twice-equal.zip", whole),
        ("locked.rs", locked()),
        ("essay.pdf", b"%PDF-1.7".to_vec()),
    ] {
        class.hand_in_archive(name, &bytes);
    }
    std::os::unix::fs::symlink("/etc/passwd", class.folder.join("class/link.zip")).unwrap();
}

/// As Excel writes it in much of Europe: with semicolons, in Windows-1252, with Windows line endings.
fn roster(class: &Class) -> Vec<u8> {
    let mut rows = vec!["folder;student_id;Last Name;submitted_at;due".to_string()];
    let mut names: Vec<_> = fs::read_dir(class.folder.join("class")).unwrap().map(|entry| entry.unwrap()).collect();
    names.sort_by_key(fs::DirEntry::file_name);
    let names = names.iter().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let names = names.filter(|name| {
        !["essay.pdf", "link.zip", "zip.zip"].contains(&name.as_str())
            && !name.starts_with("twice-")
            && name != "locked.rs"
    });
    for (number, name) in
        names.chain(["twice-different", "twice-equal.zip", "locked", "nobody"].map(str::to_string)).enumerate()
    {
        let id = match name.as_str() {
            "tar.tar" | "tgz.tgz" => "7".to_string(),
            "nobody" => "id-of-nobody".to_string(),
            _ => (100 + number).to_string(),
        };
        let (submitted, due) = match name.as_str() {
            "late" => ("2026-11-23 09:00", ""),
            "late-extended" => ("2026-11-23 09:00", "2026-11-24"),
            _ => ("2026-11-22T18:00:00-0500", "2026-11-23T00:00:00+0100"),
        };
        rows.push(format!("{name};{id};M\u{fc}ller;{submitted};{due}"));
    }
    rows.join("\r\n").chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect()
}

#[test]
#[ignore = "compiles submissions, which takes a minute"]
fn submissions_in_every_form_get_their_marks_and_lines_for_the_instructor() {
    let class = Class::new("forms");
    folders(&class);
    archives(&class);
    fs::write(class.folder.join("roster.csv"), roster(&class)).unwrap();
    let started = Instant::now();
    let options =
        ["--roster", "roster.csv", "--due", "2026-11-22", "--zone", "Europe/Zurich", "--late-penalty", "10"];
    let marks = class.grade("out", &options);
    println!("{} submissions: {} s", marks.lines().count(), started.elapsed().as_secs());
    assert!(marks.lines().count() >= LEAST, "{marks}");
    let summary = class.read("out/summary.md");
    let (attention, _) = summary.split_once("## Marks").expect("there is something to look at");
    let gradebook = class.read("out/gradebook.csv");
    let of_interest = |row: &&str| row.contains("2026-11-23 09:00") || row.contains("id-of-nobody");
    let rows: Vec<_> = gradebook.lines().filter(of_interest).collect();
    let seen = format!("{marks}\n{attention}{}\n", rows.join("\n"));
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(SNAPSHOT);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, &seen).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    for (number, (seen, expected)) in seen.lines().zip(expected.lines()).enumerate() {
        assert_eq!(seen, expected, "line {} of {SNAPSHOT}", number + 1);
    }
    assert_eq!(seen.lines().count(), expected.lines().count(), "{seen}");
}
