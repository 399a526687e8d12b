//! What the scan finds, and what it leaves alone.

use super::*;

fn found(source: &str) -> Vec<(usize, String)> {
    forbidden(source).into_iter().map(|found| (found.line, found.construct)).collect()
}

/// What is forbidden on the one line of `source`.
fn on_one_line(source: &str) -> Vec<String> {
    found(source).into_iter().map(|(_, construct)| construct).collect()
}

#[test]
fn primitives_of_std_are_found_however_they_are_imported() {
    assert_eq!(found("\nuse std::sync::Mutex;"), [(2, "std::sync".to_string())]);
    assert_eq!(found("let t = ::std :: thread::spawn(f);"), [(1, "std::thread".to_string())]);
    let listed = "use std::{\n    collections::{BTreeMap, hash_map},\n    sync::{Arc, Mutex},\n    thread,\n};";
    let expected = [(3, "std::sync".to_string()), (4, "std::thread".to_string())];
    assert_eq!(
        found(listed).into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>(),
        expected
    );
    assert_eq!(on_one_line("use core::hint;"), ["core::hint"]);
    assert_eq!(on_one_line("use std::r#sync::Mutex;"), ["std::sync"]);
    assert_eq!(on_one_line("use r#std::sync::Mutex;"), ["std::sync"]);
    assert_eq!(on_one_line("use std as s;"), ["std as s"]);
    assert_eq!(on_one_line("use std::*;"), ["std::*"]);
    assert_eq!(on_one_line("use std::{self as s, fmt as f, fs as g};"), ["std::self", "std::fs"]);
}

#[test]
fn the_advice_names_what_common_has_and_only_that() {
    let advice = |source: &str| forbidden(source).remove(0).advice;
    assert!(
        advice("use std::sync::atomic::AtomicU64;").starts_with("write `common::sync::atomic::AtomicU64` instead")
    );
    assert!(advice("use std::{fmt, sync::{Mutex}};").starts_with("write `common::sync::Mutex` instead"));
    assert!(advice("use std::thread;").starts_with("write `common::thread` instead"));
    assert!(advice("use std::sync::*;").starts_with("write `common::sync` instead"));
    assert!(advice("use std::sync::LazyLock;").contains("keep it in the struct"));
}

/// `common::thread` has no sleep, so it must not be advised.
#[test]
fn the_advice_for_any_sleep_is_to_wait_for_something() {
    for sleep in
        ["std::thread::sleep(t)", "common::thread::sleep(t)", "thread::sleep(t)", "use std::thread::{sleep};"]
    {
        let found = forbidden(sleep);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].construct.ends_with("thread::sleep"), "{found:?}");
        assert!(found[0].advice.starts_with("never sleep for a fixed time; wait until"), "{found:?}");
    }
    assert_eq!(found("fn sleep() {} thread::spawn(sleep); self.sleep();"), []);
}

#[test]
fn the_advice_names_exactly_what_common_re_exports_from_std() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../common/src/primitives.rs");
    let source = std::fs::read_to_string(file).unwrap();
    let of_std = source.split("mod backend {").nth(1).unwrap();
    for (module, has) in replaced::REPLACED {
        let exported =
            of_std.split(&format!("pub mod {module} {{")).nth(1).unwrap().split("\n    }").next().unwrap();
        let exported: std::collections::BTreeSet<_> = names(exported).into_iter().collect();
        let missing: Vec<_> = has.iter().filter(|name| !exported.contains(**name)).collect();
        assert!(missing.is_empty(), "common::{module} does not have {missing:?}");
        let paths = ["pub", "use", "std", "crate", "primitives", "condvar", module];
        let unknown: Vec<_> = exported
            .iter()
            .filter(|name| !has.contains(&name.as_str()) && !paths.contains(&name.as_str()))
            .collect();
        assert!(unknown.is_empty(), "common::{module} has {unknown:?} as well");
    }
}

#[test]
fn only_the_parts_of_std_that_compute_are_allowed() {
    for module in ["fs", "io", "net", "process", "os", "path", "ffi", "arch", "backtrace", "intrinsics"] {
        assert_eq!(on_one_line(&format!("use std::{module}::x;")), [format!("std::{module}")]);
        assert_eq!(on_one_line(&format!("use ::core::{{cmp, {module}}};")), [format!("core::{module}")]);
    }
    for module in ["collections", "cell", "mem", "rc", "fmt", "num", "iter"] {
        assert_eq!(found(&format!("use std::{module}::x;")), []);
    }
    assert_eq!(found("use std::panic::{AssertUnwindSafe, catch_unwind};"), []);
    assert_eq!(on_one_line("use std::panic::{catch_unwind, set_hook};"), ["std::panic::set_hook"]);
    assert_eq!(on_one_line("use std::panic;"), ["std::panic"]);
    assert_eq!(on_one_line("let here = core::panic::Location::caller();"), ["core::panic::Location"]);
}

