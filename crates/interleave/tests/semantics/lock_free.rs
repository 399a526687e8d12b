//! Lock-free structures, each with and without its classic bug.

use crate::{all, values};
use interleave::sync::Arc;
use interleave::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::SeqCst};
use interleave::{Options, Verdict, thread};

/// A list of free indices. `head` is the index of the first one plus 1, or 0, with a tag above it.
struct FreeList {
    head: AtomicUsize,
    next: [AtomicUsize; 2],
    tagged: bool,
}

impl FreeList {
    fn tag_after(&self, head: usize) -> usize {
        if self.tagged { (head & !0xff) + 0x100 } else { 0 }
    }

    fn pop(&self) -> Option<usize> {
        loop {
            let head = self.head.load(SeqCst);
            let node = (head & 0xff).checked_sub(1)?;
            let next = self.next[node].load(SeqCst) | self.tag_after(head);
            if self.head.compare_exchange(head, next, SeqCst, SeqCst).is_ok() {
                return Some(node);
            }
        }
    }

    fn push(&self, node: usize) {
        loop {
            let head = self.head.load(SeqCst);
            self.next[node].store(head & 0xff, SeqCst);
            let new = (node + 1) | self.tag_after(head);
            if self.head.compare_exchange(head, new, SeqCst, SeqCst).is_ok() {
                return;
            }
        }
    }
}

/// While a thread pops, the main thread pops both elements and pushes the first back. No element may have two owners.
fn pop_and_push(tagged: bool) {
    let next = [AtomicUsize::new(0), AtomicUsize::new(1)];
    let list = Arc::new(FreeList { head: AtomicUsize::new(2), next, tagged });
    let other = {
        let list = Arc::clone(&list);
        thread::spawn(move || list.pop())
    };
    let (one, two) = (list.pop(), list.pop());
    if let Some(one) = one {
        list.push(one);
    }
    let mut owned: Vec<usize> = other.join().unwrap().into_iter().chain(two).collect();
    owned.extend((0..3).filter_map(|_| list.pop()));
    owned.sort_unstable();
    assert_eq!(owned, [0, 1]);
}

#[test]
fn a_lock_free_stack_without_a_tag_has_the_aba_problem() {
    let outcome = all(&Options::new(), || pop_and_push(false));
    assert_eq!(outcome.verdict, Verdict::RaceCondition, "{outcome:#?}");
}

#[test]
fn a_lock_free_stack_with_a_tag_gives_each_element_to_one_thread() {
    let outcome = all(&Options::new(), || pop_and_push(true));
    assert_eq!(outcome.verdict, Verdict::Passed, "{outcome:#?}");
}

/// A work-stealing deque with room for one item.
struct Deque {
    top: AtomicUsize,
    bottom: AtomicUsize,
    slot: AtomicUsize,
}

impl Deque {
    fn push(&self, item: usize) -> bool {
        let bottom = self.bottom.load(SeqCst);
        if bottom > self.top.load(SeqCst) {
            return false;
        }
        self.slot.store(item, SeqCst);
        self.bottom.store(bottom + 1, SeqCst);
        true
    }

    /// Reads the slot before the compare-exchange if `early`, and after it otherwise, when a push may have come first.
    fn steal(&self, early: bool) -> Option<usize> {
        let top = self.top.load(SeqCst);
        if top >= self.bottom.load(SeqCst) {
            return None;
        }
        let item = early.then(|| self.slot.load(SeqCst));
        self.top.compare_exchange(top, top + 1, SeqCst, SeqCst).ok()?;
        item.or_else(|| Some(self.slot.load(SeqCst)))
    }
}

fn steal_and_push(early: bool) {
    let deque =
        Arc::new(Deque { top: AtomicUsize::new(0), bottom: AtomicUsize::new(0), slot: AtomicUsize::new(0) });
    assert!(deque.push(1));
    let thief = {
        let deque = Arc::clone(&deque);
        thread::spawn(move || deque.steal(early))
    };
    let pushed = deque.push(2);
    let mut got: Vec<usize> = thief.join().unwrap().into_iter().collect();
    got.extend(deque.steal(true));
    got.sort_unstable();
    assert_eq!(got, if pushed { vec![1, 2] } else { vec![1] });
}

#[test]
fn a_thief_that_reads_the_slot_after_the_exchange_may_read_a_newer_item() {
    let outcome = all(&Options::new(), || steal_and_push(false));
    assert_eq!(outcome.verdict, Verdict::RaceCondition, "{outcome:#?}");
}

#[test]
fn a_thief_that_reads_the_slot_before_the_exchange_gets_each_item_once() {
    let outcome = all(&Options::new(), || steal_and_push(true));
    assert_eq!(outcome.verdict, Verdict::Passed, "{outcome:#?}");
}

#[test]
fn addresses_that_differ_between_executions_are_not_nondeterminism() {
    let program = || {
        let head = AtomicPtr::new(std::ptr::null_mut());
        let push = |value: usize| _ = head.swap(Box::into_raw(Box::new([value; 2])), SeqCst);
        thread::scope(|scope| {
            scope.spawn(|| [1, 2].into_iter().for_each(push));
            [3, 4].into_iter().for_each(push);
        });
        head.load(SeqCst).is_null()
    };
    assert_eq!(values(program), ["false"]);
}
