//! Tests of what an exploration becomes.

use super::*;
use interleave::sync::Mutex;
use interleave::thread;

#[test]
fn threads_that_use_nothing_of_the_explorer_get_no_verdict() {
    let count = |counted: &(dyn Fn() + Sync)| thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(counted)));
    let unseen = || {
        let handles = std::sync::Arc::new(());
        count(&|| std::mem::forget(std::sync::Arc::clone(&handles)));
        std::sync::Arc::strong_count(&handles) - 1
    };
    let seen = || {
        let number = Mutex::new(0);
        count(&|| *number.lock().unwrap() += 1);
        number.into_inner().unwrap()
    };
    for finding in [prove(2, unseen), sample(2, unseen)] {
        assert_eq!(finding.verdict, Verdict::NoVerdict);
        assert!(finding.message.contains("no explorer can see what they share"), "{}", finding.message);
    }
    assert_eq!(prove(3, unseen).verdict, Verdict::WrongResult);
    assert_eq!(prove(2, seen).verdict, Verdict::Passed);
    assert_eq!(prove((), || ()).verdict, Verdict::Passed);
}
