//! Checks the properties for all seeds, and for each seed truncated or with one byte changed.

use std::collections::BTreeSet;
use std::path::Path;
use untrusted::TARGETS;

#[test]
fn the_properties_hold_for_every_seed_and_its_damaged_copies() {
    for target in TARGETS {
        let seeds = (target.seeds)().unwrap();
        assert!(seeds.len() >= 5, "{}: {} seeds", target.name, seeds.len());
        for (number, seed) in seeds.iter().enumerate() {
            println!("{}: seed {number}", target.name);
            (target.holds)(seed);
            let middle = seed.len() / 2;
            (target.holds)(&seed[..middle]);
            let mut changed = seed.clone();
            if let Some(byte) = changed.get_mut(middle) {
                *byte ^= 0x10;
                (target.holds)(&changed);
            }
        }
    }
}

#[test]
fn every_target_has_a_fuzz_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/targets");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<_> = files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_string()).collect();
    let targets: BTreeSet<_> = TARGETS.iter().map(|target| target.name.to_string()).collect();
    assert_eq!(files, targets);
}
