//! The stable names of `std`, read from the pages that `rustup component add rust-docs` installs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules that the crate mirrors, and the prefix of the names of their functions in the list.
const MODULES: [(&str, &str); 7] = [
    ("sync", "sync"),
    ("sync/atomic", "atomic"),
    ("sync/mpsc", "mpsc"),
    ("thread", "thread"),
    ("time", "time"),
    ("hint", "hint"),
    ("panic", "panic"),
];

/// These are `std`'s own types here, so their methods cannot be missing.
const OWN: [&str; 7] =
    ["Arc", "Weak", "Duration", "Location", "PanicHookInfo", "AssertUnwindSafe", "TryFromFloatSecsError"];

/// Everything stable in the modules: functions, types, and methods of types.
pub fn stable() -> BTreeSet<String> {
    let root = root();
    let mut all = methods(&root.join("cell/struct.UnsafeCell.html"), "UnsafeCell");
    for (module, short) in MODULES {
        let entries = fs::read_dir(root.join(module)).unwrap_or_else(|error| panic!("{module}: {error}"));
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            let file = path.file_name().expect("a name").to_string_lossy().into_owned();
            let [kind, name, "html"] = file.split('.').collect::<Vec<_>>()[..] else { continue };
            if !is_stable(&path) {
                continue;
            }
            match kind {
                "type" if name == "Result" => _ = all.insert(format!("{short}::{name}")),
                "fn" => _ = all.insert(format!("{short}::{name}")),
                "struct" | "enum" | "constant" | "trait" | "type" => {
                    all.insert(name.to_owned());
                    if !OWN.contains(&name) {
                        all.append(&mut methods(&path, name));
                    }
                }
                _ => {}
            }
        }
    }
    all
}

/// `STD_DOCUMENTATION`, or the folder of the toolchain.
fn root() -> PathBuf {
    if let Some(root) = std::env::var_os("STD_DOCUMENTATION") {
        return root.into();
    }
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().expect("there is a compiler");
    Path::new(String::from_utf8_lossy(&output.stdout).trim()).join("share/doc/rust/html/std")
}

fn is_stable(page: &Path) -> bool {
    !main(page).split("<details class=\"toggle top-doc\"").next().unwrap_or_default().contains("nightly-only")
}

fn main(page: &Path) -> String {
    let text = fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let main = text.split("id=\"main-content\"").nth(1).expect("a page has a main part");
    main.to_owned()
}

/// A stable method, or a constant of a type, says since when it is stable. Atomic types have the same ones;
/// exceptions are listed by their types.
fn methods(page: &Path, of: &str) -> BTreeSet<String> {
    let main = main(page);
    let own = main.split("id=\"trait-implementations\"").next().unwrap_or_default();
    let own = own.split("id=\"deref-methods").next().unwrap_or_default();
    let mut all = BTreeSet::new();
    let sections =
        |kind: &str| own.split(&format!("<section id=\"{kind}.")).skip(1).map(str::to_owned).collect::<Vec<_>>();
    for section in [sections("method"), sections("associatedconstant")].concat() {
        let head = section.split("</h4>").next().unwrap_or_default();
        if !head.contains("class=\"since\"") {
            continue;
        }
        let name = head.split(['"', '-']).next().unwrap_or_default();
        let of = match of {
            _ if ["fetch_not", "fetch_ptr", "fetch_byte"].iter().any(|begin| name.starts_with(begin)) => of,
            "AtomicPtr" if name.starts_with("fetch_") && name != "fetch_update" => of,
            _ if of.starts_with("Atomic") => "Atomic",
            _ => of,
        };
        all.insert(format!("{of}::{name}"));
        if head.contains("pub const ") && head.contains("fn <a") {
            all.insert(format!("const {of}::{name}"));
        }
    }
    all
}
