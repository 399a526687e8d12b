//! Compare-exchange, weak and strong.

use crate::values;
use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};

#[test]
fn compare_exchange_weak_may_fail_for_no_reason_and_compare_exchange_does_not() {
    let strong = || AtomicUsize::new(0).compare_exchange(0, 1, SeqCst, SeqCst);
    assert_eq!(values(strong), ["Ok(0)"]);
    let weak = || AtomicUsize::new(0).compare_exchange_weak(0, 1, SeqCst, SeqCst);
    assert_eq!(values(weak), ["Err(0)", "Ok(0)"]);
}

#[test]
fn fetch_update_tries_again_if_it_failed_for_no_reason() {
    let program = || AtomicUsize::new(1).fetch_update(SeqCst, SeqCst, |value| Some(value + 1));
    assert_eq!(values(program), ["Ok(1)"]);
}
