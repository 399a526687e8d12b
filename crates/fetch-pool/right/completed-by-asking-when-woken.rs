//! Every future rings one bell (a condition variable); a thread that is woken checks which future is done.

// REPLACE completed-imports
use crate::Future;
use common::sync::{Arc, Condvar, Mutex};
// END REPLACE
// REPLACE completed-state
futures: Vec<Future<T>>,
rung: Arc<(Mutex<usize>, Condvar)>,
// END REPLACE
// REPLACE completed-start
let futures: Vec<_> = futures.into_iter().collect();
let rung = Arc::new((Mutex::new(0), Condvar::new()));
for future in &futures {
    let rung = Arc::clone(&rung);
    future.when_done(move || {
        *rung.0.lock().unwrap() += 1;
        rung.1.notify_all();
    });
}
AsCompleted { futures, rung }
// END REPLACE
// REPLACE completed-next
if self.futures.is_empty() {
    return None;
}
let (rung, bell) = &*self.rung;
let mut times = rung.lock().unwrap();
while *times == 0 {
    times = bell.wait(times).unwrap();
}
*times -= 1;
drop(times);
// Each future rings once, and each ring is answered with one future, so one is always done here.
let done = self.futures.iter().position(Future::is_done)?;
Some(self.futures.remove(done))
// END REPLACE
// REPLACE completed-left
(self.futures.len(), Some(self.futures.len()))
// END REPLACE
