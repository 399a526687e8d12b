//! The crate mirrors `std`. One file, `surface/`, uses every stable function and trait of the mirrored modules, and
//! is compiled against both. Whatever it does not use is in the table on the crate's front page.

// The surface is compiled twice: once for each kind of primitives.
#![allow(clippy::duplicate_mod)]
// Signatures are spelled out deliberately.
#![allow(clippy::type_complexity)]

mod asks;
mod documentation;
mod names;
mod on_interleave;
mod on_std;

use std::collections::BTreeSet;

#[test]
fn every_stable_name_of_std_is_used_or_is_on_the_front_page_with_a_reason() {
    let (stable, missing) = (names::of_std(), names::missing());
    let used: BTreeSet<String> = stable.iter().filter(|name| names::is_used(name)).cloned().collect();
    let unused: BTreeSet<String> = stable.difference(&used).cloned().collect();
    let functions: BTreeSet<String> = missing.iter().filter(|name| !name.contains(": ")).cloned().collect();
    let in_neither: Vec<_> = unused.difference(&functions).collect();
    assert!(in_neither.is_empty(), "neither used nor said to be missing: {in_neither:?}");
    let in_both: Vec<_> = functions.difference(&unused).collect();
    assert!(in_both.is_empty(), "said to be missing, but used or not of `std`: {in_both:?}");
}

#[test]
fn each_type_has_the_traits_of_its_namesake_in_std() {
    let (std, own) = (on_std::traits(), on_interleave::traits());
    assert!(std.len() > 200, "{} rows", std.len());
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let missing: BTreeSet<String> = names::missing().iter().map(|name| plain(name)).collect();
    for ((name, of_std), (_, here)) in std.iter().zip(&own) {
        let base = name.split('<').next().expect("a name");
        for ((asked, there), (_, here)) in of_std.iter().zip(here) {
            let is_missing = missing.contains(&plain(&format!("{base}: {asked}")));
            assert!(*here == (*there && !is_missing), "{name} is {asked}: {there} in `std`, {here} here");
        }
    }
}

#[test]
#[ignore = "needs the documentation of `std`: `rustup component add rust-docs`"]
fn the_list_has_every_stable_name_in_the_documentation_of_std() {
    let (listed, documented) = (names::of_std(), documentation::stable());
    // A type with methods is listed by these, and `std`'s own types are not listed.
    let is_listed = |name: &&String| {
        listed.contains(*name) || listed.iter().any(|other| other.starts_with(&format!("{name}::")))
    };
    let own = ["Arc", "Weak"];
    let forgotten: Vec<_> =
        documented.iter().filter(|name| !is_listed(name) && !own.contains(&name.as_str())).collect();
    assert!(documented.len() > 200 && forgotten.is_empty(), "not in the list: {forgotten:?}");
    let functions = listed.iter().filter(|name| name.contains("::"));
    let unknown: Vec<_> = functions.filter(|name| !documented.contains(*name)).collect();
    assert!(unknown.is_empty(), "not in the documentation: {unknown:?}");
}

#[test]
fn the_list_matches_the_toolchain_of_the_workspace() {
    let toolchain = include_str!("../../../../rust-toolchain.toml");
    let version = names::version();
    assert!(toolchain.contains(&format!("channel = \"{version}\"")), "list: Rust {version}; {toolchain}");
}
