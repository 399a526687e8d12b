//! Where a handout may be written: it never overwrites anything, and it stays outside the repository with the
//! solutions.

use std::path::{Path, absolute};

/// Refuses a folder that is not empty or is in the repository, with the reason.
pub fn may_write(root: &Path, folder: &Path) -> Result<(), String> {
    let name = folder.display();
    match folder.read_dir() {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(format!("{name} is not empty: name a new folder"));
            }
        }
        Err(_) if folder.exists() => return Err(format!("{name} is not a readable folder")),
        Err(_) => {}
    }
    let folder = absolute(folder).map_err(|error| format!("{name}: {error}"))?;
    // The part that exists may be a link into the repository.
    let real = folder.ancestors().find_map(|ancestor| ancestor.canonicalize().ok()).unwrap_or_default();
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    if real.starts_with(&root) || folder.starts_with(&root) {
        return Err(format!("{name} is inside this repository: name a folder outside of {}", root.display()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_a_new_or_empty_folder_outside_the_repository_is_accepted() {
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
        assert!(refusal(&full.join("file")).contains("is not a readable folder"));
        assert!(refusal(&root).contains("inside this repository"));
        assert!(refusal(&root.join("a/b")).contains("inside this repository"));
        fs::remove_dir_all(scratch).unwrap();
    }
}
