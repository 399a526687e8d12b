//! The panic of a job, kept for the thread that asks for the job's result.

use std::any::Any;
use std::fmt;

/// A job panicked instead of returning. `Display` shows the panic's message.
pub struct Panicked {
    payload: Box<dyn Any + Send>,
}

impl Panicked {
    /// Wraps the payload that `std::panic::catch_unwind` caught.
    pub fn new(payload: Box<dyn Any + Send>) -> Self {
        Panicked { payload }
    }

    /// Continues the panic in this thread, as Python's `result()` does with an exception.
    pub fn resume(self) -> ! {
        std::panic::resume_unwind(self.payload)
    }

    /// The payload that `catch_unwind` caught.
    pub(crate) fn payload(&self) -> &(dyn Any + Send) {
        &*self.payload
    }

    /// The panic's message, or `no message` if it has none.
    pub(crate) fn message(&self) -> &str {
        let text = self.payload.downcast_ref::<&str>().copied();
        text.or_else(|| self.payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the job panicked: {}", self.message())
    }
}

impl fmt::Debug for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Panicked").field(&self.message()).finish()
    }
}

impl std::error::Error for Panicked {}
