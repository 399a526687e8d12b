//! Registers only with futures that are not done yet: the others are never returned.
//!
//! expect: completed-done-already = panicked
//! expect: completed-in-any-order = panicked
//! expect: completed-each-once = race condition

// REPLACE completed-start
let (sender, done) = mpsc::channel();
let futures: Vec<_> = futures.into_iter().map(Some).collect();
for (number, future) in futures.iter().flatten().enumerate() {
    if !future.is_done() {
        let sender = sender.clone();
        future.when_done(move || {
            let _ = sender.send(number);
        });
    }
}
AsCompleted { left: futures.len(), futures, done }
// END REPLACE