#[test]
fn a_library_may_not_be_renamed_or_passed_to_a_macro() {
    assert_eq!(on_one_line("m!(std);"), ["std"]);
    assert_eq!(on_one_line("macro_rules! m { ($x:ident) => { std::$x::read } }"), ["std::$"]);
    assert_eq!(on_one_line("use common::console;"), ["common::console"]);
    assert_eq!(on_one_line("use common as c;"), ["common"]);
    assert_eq!(on_one_line("use common::{sync::Arc, cli};"), ["common::cli"]);
    assert_eq!(on_one_line("use {ureq as u}; serde_json::json!(1)"), ["ureq", "serde_json"]);
    assert_eq!(found("use common::{sync::Arc, thread}; let test = 1; let common = test;"), []);
}

#[test]
fn banned_words_are_found_everywhere() {
    let words =
        ["unsafe", "extern", "asm", "include", "include_str", "env", "option_env", "thread_local", "no_mangle"];
    for word in words {
        assert_eq!(on_one_line(&format!("m!({word});")), [word]);
        assert_eq!(on_one_line(&format!("r#{word}!(x)")), [word]);
    }
    assert_eq!(found("// unsafe\nlet a = \"include!\";"), []);
}

#[test]
fn a_variable_may_have_the_name_of_a_library_or_a_macro() {
    for name in ["core", "env", "include", "alloc", "std"] {
        assert_eq!(found(&format!("fn f({name}: u32) -> u32 {{ let {name} = {name} + 1; {name} }}")), [], "{name}");
        assert_eq!(found(&format!("struct S {{ {name}: u32 }} fn f(s: S) -> u32 {{ s.{name} }}")), [], "{name}");
        assert_eq!(found(&format!("fn f({name}: u32) -> String {{ format!(\"{{}}\", {name}) }}")), [], "{name}");
    }
}

#[test]
fn a_name_that_a_macro_receives_does_not_count_as_a_variable() {
    for name in ["core", "env", "include"] {
        assert_eq!(on_one_line(&format!("m!({name});")), [name]);
        assert_eq!(on_one_line(&format!("format!(\"{{}}\", m!({name}));")), [name]);
        assert_eq!(on_one_line(&format!("m!{{ format!(\"{{}}\", {name}) }}")), [name]);
        assert_eq!(on_one_line(&format!("macro_rules! m {{ () => {{ {name} }} }}")), [name]);
        assert_eq!(on_one_line(&format!("macro_rules! m {{ () => {{}} }} fn f() {{ {name} }}")), [name]);
        assert!(!on_one_line(&format!("use {{{name} as x}};")).is_empty());
    }
    assert_eq!(on_one_line("env ! (\"HOME\")"), ["env"]);
    assert_eq!(on_one_line("use self::include as i;"), ["include"]);
}

#[test]
fn a_student_s_own_test_module_is_ignored() {
    let own = "fn f() {}\n#[cfg(test)]\nmod tests {\n    use std::thread;\n    #[test]\n    fn g() { std::fs::read(\"{\"); }\n}\n";
    assert_eq!(found(own), []);
    assert_eq!(found(&own.replace("mod tests", "#[allow(unused)]\npub(crate) mod tests")), []);
    assert_eq!(found(&format!("{own}use std::fs;")), [(8, "std::fs".to_string())]);
    assert_eq!(found(&own.replace("#[cfg(test)]\n", "")).len(), 2);
}

#[test]
fn only_code_that_the_compiler_leaves_out_is_ignored() {
    let hidden = "#[cfg(test)] mod a { use std::fs; }";
    // A macro could put the inside anywhere.
    assert_eq!(on_one_line(&format!("m! {{ {hidden} }}")), ["std::fs"]);
    assert_eq!(on_one_line(&format!("macro_rules! m {{ () => {{ {hidden} }} }}")), ["std::fs"]);
    assert_eq!(on_one_line(&format!("mod b {{ {hidden} }}")), ["std::fs"]);
    assert_eq!(on_one_line("#[cfg(not(test))] mod a { use std::fs; }"), ["std::fs", "cfg"]);
    assert_eq!(on_one_line("#[cfg(test)] fn f() {} mod a { use std::fs; }"), ["std::fs"]);
    assert_eq!(on_one_line("#[cfg(test)] mod a; use std::fs;"), ["std::fs"]);
    assert_eq!(on_one_line("#[cfg(test)] mod a { use std::fs;"), ["std::fs"]);
}

#[test]
fn the_advice_for_a_static_says_where_to_keep_the_value() {
    let advice = |source: &str| forbidden(source)[0].advice.clone();
    for source in [
        "use std::sync::LazyLock;",
        "static S: std::sync::LazyLock<u32> = f();",
        "static COUNT: AtomicU64 = AtomicU64::new(0);",
        "pub static QUEUE: Mutex<Vec<u8>> = Mutex::new(Vec::new());",
        "fn f() { static ONCE: OnceLock<u8> = OnceLock::new(); }",
    ] {
        assert!(advice(source).contains("keep it in the struct"), "{source}: {}", advice(source));
    }
    assert!(advice("use std::sync::Mutex;").contains("write `common::sync::Mutex`"));
    assert_eq!(found("static NAMES: [&str; 2] = [\"a\", \"b\"]; fn f(x: &'static Mutex<u8>) {}"), []);
}

