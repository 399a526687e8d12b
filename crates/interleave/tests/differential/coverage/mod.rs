//! Every public function occurs in a generated program, and the interpreter calls it.

mod calls;
mod public;

use crate::generate;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Functions that no program calls, with the reason.
const LEFT_OUT: [(&str, &str); 9] = [
    ("Atomic::fetch_ptr_add", "of `AtomicPtr` alone: what `fetch_add` does to an address"),
    ("Atomic::fetch_ptr_sub", "of `AtomicPtr` alone: what `fetch_sub` does to an address"),
    ("Atomic::fetch_byte_add", "of `AtomicPtr` alone: what `fetch_add` does to an address"),
    ("Atomic::fetch_byte_sub", "of `AtomicPtr` alone: what `fetch_sub` does to an address"),
    ("Builder::spawn_unchecked", "what `Builder::spawn` does, for a closure that borrows"),
    ("Atomic::fetch_not", "of `AtomicBool` alone: what `fetch_xor` with `true` does"),
    ("ConstPtr::deref", "what `with` does"),
    ("MutPtr::deref", "what `with` does"),
    ("LocalKey::new", "called by `thread_local!`"),
];

#[test]
fn every_public_function_occurs_in_a_generated_program() {
    let public = public::functions();
    for (name, reason) in LEFT_OUT {
        assert!(public.contains(name), "{name} is left out ({reason}), but there is no such function");
    }
    let mut called = BTreeSet::new();
    for seed in 0..5_000 {
        calls::of(&generate::program(seed), &mut called);
    }
    let known = |name: &&String| !LEFT_OUT.iter().any(|(left_out, _)| left_out == name);
    let missing: Vec<_> = public.iter().filter(known).filter(|name| !called.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "in no generated program: {missing:?}");
    let gone: Vec<_> = called.iter().filter(|name| !public.contains(**name)).collect();
    assert!(gone.is_empty(), "not public, or not found: {gone:?}");
}

#[test]
fn the_coverage_list_matches_the_calls_of_the_interpreter() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/interpret");
    let files = fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let text: String = files.collect();
    let words: BTreeSet<_> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let left_out = |name: &String| LEFT_OUT.iter().any(|(left_out, _)| left_out == name);
    for name in public::functions().into_iter().filter(|name| !left_out(name)) {
        let function = name.rsplit("::").next().unwrap_or(&name);
        assert!(words.contains(function), "{name} is nowhere in the interpreter");
    }
}
