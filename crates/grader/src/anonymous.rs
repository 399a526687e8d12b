//! Pseudonyms for anonymous marking. They are random and kept in a separate file, the key, so that they stay the same
//! in later batches, and results can be shared without the key.

use crate::files::write_atomically;
use crate::report::class::cells;
use crate::roster::table::Table;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The key.
pub struct Pseudonyms {
    file: PathBuf,
    /// Pseudonyms, by the submission's real name.
    names: BTreeMap<String, String>,
}

impl Pseudonyms {
    /// Reads the key; an empty key if the file does not exist.
    ///
    /// # Errors
    ///
    /// If the file is not a key.
    pub fn load(file: &Path) -> Result<Self> {
        let mut names = BTreeMap::new();
        match fs::read(file) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
            Ok(bytes) => {
                let table = Table::read("key", &bytes)?;
                table.needs("folder")?;
                table.needs("pseudonym")?;
                for row in table.rows() {
                    let pseudonym = row.cell("pseudonym").to_string();
                    let is_new = !names.values().any(|other| *other == pseudonym);
                    ensure!(is_new, "line {} of the key: `{pseudonym}` is there twice", row.line);
                    names.insert(row.cell("folder").to_string(), pseudonym);
                }
            }
        }
        Ok(Pseudonyms { file: file.to_path_buf(), names })
    }

    /// The pseudonym of a submission. A submission without one gets a new one; a pseudonym never changes.
    pub fn of(&mut self, folder: &str) -> String {
        if self.names.values().any(|name| name == folder) {
            return folder.to_string();
        }
        if let Some(name) = self.names.get(folder) {
            return name.clone();
        }
        let random = |attempt: u32| format!("student-{:06x}", RandomState::new().hash_one(attempt) & 0xff_ffff);
        let is_free = |name: &String| !self.names.values().any(|other| other == name);
        let name = (0..).map(random).find(is_free).unwrap_or_default();
        self.names.insert(folder.to_string(), name.clone());
        name
    }

    /// Writes the key.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn save(&self) -> Result<()> {
        let header = cells(&["folder", "pseudonym"].map(str::to_string));
        let lines = self.names.iter().map(|(folder, name)| cells(&[folder.clone(), name.clone()]));
        write_atomically(&self.file, &(header + &lines.collect::<String>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_stays_the_same_in_later_batches_and_reveals_nothing() {
        let file = std::env::temp_dir().join(format!("grader-key-{}.csv", std::process::id()));
        let _ = fs::remove_file(&file);
        let mut first = Pseudonyms::load(&file).unwrap();
        let (ana, ben) = (first.of("ana, ruiz"), first.of("ben"));
        first.save().unwrap();
        let mut second = Pseudonyms::load(&file).unwrap();
        assert_eq!((second.of("ana, ruiz"), second.of("ben")), (ana.clone(), ben.clone()));
        assert_eq!(second.of(&ana), ana);
        assert!(ana != ben && !ana.contains("ana,") && second.of("cho") != ana);
        fs::remove_file(&file).unwrap();
    }
}
