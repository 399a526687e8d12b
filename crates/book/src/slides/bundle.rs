//! Makes one HTML file of a page: its styles, their fonts, and its scripts are embedded.

use anyhow::{Context, Result, bail};
use base64::{Engine, prelude::BASE64_STANDARD};
use std::fs;
use std::path::Path;

/// The page in `file` with `content` in place of its line `{{content}}`. Each style and script that has a line of its own
/// in the page is embedded.
///
/// # Errors
///
/// If a file cannot be read, or if a font is neither woff nor woff2.
pub fn page(file: &Path, content: &str) -> Result<String> {
    let folder = file.parent().unwrap_or(file);
    let mut page = String::new();
    for line in text(file)?.lines() {
        let inner = line.trim();
        let style =
            inner.strip_prefix("<link rel=\"stylesheet\" href=\"").and_then(|rest| rest.strip_suffix("\">"));
        let script = inner.strip_prefix("<script src=\"").and_then(|rest| rest.strip_suffix("\"></script>"));
        if let Some(name) = style {
            page.push_str(&format!("<style>\n{}</style>\n", with_fonts(&text(&folder.join(name))?, folder)?));
        } else if let Some(name) = script {
            // HTML would end the script at `</script`. `<\/script` means the same in JavaScript.
            let script = text(&folder.join(name))?.replace("</script", "<\\/script");
            page.push_str(&format!("<script>\n{script}</script>\n"));
        } else {
            page.push_str(if inner == "{{content}}" { content } else { line });
            page.push('\n');
        }
    }
    Ok(page)
}

/// The style with its fonts embedded.
fn with_fonts(style: &str, folder: &Path) -> Result<String> {
    let mut parts = style.split("url(\"");
    let mut inside = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (name, after) = part.split_once("\")").context("a style has `url(\"` without an end")?;
        let kind = match name.rsplit('.').next() {
            Some(kind @ ("woff" | "woff2")) => kind,
            _ => bail!("{name} is not a woff or woff2 font"),
        };
        let font = folder.join(name);
        let font = fs::read(&font).with_context(|| missing(&font))?;
        inside.push_str(&format!("url(\"data:font/{kind};base64,{}\"){after}", BASE64_STANDARD.encode(font)));
    }
    Ok(inside)
}

fn text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| missing(file))
}

fn missing(file: &Path) -> String {
    format!("cannot read {}: cargo xtask slides installs the libraries", file.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_scripts_and_fonts_are_embedded() {
        let folder = std::env::temp_dir().join(format!("bundle-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("a.html");
        let page_text = "<link rel=\"stylesheet\" href=\"a.css\">\n{{content}}\n<script src=\"a.js\"></script>\n";
        fs::write(&file, page_text).unwrap();
        fs::write(folder.join("a.css"), "src: url(\"a.woff2\")\n").unwrap();
        fs::write(folder.join("a.js"), "say('</script>')\n").unwrap();
        let without_font = page(&file, "<p>b").unwrap_err();
        fs::write(folder.join("a.woff2"), "font").unwrap();
        let written = page(&file, "<p>b");
        fs::remove_dir_all(&folder).unwrap();
        let style = "<style>\nsrc: url(\"data:font/woff2;base64,Zm9udA==\")\n</style>";
        let script = "<script>\nsay('<\\/script>')\n</script>";
        assert_eq!(written.unwrap(), format!("{style}\n<p>b\n{script}\n"));
        assert!(without_font.to_string().contains("a.woff2: cargo xtask slides"), "{without_font}");
    }
}
