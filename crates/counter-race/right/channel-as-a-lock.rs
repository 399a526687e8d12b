//! A channel with one token: the thread that holds the token may change the number, and puts the token back.

// REPLACE locked-imports
use common::sync::Mutex;
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
use common::sync::mpsc::{Receiver, Sender, channel};
// END REPLACE
// REPLACE locked-state
count: AtomicU64,
token: Token,
// END REPLACE
// REPLACE locked-start
LockedCounter { count: AtomicU64::new(count), token: Token::default() }
// END REPLACE
// REPLACE locked-increment
self.token.hold(|| {
    let next = self.count.load(Relaxed).checked_add(1);
    if let Some(next) = next {
        self.count.store(next, Relaxed);
    }
    next
})
.expect("the count has reached its end");
// END REPLACE
// REPLACE locked-count
self.token.hold(|| self.count.load(Relaxed))
}
}

/// The receiver has a lock because only one thread at a time can receive; the lock guards nothing else.
#[derive(Debug)]
struct Token {
    give: Sender<()>,
    take: Mutex<Receiver<()>>,
}

impl Default for Token {
    fn default() -> Self {
        let (give, take) = channel();
        give.send(()).unwrap();
        Token { give, take: Mutex::new(take) }
    }
}

impl Token {
    fn hold<T>(&self, section: impl FnOnce() -> T) -> T {
        self.take.lock().unwrap().recv().unwrap();
        let value = section();
        self.give.send(()).unwrap();
        value
// END REPLACE
