//! The numbers of interleavings that the chapter on the race names, counted.

use std::collections::BTreeMap;

/// Of all interleavings of these threads, each a read and a write: how many end with which count.
fn ends(threads: usize) -> BTreeMap<u64, usize> {
    let mut found = BTreeMap::new();
    go_on(&mut vec![None; threads], &mut vec![0; threads], 0, &mut found);
    found
}

/// Continues one interleaving in every way. `seen` is what each thread has read, `steps` how many steps it has taken.
fn go_on(seen: &mut Vec<Option<u64>>, steps: &mut Vec<usize>, count: u64, found: &mut BTreeMap<u64, usize>) {
    if steps.iter().all(|steps| *steps == 2) {
        *found.entry(count).or_default() += 1;
        return;
    }
    for thread in (0..steps.len()).filter(|thread| steps[*thread] < 2).collect::<Vec<_>>() {
        let before = seen[thread];
        steps[thread] += 1;
        let after = before.map_or(count, |read| read + 1);
        seen[thread] = before.or(Some(count));
        go_on(seen, steps, after, found);
        seen[thread] = before;
        steps[thread] -= 1;
    }
}

#[test]
fn the_chapter_names_the_numbers_that_there_are() {
    let chapter = book::read("docs/src/counter-race.md").unwrap();
    for threads in [2, 3] {
        let ends = ends(threads);
        let all: usize = ends.values().sum();
        let right = ends[&(threads as u64)];
        let sentence = format!("{right} of the {all} interleavings");
        assert!(chapter.contains(&sentence), "the chapter does not say `{sentence}`: {ends:?}");
    }
}
