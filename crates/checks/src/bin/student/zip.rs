//! Writes a zip archive of small files, uncompressed. Every system and every learning platform opens one, and each
//! student would have to compile a crate that does it.

/// The lowest version of the format with folders.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// The first day that the format knows: the same files give the same archive.
const DATE: u16 = 1 << 5 | 1;

/// An archive of these files, each with its path.
pub fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let offset = size(&archive);
        let header = header(name, bytes);
        archive.extend(b"PK\x03\x04");
        archive.extend(&header);
        archive.extend(name.as_bytes());
        archive.extend(bytes);

        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&header);
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    let (offset, length) = (size(&archive), size(&directory));
    archive.extend(directory);
    archive.extend(b"PK\x05\x06");
    archive.extend([0; 4]);
    archive.extend([count, count].concat());
    archive.extend([length.to_le_bytes(), offset.to_le_bytes()].concat());
    archive.extend([0; 2]);
    archive
}

/// The header of a file, which is repeated in the directory.
fn header(name: &str, bytes: &[u8]) -> Vec<u8> {
    let length = size(bytes).to_le_bytes();
    let name = u16::try_from(name.len()).unwrap_or(u16::MAX);
    let mut header = Vec::new();
    // Stored, at midnight.
    header.extend([VERSION, FLAGS, 0, 0, DATE].map(u16::to_le_bytes).concat());
    header.extend(checksum(bytes).to_le_bytes());
    header.extend([length, length].concat());
    header.extend([name, 0].map(u16::to_le_bytes).concat());
    header
}

/// Submissions are far below the 4 GiB at which the format changes.
fn size(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// CRC-32, as the format requires.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum: u32, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
        assert_eq!(checksum(b""), 0);
    }

    #[test]
    fn an_archive_names_each_file_twice_and_ends_with_its_directory() {
        let files = [("a/b.rs", "text"), ("c.rs", "")].map(|(name, text)| (name.to_string(), text.into()));
        let archive = archive(&files);
        let count = |text: &[u8]| archive.windows(text.len()).filter(|part| *part == text).count();
        assert_eq!([count(b"a/b.rs"), count(b"c.rs"), count(b"text")], [2, 2, 1]);
        assert_eq!(archive[archive.len() - 22..][..4], *b"PK\x05\x06");
        assert_eq!(archive.len(), 2 * (30 + 46) + 2 * (6 + 4) + 4 + 22);
    }
}
