//! What a thread can do: every operation of `sync`, `cell`, `thread`, `time`, `panic` and `hint`.

use super::Strength;
use std::sync::atomic::Ordering;

pub type Ops = Vec<Op>;

/// The number of rounds of a loop that ends only with a success. What it sees until then is not observed: how many
/// rounds it takes depends on the search.
pub const ENDLESS: usize = usize::MAX;

#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    Cell(usize, Access, Strength),
    Fence(Ordering),
    Data(Plain),
    Pointer(Publishing, Strength),
    Mutex(usize, Locking),
    RwLock(Sharing),
    Condvar(Waiting),
    Barrier,
    Once(Initialising),
    Start(Starting),
    Sender(Sending),
    Receiver(Receiving),
    Thread(Threading),
    Time(Timing),
    Panic(Panicking),
    /// Attempts in turn until one succeeds, for at most this many rounds; [`ENDLESS`] means no limit.
    Loop(usize, Vec<Attempt>, Pause),
    /// Runs the body if the last value that the thread observed is not 0.
    When(Ops),
}

/// An operation on an atomic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Access {
    Load,
    Store(Operand),
    Swap(Operand),
    Add,
    Sub,
    And,
    Nand,
    Or,
    Xor,
    Max,
    Min,
    /// The expected value and the new one.
    CompareExchange(usize, Operand),
    CompareExchangeWeak(usize, Operand),
    /// Adds one unless the value is 2.
    FetchUpdate,
    /// The same as `FetchUpdate`.
    TryUpdate,
    /// Adds one unless the value is 2, and writes that one again.
    Update,
}

/// An access to non-atomic data. One with a body begins before the body and ends after it.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    Read,
    Write(Operand),
    Get(Ops),
    GetMut(Operand, Ops),
}

/// An operation on the shared pointer to data, which is null at first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Publishing {
    /// Creates data with this value and publishes it.
    Publish(Operand),
    /// The same, and reads the data that was published before.
    Swap(Operand),
    /// Reads the published data.
    Look,
    /// Writes the published data.
    Edit(Operand),
}

/// A value to write or send.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operand {
    Number(usize),
    /// The last value that the thread observed.
    Seen,
}

/// An operation on a mutex. A body runs while the lock is held.
#[derive(Clone, Debug, PartialEq)]
pub enum Locking {
    Lock(Change, Ops),
    TryLock(Change, Ops),
    IsPoisoned,
    ClearPoison,
}

/// An operation on the reader-writer lock. A body runs while the lock is held.
#[derive(Clone, Debug, PartialEq)]
pub enum Sharing {
    Read(Ops),
    TryRead(Ops),
    Write(Change, Ops),
    TryWrite(Change, Ops),
    /// Writes, then downgrades: the body runs while others may read.
    Downgrade(Change, Ops),
    IsPoisoned,
    ClearPoison,
}

/// A change of the locked value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    No,
    Add,
    Set(Operand),
}

/// An operation on the condition variable. Waits are for a nonzero value in the first mutex.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Waiting {
    Wait,
    WaitWhile,
    WaitTimeout(u32),
    WaitTimeoutWhile(u32),
    NotifyOne,
    NotifyAll,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Initialising {
    Get,
    Set(Operand),
    /// The body runs in the initialiser.
    GetOrInit(Operand, Ops),
    /// Waits until there is a value.
    Wait,
}

/// Something that runs once, or once in each thread. A body runs in the closure.
#[derive(Clone, Debug, PartialEq)]
pub enum Starting {
    CallOnce(Ops),
    CallOnceForce(Ops),
    IsCompleted,
    /// Waits until a closure has run, or has panicked.
    Wait,
    /// Waits until a closure has run.
    WaitForce,
    /// Reads the lazy value.
    Force,
    /// Reads the lazy value if it is initialised.
    Look,
    /// Reads and changes the thread-local values.
    Local,
    /// Leaves an operation to the destructor of a thread-local value.
    AtEnd(Parting, Strength),
}

