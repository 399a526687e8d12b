//! Unwraps the result of `send`: if the iterator was dropped early, the worker that has done its job panics.
//!
//! expect: completed-dropped-early = panicked

// REPLACE completed-start
let (sender, done) = mpsc::channel();
let futures: Vec<_> = futures.into_iter().map(Some).collect();
for (number, future) in futures.iter().flatten().enumerate() {
    let sender = sender.clone();
    future.when_done(move || sender.send(number).expect("somebody listens"));
}
AsCompleted { left: futures.len(), futures, done }
// END REPLACE
