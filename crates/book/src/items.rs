//! Items of Rust files, by name: the lines of a function, a type, a method, as they are compiled.

use crate::directives::fenced;
use crate::edition::Edition;
use crate::{escaped, read};
use anyhow::{Context, Result, bail, ensure};
use std::ops::RangeInclusive;
use syn::spanned::Spanned;
use syn::{Attribute, ImplItem, Item, Type};

/// `{{rust FILE ITEM…}}`: these items of this file, each as `function`, `Type`, `Type::method`, or `use` for all
/// imports. Documentation and the markers of the exercises are left out; comments within an item stay. Students see the
/// handout's text and its line numbers.
///
/// # Errors
///
/// A file that no crate compiles, or an item that it does not have.
pub fn included(arguments: &str, edition: Edition) -> Result<String> {
    let mut words = arguments.split_whitespace();
    let path = words.next().context("say which file, and which items")?;
    let compiled = path.starts_with("crates/") && path.ends_with(".rs");
    ensure!(compiled && !path.contains("/wrong/") && !path.contains("/right/"), "{path} is compiled by no crate");
    let whole = read(path)?;
    let source = edition.of_source(path, whole.clone())?;
    let mut shown = Vec::new();
    let mut places = Vec::new();
    for name in words {
        let lines = match find(&source, name) {
            Ok(lines) => lines,
            // All of it is part of a solution.
            Err(_) if find(&whole, name).is_ok() => {
                shown.push(format!("// {name}: not in the student's edition"));
                continue;
            }
            Err(error) => return Err(error.context(path.to_string())),
        };
        places.push(match lines.start() == lines.end() {
            true => lines.start().to_string(),
            false => format!("{}–{}", lines.start(), lines.end()),
        });
        shown.push(plain(&source, lines));
    }
    ensure!(!shown.is_empty(), "say which items of {path}");
    let s = if places.len() == 1 && !places[0].contains('–') { "" } else { "s" };
    let lines = if places.is_empty() { String::new() } else { format!(", line{s} {}", places.join(", ")) };
    let place = format!("<p class=\"from\">{}{lines}</p>", escaped(path));
    Ok(format!("{place}\n\n{}", fenced("rust", &shown.join("\n\n"))))
}

/// These lines, as far to the left as they go, without the markers around what a student writes.
fn plain(source: &str, lines: RangeInclusive<usize>) -> String {
    let chosen = source.lines().skip(lines.start() - 1).take(lines.end() + 1 - lines.start());
    let chosen: Vec<&str> = chosen.filter(|line| !is_marker(line)).collect();
    let indents =
        chosen.iter().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len());
    let indent = indents.min().unwrap_or(0);
    chosen.iter().map(|line| line.get(indent..).unwrap_or("")).collect::<Vec<_>>().join("\n")
}

fn is_marker(line: &str) -> bool {
    let marker = line.trim().strip_prefix("//").map(str::trim).unwrap_or_default();
    ["SOLUTION", "GIVEN"].iter().any(|word| marker.trim_start_matches("END ").starts_with(word))
}

/// The lines of the item called `name`, counted from 1, from its first attribute that is no documentation.
fn find(source: &str, name: &str) -> Result<RangeInclusive<usize>> {
    let file = syn::parse_file(source).map_err(|error| {
        let place = error.span().start();
        anyhow::anyhow!("line {}: {error}", place.line)
    })?;
    let mut found = Vec::new();
    for item in &file.items {
        match item {
            Item::Use(item) if name == "use" => found.push(lines(&item.attrs, item)),
            Item::Impl(block) => {
                let Some((of, method)) = name.split_once("::") else { continue };
                let Type::Path(path) = &*block.self_ty else { continue };
                if path.path.segments.last().is_none_or(|last| last.ident != of) {
                    continue;
                }
                for item in &block.items {
                    if let ImplItem::Fn(function) = item
                        && function.sig.ident == method
                    {
                        found.push(lines(&function.attrs, function));
                    }
                }
            }
            item => found.extend(named(item).filter(|(ident, _)| ident == name).map(|(_, lines)| lines)),
        }
    }
    if name == "use" && !found.is_empty() {
        let start = found.iter().map(RangeInclusive::start).min().copied().unwrap_or(1);
        let end = found.iter().map(RangeInclusive::end).max().copied().unwrap_or(start);
        return Ok(start..=end);
    }
    match found.as_slice() {
        [lines] => Ok(lines.clone()),
        [] => bail!("it has no item `{name}`"),
        several => bail!("it has {} items `{name}`", several.len()),
    }
}

/// The name of an item that has one, and its lines.
fn named(item: &Item) -> Option<(String, RangeInclusive<usize>)> {
    Some(match item {
        Item::Fn(item) => (item.sig.ident.to_string(), lines(&item.attrs, item)),
        Item::Struct(item) => (item.ident.to_string(), lines(&item.attrs, item)),
        Item::Enum(item) => (item.ident.to_string(), lines(&item.attrs, item)),
        Item::Trait(item) => (item.ident.to_string(), lines(&item.attrs, item)),
        Item::Type(item) => (item.ident.to_string(), lines(&item.attrs, item)),
        Item::Const(item) => (item.ident.to_string(), lines(&item.attrs, item)),
        Item::Static(item) => (item.ident.to_string(), lines(&item.attrs, item)),
        _ => return None,
    })
}

/// From the line after the item's documentation to its last.
fn lines(attributes: &[Attribute], item: &impl Spanned) -> RangeInclusive<usize> {
    let span = item.span();
    let documentation = attributes.iter().rev().find(|attribute| attribute.path().is_ident("doc"));
    let start = match documentation {
        Some(last) => last.span().end().line + 1,
        None => span.start().line,
    };
    start..=span.end().line
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "use std::fmt;\n\n/// Doc.\n#[derive(Debug)]\nstruct A {\n    x: u8,\n}\n\nimpl A {\n    /// Doc.\n    fn f(&self) -> u8 {\n        // SOLUTION a-f: hint\n        // why\n        self.x\n        // END SOLUTION\n    }\n}\n\nimpl fmt::Display for A {\n    fn g() {}\n}\n";

    fn shown(name: &str) -> String {
        plain(SOURCE, find(SOURCE, name).unwrap())
    }

    #[test]
    fn an_item_is_found_by_its_name_without_its_documentation() {
        assert_eq!(shown("A"), "#[derive(Debug)]\nstruct A {\n    x: u8,\n}");
        assert_eq!(shown("use"), "use std::fmt;");
        assert_eq!(shown("A::g"), "fn g() {}");
    }

    #[test]
    fn markers_are_left_out_and_comments_stay() {
        assert_eq!(shown("A::f"), "fn f(&self) -> u8 {\n    // why\n    self.x\n}");
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        assert_eq!(find(SOURCE, "A::h").unwrap_err().to_string(), "it has no item `A::h`");
        assert!(
            included("crates/counter-race/wrong/adds-two.rs x", Edition::Students)
                .unwrap_err()
                .to_string()
                .contains("no crate")
        );
        assert!(
            included("crates/counter-race/src/racy.rs", Edition::Students)
                .unwrap_err()
                .to_string()
                .contains("which items")
        );
    }
}
