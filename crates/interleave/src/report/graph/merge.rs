//! Merges nodes that look the same and lead to the same nodes by the same moves: to a reader they are one. The
//! explorer keeps them apart, because their threads have observed different things and may behave the same for
//! different reasons.
//!
//! Partition refinement (Moore 1956): classes are split until all members of each have the same moves.

use std::collections::BTreeMap;

/// What a node shows, and where its moves lead: `(move, node)`.
pub(super) type Node<S> = (S, Vec<(usize, usize)>);

/// One node for each class, in the order in which the classes first occur, so the first node stays first.
pub(super) fn merged<S: Ord + Clone>(nodes: Vec<Node<S>>) -> Vec<Node<S>> {
    let (mut classes, mut count) = numbered(nodes.iter().map(|(shown, _)| shown));
    loop {
        let led = |moves: &[(usize, usize)]| {
            let mut led: Vec<_> = moves.iter().map(|&(by, to)| (by, classes[to])).collect();
            led.sort_unstable();
            led.dedup();
            led
        };
        let keys: Vec<_> = nodes.iter().zip(&classes).map(|((_, moves), &class)| (class, led(moves))).collect();
        let (finer, finer_count) = numbered(keys.iter());
        if finer_count == count {
            let mut kept = Vec::new();
            for ((shown, _), (class, moves)) in nodes.into_iter().zip(keys) {
                if class == kept.len() {
                    kept.push((shown, moves));
                }
            }
            return kept;
        }
        (classes, count) = (finer, finer_count);
    }
}

/// Numbers the distinct items by first occurrence; returns the number of each item, and how many there are.
fn numbered<T: Ord>(items: impl Iterator<Item = T>) -> (Vec<usize>, usize) {
    let mut numbers = BTreeMap::new();
    let of_each = items.map(|item| {
        let next = numbers.len();
        *numbers.entry(item).or_insert(next)
    });
    (of_each.collect(), numbers.len())
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn equivalent_nodes_are_merged() {
        let diamond = vec![
            ("begin", vec![(0, 1), (1, 2)]),
            ("middle", vec![(2, 3)]),
            ("middle", vec![(2, 4)]),
            ("end", vec![]),
            ("end", vec![]),
        ];
        let expected = vec![("begin", vec![(0, 1), (1, 1)]), ("middle", vec![(2, 2)]), ("end", vec![])];
        assert_eq!(merged(diamond), expected);
    }

    #[test]
    fn nodes_that_look_the_same_but_end_differently_stay_apart() {
        let fork = vec![
            ("begin", vec![(0, 1), (1, 2)]),
            ("middle", vec![(2, 3)]),
            ("middle", vec![(2, 4)]),
            ("right", vec![]),
            ("wrong", vec![]),
        ];
        assert_eq!(merged(fork.clone()), fork);
    }
}