#[test]
fn only_the_first_of_many_places_for_review_are_listed() {
    let notes = for_review(&"fn f<'a, 'b: 'a>() {}\n".repeat(3000));
    assert_eq!(notes.len(), 6);
    assert_eq!(notes[5], (5, "2995 more such places follow: read the whole file".to_string()));
}

#[test]
fn only_descriptive_attributes_are_allowed() {
    assert_eq!(found("#![allow(dead_code)]\n#[derive(Debug)]\n#[must_use]\nstruct A;"), []);
    assert_eq!(on_one_line("#[path = \"x\"] mod a;"), ["#[path]"]);
    assert_eq!(on_one_line("#![feature(x)]"), ["#[feature]"]);
    assert_eq!(on_one_line("# [ r#path = \"x\"] mod a;"), ["#[path]"]);
    assert_eq!(on_one_line("#[cfg_attr(all(), path = \"x\")] mod a;"), ["#[cfg_attr]", "cfg_attr"]);
    assert_eq!(on_one_line("macro_rules! m { ($a:tt) => { # $a mod x; } }"), ["#"]);
    assert_eq!(on_one_line("m!(#, [path = \"x\"]);"), ["#"]);
    assert_eq!(found("#[cfg(test)]\nmod tests {}"), []);
    assert_eq!(found("#[cfg(not(all(feature = \"loom\", not(feature = \"model\"))))] mod timed;"), []);
    assert_eq!(on_one_line("#[cfg(feature = \"model\")] fn f() {}"), ["cfg"]);
    assert_eq!(on_one_line("if cfg!(test) {}"), ["cfg"]);
}

#[test]
fn comments_strings_and_other_modules_are_allowed() {
    let source = r###"
        // std::sync
        /* std::thread /* std::sync */ std::time */
        /// use std::thread;
        let a = "std::sync \" std::sync";
        let b = r#"std::thread " "#;
        let c = ('"', '\'', '\u{41}', b'"');
        use std::collections::VecDeque;
        use common::sync::Mutex;
        fn f<'std>(x: &'std str) {}
    "###;
    assert_eq!(found(source), []);
}

#[test]
fn nothing_hides_behind_unusual_lexical_forms() {
    // A suffix, and no raw string; a line for a shell, which the compiler skips; a byte order mark before it.
    assert_eq!(on_one_line(r#"m!(0r"\" ", std::fs, ""); "#), ["std::fs"]);
    assert_eq!(on_one_line(r#"m!("a"r"\" ", std::fs, ""); "#), ["std::fs"]);
    assert_eq!(on_one_line("m!('a'r\"\\\" \", std::fs, \"\");"), ["std::fs"]);
    assert_eq!(found("#! \"\nuse std::fs; // \""), [(1, "#!".to_string())]);
    assert_eq!(found("\u{feff}#!/bin/sh \"\nuse std::fs; // \""), [(1, "#!".to_string())]);
    assert_eq!(on_one_line("std\u{200e}::fs"), ["std::fs"]);
    assert_eq!(on_one_line("std /* x */ :: // y\n fs"), ["std::fs"]);
}

#[test]
fn deep_nesting_is_refused_before_any_parser_reads_it() {
    for deep in ["(", "[", "{", "!", "&", "-", "*", "Vec<", "if a { } else { "] {
        let found = forbidden(&deep.repeat(200_000 / deep.len()));
        assert_eq!(found.len(), 1, "{deep}");
    }
    assert_eq!(forbidden(&"(\n".repeat(200)).len(), 1);
    assert_eq!(forbidden(&"&\n".repeat(200)).len(), 1);
    assert_eq!(forbidden(&"(x)\n".repeat(2000)).len(), 0);
    assert_eq!(forbidden(&"\n".repeat(300_000)).len(), 1);
}

#[test]
fn unterminated_text_does_not_hang_the_scan() {
    for source in ["\"std::sync", "r##\"x", "/* /*", "'\\", "b'", "'", "\"\\", "use common::{", "#", "0", "'a"] {
        forbidden(source);
    }
    assert_eq!(found("std::"), [(1, "std::".to_string())]);
    assert_eq!(on_one_line("use std::{"), Vec::<String>::new());
}

#[test]
fn a_reference_to_a_reference_with_a_different_lifetime_is_for_review() {
    assert_eq!(for_review("\nfn f<'a>(_: &'a &'static ()) {}").len(), 1);
    assert_eq!(for_review("fn f<'a>(a: &'a str, b: &'a &str) {}"), []);
}
