//! What a thread can do: every operation of `sync`, `thread`, `time`, `panic` and `hint`.

pub type Ops = Vec<Op>;

#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    Cell(usize, Access),
    Fence,
    Mutex(usize, Locking),
    RwLock(Sharing),
    Condvar(Waiting),
    Barrier,
    Once(Initialising),
    Sender(Sending),
    Receiver(Receiving),
    Thread(Threading),
    Time(Timing),
    Panic(Panicking),
    /// Tries until it succeeds, at most so many times.
    Loop(usize, Attempt, Pause),
}

/// On an atomic.
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
    /// From one value to another.
    CompareExchange(usize, Operand),
    CompareExchangeWeak(usize, Operand),
    /// Adds one, if the value is not 2.
    FetchUpdate,
}

/// What is written or sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operand {
    Number(usize),
    /// What the thread has seen last.
    Seen,
}

/// On a mutex; the operations inside are done with the lock held.
#[derive(Clone, Debug, PartialEq)]
pub enum Locking {
    Lock(Change, Ops),
    TryLock(Change, Ops),
    IsPoisoned,
    ClearPoison,
}

/// On the reader-writer lock; the operations inside are done with the lock held.
#[derive(Clone, Debug, PartialEq)]
pub enum Sharing {
    Read(Ops),
    TryRead(Ops),
    Write(Change, Ops),
    TryWrite(Change, Ops),
    IsPoisoned,
    ClearPoison,
}

/// How a locked value is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    No,
    Add,
    Set(Operand),
}

/// On the condition variable; the waits are for the first mutex's value to be other than zero.
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
    /// The initialiser does these operations first.
    GetOrInit(Operand, Ops),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sending {
    Send(Operand),
    /// As `Send` if the channel is not bounded.
    TrySend(Operand),
    /// From a clone that is dropped at once.
    CloneAndSend(Operand),
    Drop,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Receiving {
    Recv,
    TryRecv,
    RecvTimeout(u32),
    /// Until every sender is gone.
    Iter,
    TryIter,
    /// As `Iter`, but the receiver is gone afterwards.
    IntoIter,
    Drop,
}

/// Handles are of the threads that this thread has started.
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
    /// Virtual time only: how long has this thread been running?
    Elapsed,
    /// Arithmetic, with the same result at any time.
    Instants,
    SpinLoop,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Panicking {
    Panic,
    Resume,
    Catch(Ops),
    /// Panics; a destructor does these operations meanwhile.
    Cleanup(Ops),
}

/// What a loop tries to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Attempt {
    TryLock(usize),
    TryRead,
    TryWrite,
    /// To see something other than zero.
    Load(usize),
    Get,
    TryRecv,
    IsFinished(usize),
}

/// What it does between two attempts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pause {
    No,
    Yield,
    Spin,
}

impl Op {
    /// The operations inside.
    pub fn body(&self) -> Option<&Ops> {
        match self {
            Op::Mutex(_, Locking::Lock(_, body) | Locking::TryLock(_, body))
            | Op::RwLock(
                Sharing::Read(body) | Sharing::TryRead(body) | Sharing::Write(_, body) | Sharing::TryWrite(_, body),
            )
            | Op::Once(Initialising::GetOrInit(_, body))
            | Op::Panic(Panicking::Catch(body) | Panicking::Cleanup(body)) => Some(body),
            _ => None,
        }
    }

    pub fn body_mut(&mut self) -> Option<&mut Ops> {
        match self {
            Op::Mutex(_, Locking::Lock(_, body) | Locking::TryLock(_, body))
            | Op::RwLock(
                Sharing::Read(body) | Sharing::TryRead(body) | Sharing::Write(_, body) | Sharing::TryWrite(_, body),
            )
            | Op::Once(Initialising::GetOrInit(_, body))
            | Op::Panic(Panicking::Catch(body) | Panicking::Cleanup(body)) => Some(body),
            _ => None,
        }
    }
}

/// Does `found` hold of any of `ops`, or of any inside them?
pub fn any(ops: &[Op], found: &mut dyn FnMut(&Op) -> bool) -> bool {
    ops.iter().any(|op| found(op) || op.body().is_some_and(|body| any(body, found)))
}
