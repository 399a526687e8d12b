//! Coercions: to a slice, to a trait object, to a shorter lifetime.

use super::cell::UnsafeCell;
use super::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard, Weak};
use std::fmt::Debug;

macro_rules! unsized_in {
    ($($name:ident: $Pointer:ident<$Cell:ident>;)*) => { $(
        fn $name(
            slice: $Pointer<$Cell<[u8; 3]>>,
            object: $Pointer<$Cell<String>>,
            function: $Pointer<$Cell<fn() -> u32>>,
        ) -> ($Pointer<$Cell<[u8]>>, $Pointer<$Cell<dyn Debug + Send>>, $Pointer<$Cell<dyn Fn() -> u32>>) {
            (slice, object, function)
        }
    )* };
}

unsized_in! {
    mutex_in_arc: Arc<Mutex>;
    mutex_in_weak: Weak<Mutex>;
    mutex_in_box: Box<Mutex>;
    rwlock_in_arc: Arc<RwLock>;
    rwlock_in_box: Box<RwLock>;
    cell_in_arc: Arc<UnsafeCell>;
    cell_in_box: Box<UnsafeCell>;
}

fn borrowed<'a>(mutex: &'a Mutex<[u8; 3]>, rwlock: &'a RwLock<String>) -> (&'a Mutex<[u8]>, &'a RwLock<dyn Debug>) {
    (mutex, rwlock)
}

fn shorter<'a>(read: RwLockReadGuard<'static, &'static str>) -> RwLockReadGuard<'a, &'a str> {
    read
}

fn shorter_guard<'a>(guard: MutexGuard<'static, String>) -> MutexGuard<'a, String> {
    guard
}
