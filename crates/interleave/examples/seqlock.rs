//! A sequence lock: readers write nothing, and retry if a writer came in between. The orderings are those of Boehm,
//! *Can Seqlocks Get Along With Programming Language Memory Models?*, MSPC 2012.
//!
//! The bug: the reader has no fence before it reads the sequence number again. That read may then come before the
//! reads of the data, and find the old number although the data has changed.

mod shown;

use interleave::sync::atomic::{AtomicU32, Ordering::*, fence};
use interleave::{Options, Outcome, explore, thread};

/// Two numbers that belong together. They are atomics because a reader may read them while they are being written.
struct SeqLock {
    /// Odd while a writer is writing.
    sequence: AtomicU32,
    data: [AtomicU32; 2],
    reader_has_fence: bool,
}

impl SeqLock {
    fn new(reader_has_fence: bool) -> Self {
        SeqLock { sequence: AtomicU32::new(0), data: [AtomicU32::new(0), AtomicU32::new(0)], reader_has_fence }
    }

    /// Only one writer at a time may call this.
    fn write(&self, new: [u32; 2]) {
        let sequence = self.sequence.load(Relaxed);
        self.sequence.store(sequence + 1, Relaxed);
        // A reader that sees one of the new numbers also sees the odd sequence number.
        fence(Release);
        self.data[0].store(new[0], Relaxed);
        self.data[1].store(new[1], Relaxed);
        self.sequence.store(sequence + 2, Release);
    }

    /// `None` if a writer was writing meanwhile; the caller would retry.
    fn try_read(&self) -> Option<[u32; 2]> {
        let before = self.sequence.load(Acquire);
        let data = [self.data[0].load(Relaxed), self.data[1].load(Relaxed)];
        if self.reader_has_fence {
            fence(Acquire);
        }
        let after = self.sequence.load(Relaxed);
        (before == after && before.is_multiple_of(2)).then_some(data)
    }
}

/// One thread writes once, while another reads.
fn read_while_written(reader_has_fence: bool) -> Option<[u32; 2]> {
    let lock = SeqLock::new(reader_has_fence);
    thread::scope(|scope| {
        scope.spawn(|| lock.write([1, 1]));
        lock.try_read()
    })
}

/// A read may return nothing, both old numbers, or both new ones.
fn explored(reader_has_fence: bool) -> Outcome {
    let options = Options::new().expect(None).or(Some([0, 0])).or(Some([1, 1]));
    explore(&options, || read_while_written(reader_has_fence))
}

/// The reader has its fence.
pub fn right() -> Outcome {
    explored(true)
}

/// The reader has no fence.
pub fn wrong() -> Outcome {
    explored(false)
}

fn main() {
    shown::print(&[("a fence before the second look", right()), ("no fence", wrong())]);
}
