//! A channel with room for one number per future, so no worker ever waits to send.

// REPLACE completed-start
let futures: Vec<Future<T>> = futures.into_iter().collect();
let (sender, done) = mpsc::sync_channel(futures.len());
futures.iter().enumerate().for_each(|(n, future)| {
    let sender = sender.clone();
    future.when_done(move || drop(sender.send(n)));
});
AsCompleted { left: futures.len(), futures: futures.into_iter().map(Some).collect(), done }
// END REPLACE
// REPLACE completed-next
let index = self.done.recv().ok()?;
self.left -= 1;
self.futures[index].take()
// END REPLACE
