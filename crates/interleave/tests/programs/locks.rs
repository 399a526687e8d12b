//! Threads that block each other.

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Arc, Barrier, Mutex, RwLock, mpsc};
use interleave::{hint, thread};

/// Each thread holds the lock that the other one wants.
pub fn two_orders() -> usize {
    let (fork, knife) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
    let (my_fork, my_knife) = (Arc::clone(&fork), Arc::clone(&knife));
    let eater = thread::spawn(move || {
        let mut fork = my_fork.lock().unwrap();
        let mut knife = my_knife.lock().unwrap();
        *fork += 1;
        *knife += 1;
    });
    {
        let mut knife = knife.lock().unwrap();
        let mut fork = fork.lock().unwrap();
        *fork += 1;
        *knife += 1;
    }
    eater.join().unwrap();
    *fork.lock().unwrap()
}

/// A thread waits for itself.
pub fn lock_twice() -> usize {
    let count = Mutex::new(0);
    let first = count.lock().unwrap();
    let second = count.lock().unwrap();
    *first + *second
}

/// The main thread holds the lock that the thread it waits for needs.
pub fn join_under_the_lock() -> usize {
    let count = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&count);
    let worker = thread::spawn(move || *counter.lock().unwrap() += 1);
    let count = count.lock().unwrap();
    worker.join().unwrap();
    *count
}

/// A reader cannot become a writer.
pub fn write_while_reading() -> usize {
    let cache = RwLock::new(0);
    let cached = cache.read().unwrap();
    if *cached == 0 {
        *cache.write().unwrap() = 1;
    }
    *cached
}

/// The third thread never comes.
pub fn barrier_for_one_too_many() -> usize {
    let start = Arc::new(Barrier::new(3));
    let other = Arc::clone(&start);
    let runner = thread::spawn(move || other.wait().is_leader());
    start.wait();
    runner.join().unwrap();
    0
}

/// The receiver waits for more as long as there is a sender, and the main thread has one.
pub fn sender_never_dropped() -> usize {
    let (sender, receiver) = mpsc::channel();
    let worker = {
        let sender = sender.clone();
        thread::spawn(move || sender.send(1).unwrap())
    };
    let received = receiver.iter().sum();
    worker.join().unwrap();
    drop(sender);
    received
}

/// Each takes one fork, finds the other fork taken, and puts its own back, for ever.
pub fn polite_philosophers() -> usize {
    let (left, right) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
    let (my_left, my_right) = (Arc::clone(&left), Arc::clone(&right));
    let other = thread::spawn(move || dine(&my_right, &my_left));
    dine(&left, &right);
    other.join().unwrap();
    *left.lock().unwrap()
}

fn dine(first: &Mutex<usize>, second: &Mutex<usize>) {
    loop {
        let mut first = first.lock().unwrap();
        if let Ok(mut second) = second.try_lock() {
            *first += 1;
            *second += 1;
            return;
        }
        drop(first);
        thread::yield_now();
    }
}

/// The flag is never set.
pub fn spin_for_ever() -> usize {
    let done = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&done);
    let worker = thread::spawn(move || flag.load(SeqCst));
    while !done.load(SeqCst) {
        hint::spin_loop();
    }
    worker.join().unwrap();
    0
}