/// The operation of a destructor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parting {
    /// On an atomic; it writes 2.
    Access(usize, Access),
    /// Adds one to the first mutex if it is free.
    TryLock,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sending {
    Send(Operand),
    /// The same as `Send` on an unbounded channel.
    TrySend(Operand),
    /// Sends from a clone, then drops the clone.
    CloneAndSend(Operand),
    Drop,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Receiving {
    Recv,
    TryRecv,
    RecvTimeout(u32),
    /// Receives until every sender is dropped.
    Iter,
    TryIter,
    /// The same as `Iter`, and consumes the receiver.
    IntoIter,
    Drop,
}

/// An index names a handle among the threads that this thread started.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threading {
    Spawn,
    Join(usize),
    IsFinished(usize),
    Unpark(usize),
    UnparkParent,
    Park,
    ParkTimeout(u32),
    Yield,
    Current,
    Panicking,
    AvailableParallelism,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Timing {
    Sleep(u32),
    /// How long this thread has been running, in virtual time.
    Elapsed,
    /// Arithmetic on instants, with the same result at any time.
    Instants,
    SpinLoop,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Panicking {
    Panic,
    Resume,
    Catch(Ops),
    /// Panics; the body runs in a destructor during the unwinding.
    Cleanup(Ops),
}

/// What a round of a loop tries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Attempt {
    TryLock(usize),
    TryRead,
    TryWrite,
    /// Loads; a nonzero value is a success.
    Load(usize, Strength),
    Get,
    TryRecv,
    IsFinished(usize),
}

impl Attempt {
    /// Does it do an operation in every thread? A loop without operations is endless to an explorer.
    pub fn always_acts(self) -> bool {
        !matches!(self, Attempt::TryRecv | Attempt::IsFinished(_))
    }
}

/// The pause between two rounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pause {
    No,
    Yield,
    Spin,
}

impl Op {
    /// The operations that run inside this one.
    pub fn body(&self) -> Option<&Ops> {
        match self {
            Op::Mutex(_, Locking::Lock(_, body) | Locking::TryLock(_, body))
            | Op::RwLock(
                Sharing::Read(body)
                | Sharing::TryRead(body)
                | Sharing::Write(_, body)
                | Sharing::TryWrite(_, body)
                | Sharing::Downgrade(_, body),
            )
            | Op::Once(Initialising::GetOrInit(_, body))
            | Op::Start(Starting::CallOnce(body) | Starting::CallOnceForce(body))
            | Op::Panic(Panicking::Catch(body) | Panicking::Cleanup(body))
            | Op::Data(Plain::Get(body) | Plain::GetMut(_, body))
            | Op::When(body) => Some(body),
            _ => None,
        }
    }

    pub fn body_mut(&mut self) -> Option<&mut Ops> {
        match self {
            Op::Mutex(_, Locking::Lock(_, body) | Locking::TryLock(_, body))
            | Op::RwLock(
                Sharing::Read(body)
                | Sharing::TryRead(body)
                | Sharing::Write(_, body)
                | Sharing::TryWrite(_, body)
                | Sharing::Downgrade(_, body),
            )
            | Op::Once(Initialising::GetOrInit(_, body))
            | Op::Start(Starting::CallOnce(body) | Starting::CallOnceForce(body))
            | Op::Panic(Panicking::Catch(body) | Panicking::Cleanup(body))
            | Op::Data(Plain::Get(body) | Plain::GetMut(_, body))
            | Op::When(body) => Some(body),
            _ => None,
        }
    }
}

/// Does `found` hold for any operation in `ops` or in their bodies?
pub fn any(ops: &[Op], found: &mut dyn FnMut(&Op) -> bool) -> bool {
    ops.iter().any(|op| found(op) || op.body().is_some_and(|body| any(body, found)))
}
