//! Every future reports at once that it is done.
//!
//! expect: completed-first-done-first = wrong result
//! expect: completed-in-any-order = wrong result
//! expect: completed-each-once = race condition
//! expect: completed-sleeps = wrong result

// REPLACE completed-start
let (sender, done) = mpsc::channel();
let futures: Vec<_> = futures.into_iter().map(Some).collect();
for number in 0..futures.len() {
    let _ = sender.send(number);
}
AsCompleted { left: futures.len(), futures, done }
// END REPLACE
