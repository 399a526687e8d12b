//! Archives, from their bytes to the files that are judged.

use flate2::Compression;
use flate2::write::GzEncoder;
use grader::intake::{Form, Found, Intake, MOST_BYTES, read_files};
use grader::judge::HandedIn;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// The wanted files; two have the same name, as in the examples.
pub const WANTED: [(&str, &str); 3] =
    [("counter-race", "src/locked.rs"), ("producer-consumer", "src/queue.rs"), ("fetch-pool", "src/queue.rs")];

/// The most notes on a submission, in bytes: its author reads them.
const MOST_NOTES: usize = 64 * 1024;

/// A zip archive.
pub fn zip(bytes: &[u8]) {
    read(bytes, Form::Zip);
}

/// A tar archive: compressing it must not change the result.
pub fn tar(bytes: &[u8]) {
    let plain = read(bytes, Form::Tar);
    // Stored without compression, which is not under test.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
    encoder.write_all(bytes).expect("memory takes all");
    let packed = read(&encoder.finish().expect("memory takes all"), Form::TarGz);
    assert_eq!(plain.submission, packed.submission);
}

/// A compressed tar archive.
pub fn tar_gz(bytes: &[u8]) {
    read(bytes, Form::TarGz);
}

fn read(bytes: &[u8], form: Form) -> Intake {
    let file = File::new(bytes);
    let found = Found { id: "somebody".to_string(), path: file.0.clone(), form };
    // An error would count as the grader's failure: no archive may cause one.
    let intake = read_files(&WANTED, &found).expect("a damaged archive is not an error of the grader");
    for (key, handed_in) in &intake.submission {
        assert!(WANTED.contains(key), "{key:?} was not wanted");
        match handed_in {
            HandedIn::Text(text) => assert!(text.len() as u64 <= MOST_BYTES, "{key:?}: {} bytes", text.len()),
            HandedIn::Unusable(_, message) => assert!(!message.is_empty(), "{key:?}: the reason is missing"),
        }
    }
    // If nothing was read, the author must learn why.
    assert!(!intake.submission.is_empty() || !intake.notes.is_empty());
    let notes: usize = intake.notes.iter().map(String::len).sum();
    assert!(notes <= MOST_NOTES, "{notes} bytes of notes");
    for note in intake.notes.iter().chain(&intake.fault) {
        assert_eq!(*note, grader::plain::plain(note));
    }
    let again = read_files(&WANTED, &found).expect("it was read before");
    assert_eq!((&intake.submission, &intake.digest), (&again.submission, &again.digest));
    intake
}

/// A file with these bytes, removed when this value is dropped.
struct File(PathBuf);

impl File {
    fn new(bytes: &[u8]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Relaxed);
        // In memory, if there is such a folder.
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let file = File(folder.join(format!("untrusted-{}-{number}", std::process::id())));
        std::fs::write(&file.0, bytes).expect("the folder for temporary files can be written");
        file
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // A leftover file does no harm.
        let _ = std::fs::remove_file(&self.0);
    }
}
