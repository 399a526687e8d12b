//! Wrong programs of the lecture, each as small as it can be and still go wrong, on the primitives of both explorers. A run
//! that goes wrong panics or never ends.

/// The same program text, once on each explorer's primitives.
macro_rules! programs {
    ($($(#[$about:meta])* $name:ident $body:block)*) => {
        mod on_interleave {
            use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
            use interleave::sync::{Arc, Condvar, Mutex};
            use interleave::thread;
            crowd!();
            $($(#[$about])* pub fn $name() $body)*
        }
        mod on_shuttle {
            use shuttle::sync::atomic::{AtomicUsize, Ordering::SeqCst};
            use shuttle::sync::{Arc, Condvar, Mutex};
            use shuttle::thread;
            crowd!();
            $($(#[$about])* pub fn $name() $body)*
        }
        /// Their names, and each on `interleave` and on Shuttle.
        pub const ALL: &[(&str, fn(), fn())] =
            &[$((stringify!($name), on_interleave::$name, on_shuttle::$name)),*];
    };
}

macro_rules! crowd {
    () => {
        /// Runs `body` in so many threads, and waits for them.
        fn crowd<S: Send + Sync + 'static>(threads: usize, shared: &Arc<S>, body: fn(&S, usize)) {
            let start = |number| {
                let shared = Arc::clone(shared);
                thread::spawn(move || body(&shared, number))
            };
            let started: Vec<_> = (0..threads).map(start).collect();
            started.into_iter().for_each(|thread| thread.join().unwrap());
        }

        /// A queue for one number.
        #[derive(Default)]
        struct Slot {
            item: Mutex<Option<usize>>,
            changed: Condvar,
            taken: Condvar,
        }

        impl Slot {
            /// Right, where `changed` is for consumers and `taken` for producers.
            fn put(&self, item: usize, taken: &Condvar) {
                let mut slot = self.item.lock().unwrap();
                while slot.is_some() {
                    slot = taken.wait(slot).unwrap();
                }
                *slot = Some(item);
                self.changed.notify_one();
            }

            fn get(&self, taken: &Condvar) -> usize {
                let mut slot = self.item.lock().unwrap();
                while slot.is_none() {
                    slot = self.changed.wait(slot).unwrap();
                }
                taken.notify_one();
                slot.take().unwrap()
            }
        }
    };
}

programs! {
    /// The racy counter: a read and a write are not one step.
    racy_counter {
        let count = Arc::new(AtomicUsize::new(0));
        crowd(2, &count, |count, _| count.store(count.load(SeqCst) + 1, SeqCst));
        assert_eq!(count.load(SeqCst), 2);
    }
    /// Reads under one lock and writes under another.
    two_locks {
        let count = Arc::new(Mutex::new(0));
        crowd(3, &count, |count, _| {
            let seen = *count.lock().unwrap();
            *count.lock().unwrap() = seen + 1;
        });
        assert_eq!(*count.lock().unwrap(), 3);
    }
    /// Two locks in two orders.
    two_orders {
        let locks = Arc::new((Mutex::new(0), Mutex::new(0)));
        crowd(2, &locks, |(one, other), number| {
            let (first, second) = if number == 0 { (one, other) } else { (other, one) };
            *first.lock().unwrap() += *second.lock().unwrap();
        });
    }
    /// Double-checked setup without the second check.
    double_setup {
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        crowd(2, &shared, |(ready, setups), _| {
            if ready.load(SeqCst) == 0 {
                setups.fetch_add(1, SeqCst);
                ready.store(1, SeqCst);
            }
        });
        assert_eq!(shared.1.load(SeqCst), 1);
    }
    /// `get` checks once: `if` for `while`.
    get_checks_once {
        let slot = Arc::new(Slot::default());
        crowd(3, &slot, |slot, number| {
            if number == 0 {
                slot.put(1, &slot.taken);
                slot.put(2, &slot.taken);
                return;
            }
            let mut item = slot.item.lock().unwrap();
            if item.is_none() {
                item = slot.changed.wait(item).unwrap();
            }
            slot.taken.notify_one();
            item.take().expect("there is an item now");
        });
    }
    /// `put` wakes nobody.
    put_wakes_nobody {
        let slot = Arc::new(Slot::default());
        crowd(2, &slot, |slot, number| match number {
            0 => *slot.item.lock().unwrap() = Some(1),
            _ => _ = slot.get(&slot.taken),
        });
    }
    /// One condition variable for producers and consumers: a notify goes to a thread that it does not help.
    one_condition {
        let slot = Arc::new(Slot::default());
        crowd(4, &slot, |slot, number| match number {
            0 | 1 => slot.put(number, &slot.changed),
            _ => _ = slot.get(&slot.changed),
        });
    }
    /// Says that the task is done before the result is there.
    done_too_early {
        let shared = Arc::new((Mutex::new(1), Condvar::new(), Mutex::new(None)));
        let worker = Arc::clone(&shared);
        let worker = thread::spawn(move || {
            let (unfinished, all_done, result) = &*worker;
            *unfinished.lock().unwrap() -= 1;
            all_done.notify_all();
            *result.lock().unwrap() = Some(7);
        });
        let (unfinished, all_done, result) = &*shared;
        let mut left = unfinished.lock().unwrap();
        while *left > 0 {
            left = all_done.wait(left).unwrap();
        }
        drop(left);
        assert_eq!(*result.lock().unwrap(), Some(7));
        worker.join().unwrap();
    }
    /// Closing the pool wakes one worker of two.
    close_wakes_one {
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        crowd(3, &shared, |(closed, changed), number| {
            let mut closed = closed.lock().unwrap();
            if number == 0 {
                *closed = true;
                changed.notify_one();
                return;
            }
            while !*closed {
                closed = changed.wait(closed).unwrap();
            }
        });
    }
    /// A result is looked at before the worker that is late has written it.
    late_worker {
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let worker = Arc::clone(&shared);
        let worker = thread::spawn(move || worker.0.store(1, SeqCst));
        (0..20).for_each(|_| _ = shared.1.fetch_add(1, SeqCst));
        assert_eq!(shared.0.load(SeqCst), 1);
        worker.join().unwrap();
    }
    /// Five philosophers, three meals each, and the last takes its forks in the same order as the others.
    philosophers {
        let forks: Arc<Vec<_>> = Arc::new((0..5).map(|_| Mutex::new(0)).collect());
        crowd(5, &forks, |forks, own| {
            for _ in 0..3 {
                let left = forks[own].lock().unwrap();
                let mut right = forks[(own + 1) % 5].lock().unwrap();
                *right += *left;
            }
        });
    }
}
