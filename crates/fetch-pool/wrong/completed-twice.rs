//! Each future says twice that it is done, and the second time there is nothing to give.
//!
//! expect: completed-first-done-first = wrong result

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
