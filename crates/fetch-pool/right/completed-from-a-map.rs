//! A future that is done sends its number. The futures are in a map, from which each is taken once.

// REPLACE completed-imports
use crate::Future;
use common::sync::mpsc;
use std::collections::BTreeMap;
// END REPLACE
// REPLACE completed-state
futures: BTreeMap<usize, Future<T>>,
done: mpsc::Receiver<usize>,
// END REPLACE
// REPLACE completed-start
let (sender, done) = mpsc::channel();
let futures: BTreeMap<_, _> = futures.into_iter().enumerate().collect();
for (&number, future) in &futures {
    let sender = sender.clone();
    future.when_done(move || drop(sender.send(number)));
}
AsCompleted { futures, done }
// END REPLACE
// REPLACE completed-next
while !self.futures.is_empty() {
    let number = self.done.recv().ok()?;
    if let Some(future) = self.futures.remove(&number) {
        return Some(future);
    }
}
None
// END REPLACE
// REPLACE completed-left
(self.futures.len(), Some(self.futures.len()))
// END REPLACE
