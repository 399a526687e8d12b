//! Where a handout may be written: nothing is ever overwritten, and nothing is put among the solutions.

use std::path::{Path, absolute};

/// Refuses, with the reason, a folder that has something in it or that is in the repository.
pub fn may_write(root: &Path, folder: &Path) -> Result<(), String> {
    let name = folder.display();
    match folder.read_dir() {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(format!("{name} is not empty; name a folder that does not exist yet"));
            }
        }
        Err(_) if folder.exists() => return Err(format!("{name} is not a folder that can be read")),
        Err(_) => {}
    }
    let folder = absolute(folder).map_err(|error| format!("{name}: {error}"))?;
    // The part that exists may be a link into the repository.
    let real = folder.ancestors().find_map(|ancestor| ancestor.canonicalize().ok()).unwrap_or_default();
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    if real.starts_with(&root) || folder.starts_with(&root) {
        return Err(format!("{name} is inside this repository; name a folder outside of {}", root.display()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_a_new_or_empty_folder_outside_of_the_repository_is_taken() {
        let scratch = std::env::temp_dir().join(format!("handout-{}", std::process::id()));
        let (root, full, empty) = (scratch.join("root"), scratch.join("full"), scratch.join("empty"));
        for folder in [&root, &full, &empty] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(full.join("file"), "").unwrap();
        let refusal = |folder: &Path| may_write(&root, folder).err().unwrap_or_default();
        assert_eq!(refusal(&empty), "");
        assert_eq!(refusal(&scratch.join("new/deeper")), "");
        assert!(refusal(&full).contains("is not empty"));
        assert!(refusal(&full.join("file")).contains("is not a folder"));
        assert!(refusal(&root).contains("inside this repository"));
        assert!(refusal(&root.join("a/b")).contains("inside this repository"));
        fs::remove_dir_all(scratch).unwrap();
    }
}
