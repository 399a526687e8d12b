//! Every link within the finished book leads to a file that is there, and to a place that the file has.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// Checks all HTML files below `folder`. Links to other sites are not followed.
///
/// # Errors
///
/// Every link that leads nowhere, with the page that has it.
pub fn check(folder: &Path) -> Result<()> {
    let mut files = Vec::new();
    below(folder, &mut files).with_context(|| format!("cannot read {}", folder.display()))?;
    let pages = files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "html"));
    let mut texts = BTreeMap::new();
    for page in pages {
        texts.insert(page.clone(), std::fs::read_to_string(page)?);
    }
    anyhow::ensure!(!texts.is_empty(), "{} holds no page: cargo xtask book builds it", folder.display());
    let files: BTreeSet<PathBuf> = files.into_iter().collect();
    let mut broken = BTreeSet::new();
    for (page, text) in &texts {
        // The page of what is not found is shown anywhere, and its links are as from the root.
        let name = page.strip_prefix(folder).unwrap_or(page);
        for link in attributes(text, &["href", "src"]) {
            if let Some(why) = wrong_with(link, page, &files, &texts) {
                broken.insert(format!("{}: {link}: {why}", name.display()));
            }
        }
    }
    if !broken.is_empty() {
        bail!("{} broken links\n{}", broken.len(), broken.into_iter().collect::<Vec<_>>().join("\n"));
    }
    Ok(())
}

/// Why a link leads nowhere; `None` if it does not.
fn wrong_with(
    link: &str,
    page: &Path,
    files: &BTreeSet<PathBuf>,
    texts: &BTreeMap<PathBuf, String>,
) -> Option<&'static str> {
    if link.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|letter| letter.is_ascii_alphabetic())) {
        return None;
    }
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or(path);
    let target = match path {
        "" => page.to_path_buf(),
        "/" => return None, // the base of the page that is shown for what is not found
        path => plain(&page.parent().unwrap_or(page).join(path)),
    };
    if !files.contains(&target) {
        return Some("no such file");
    }
    let text = texts.get(&target)?;
    // A link to a run, for the page on which the reader is the scheduler; the tests in a browser follow these.
    let run = fragment.starts_with("program=") && attributes(text, &["class"]).any(|class| class == "scheduler");
    let there = fragment.is_empty() || run || attributes(text, &["id", "name"]).any(|id| id == fragment);
    (!there).then_some("no such place in that file")
}

/// The path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// The values of these attributes. mdBook writes each as ` name="value"`.
fn attributes<'text>(text: &'text str, names: &'static [&str]) -> impl Iterator<Item = &'text str> {
    names.iter().flat_map(move |name| {
        text.match_indices(name).filter_map(|(at, _)| {
            let value = text[at + name.len()..].strip_prefix("=\"")?;
            value.split('"').next().filter(|_| text[..at].ends_with([' ', '\n']))
        })
    })
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            below(&path, files)?;
        } else {
            files.push(plain(&path));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A book of two pages, the first with this link.
    fn with_link(link: &str) -> Result<()> {
        let number = link.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let folder = std::env::temp_dir().join(format!("links-{}-{number}", std::process::id()));
        std::fs::create_dir_all(folder.join("b"))?;
        std::fs::write(
            folder.join("a.html"),
            format!("<p id=\"here\"><i id=\"wide-names\"><a class=\"x\" href=\"{link}\">b</a>"),
        )?;
        std::fs::write(folder.join("b/b.html"), "<h1 id=\"there\">b</h1><div class=\"scheduler\">")?;
        let checked = check(&folder);
        std::fs::remove_dir_all(&folder)?;
        checked
    }

    #[test]
    fn a_link_must_lead_to_a_file_and_to_a_place_in_it() {
        for good in [
            "b/b.html",
            "b/b.html#there",
            "#here",
            "#wide-names",
            "https://example.org/x",
            "b/../a.html",
            "b/b.html#program=racy&amp;run=12",
        ] {
            assert!(with_link(good).is_ok(), "{good}");
        }
        for (bad, why) in
            [("c.html", "no such file"), ("b/b.html#nowhere", "no such place"), ("#program=racy", "no such place")]
        {
            let error = with_link(bad).unwrap_err().to_string();
            assert!(error.contains(why) && error.contains("a.html: "), "{error}");
        }
    }
}
