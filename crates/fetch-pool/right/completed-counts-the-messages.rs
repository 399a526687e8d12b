//! Counts the messages without reading them: if several futures are done, it returns the one submitted first.

// REPLACE completed-next
self.left = self.left.checked_sub(1)?;
self.done.recv().ok()?; // one more is done
let is_done = |future: &Option<Future<T>>| future.as_ref().is_some_and(Future::is_done);
let number = self.futures.iter().position(is_done)?;
self.futures[number].take()
// END REPLACE
