//! What must hold whatever the bytes holds of the seeds, and of each of them cut off or with a byte changed.

use std::collections::BTreeSet;
use std::path::Path;
use untrusted::TARGETS;

#[test]
fn what_must_hold_whatever_the_bytes_holds_of_every_seed() {
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
fn every_target_has_a_program_that_fuzzes_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/targets");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<_> = files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_string()).collect();
    let targets: BTreeSet<_> = TARGETS.iter().map(|target| target.name.to_string()).collect();
    assert_eq!(files, targets);
}
