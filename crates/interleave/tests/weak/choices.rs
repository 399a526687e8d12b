//! All ways to choose one item from each of several lists, and all permutations.

/// Calls `with` for every way to take one item from each list.
pub fn for_each_choice<T: Clone>(lists: &[Vec<T>], mut with: impl FnMut(&[T])) {
    fn extend<T: Clone>(chosen: &mut Vec<T>, lists: &[Vec<T>], with: &mut impl FnMut(&[T])) {
        let Some(list) = lists.get(chosen.len()) else { return with(chosen) };
        for one in list {
            chosen.push(one.clone());
            extend(chosen, lists, with);
            chosen.pop();
        }
    }
    extend(&mut Vec::with_capacity(lists.len()), lists, &mut with);
}

/// Every order of `items`.
pub fn permutations(items: &[usize]) -> Vec<Vec<usize>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let first = |i: usize| {
        let rest = [&items[..i], &items[i + 1..]].concat();
        permutations(&rest).into_iter().map(move |order| [vec![items[i]], order].concat())
    };
    (0..items.len()).flat_map(first).collect()
}

/// The pairs of items in this order, the earlier one first.
pub fn pairs(order: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    order.iter().enumerate().flat_map(|(i, &one)| order[i + 1..].iter().map(move |&other| (one, other)))
}
