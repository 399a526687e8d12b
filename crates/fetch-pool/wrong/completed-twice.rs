//! Each future reports twice that it is done, and the second time there is nothing to return.
//!
//! expect: completed-done-already = wrong result
//! expect: completed-first-done-first = wrong result
//! expect: completed-tells-how-many = wrong result
//! expect: completed-in-any-order = wrong result
//! expect: completed-each-once = race condition

// REPLACE completed-start
let (sender, done) = mpsc::channel();
let futures: Vec<_> = futures.into_iter().map(Some).collect();
for (number, future) in futures.iter().flatten().enumerate() {
    let sender = sender.clone();
    future.when_done(move || {
        let _ = sender.send(number);
        let _ = sender.send(number);
    });
}
AsCompleted { left: futures.len(), futures, done }
// END REPLACE
