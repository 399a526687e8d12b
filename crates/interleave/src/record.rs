//! What one execution did, step by step. The explorer writes a record, every report (table, diagnosis, JSON, SVG)
//! reads it, and nothing else passes between the two.

use std::panic::Location;

/// Index into [`Record::threads`]; the program's own first thread is 0.
pub type ThreadId = usize;
/// Index into [`Record::objects`].
pub type ObjectId = usize;
/// A line of the program under test.
pub type Place = &'static Location<'static>;

/// One execution from its first step to its end.
#[derive(Clone, Debug)]
pub struct Record {
    /// Every thread, in the order in which they were spawned.
    pub threads: Vec<Thread>,
    /// Every object that threads share, in the order in which they were created.
    pub objects: Vec<Object>,
    /// What happened, in the order in which it happened. Of an execution that is [too long](End::TooLong), only the beginning.
    pub steps: Vec<Step>,
    /// How it ended.
    pub end: End,
    /// What makes the same execution again: see [`crate::replay`].
    pub schedule: String,
    /// How large it is.
    pub size: Size,
}

/// How large an execution is. A smaller one is easier to read; the fields compare in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size {
    /// Switches away from a thread that could have gone on.
    pub preemptions: usize,
    /// Switches from one thread to another.
    pub switches: usize,
    /// Operations.
    pub steps: usize,
}

/// A thread of the program.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The name from its builder, else `main` or `thread N`.
    pub name: String,
    /// What it waits for when the execution ends, and since which line; `None` if it finished or could still run.
    pub stuck: Option<(Waiting, Place)>,
    /// Of a thread that is stuck at a condition variable: is a wake-up all that it lacks? If not, it would look at its
    /// condition and wait again, for what it waits for is not there. `None` if that was not tried.
    pub ready: Option<bool>,
}

/// An object that threads share.
#[derive(Clone, Debug)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// The variable or field that the program keeps it in, guessed from the source line that created it.
    pub name: String,
    /// The line that created it.
    pub created: Place,
    /// Its value at the end, where it can be shown.
    pub value: Option<String>,
    /// Who holds it at the end, and since which line (locks only).
    pub held: Vec<(ThreadId, Place)>,
}

/// The kinds of shared object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ObjectKind {
    Atomic,
    Mutex,
    RwLock,
    Condvar,
    Barrier,
    Channel,
    OnceLock,
    Cell,
}

/// One thing that one thread did.
#[derive(Clone, Debug)]
pub struct Step {
    /// Who.
    pub thread: ThreadId,
    /// Where, if the operation has a line of its own.
    pub place: Option<Place>,
    /// What.
    pub action: Action,
    /// Of an access to an atomic: its ordering; of a compare-exchange, the one that counted.
    pub order: Option<std::sync::atomic::Ordering>,
    /// Of a read of an atomic: the step that wrote what it read; `None` if that is the initial value.
    pub read_from: Option<usize>,
    /// Of a read of an atomic: a later store had been made before it, but nothing made the thread see that. Of a store: it
    /// comes, in the atomic's modification order, before a store that was made earlier.
    pub stale: bool,
}

#[allow(missing_docs)] // the variants say it
/// What a step did. Values are texts, in `Debug` form; `None` where the type cannot be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// An atomic load, or a failed compare-exchange (then `expected` says what it hoped for).
    Read { object: ObjectId, value: String, expected: Option<String> },
    /// An atomic store.
    Write { object: ObjectId, value: String },
    /// An atomic read-modify-write.
    Update { object: ObjectId, before: String, after: String },
    /// Data that is not atomic gets its first value, which is a write.
    CellCreate { object: ObjectId, value: Option<String> },
    /// A read of data that is not atomic.
    CellRead { object: ObjectId, value: Option<String> },
    /// A write of data that is not atomic; `value`: what it left there.
    CellWrite { object: ObjectId, value: Option<String> },
    /// A fence.
    Fence { order: std::sync::atomic::Ordering },
    /// A lock was taken (`shared`: the read side of a `RwLock`).
    Lock { object: ObjectId, shared: bool, value: Option<String> },
    /// A `try_lock` found the lock held.
    TryLockFailed { object: ObjectId, holder: Option<ThreadId> },
    /// The guard locked at line `locked` was dropped. `written`: since then the program took `&mut` to the value, so even
    /// where `before` and `after` are equal it probably wrote.
    Unlock {
        object: ObjectId,
        shared: bool,
        locked: Place,
        before: Option<String>,
        after: Option<String>,
        written: bool,
    },
    /// A write guard became a read guard: the lock is shared from here on. `before`, `after`, `written`: as in `Unlock`.
    Downgrade { object: ObjectId, before: Option<String>, after: Option<String>, written: bool },
    /// `Condvar::wait` began: the mutex is released, the thread waits. `written`: as in `Unlock`.
    Wait {
        condvar: ObjectId,
        mutex: ObjectId,
        before: Option<String>,
        after: Option<String>,
        written: bool,
        timeout: bool,
    },
    /// A waiting thread stopped waiting and has its mutex again.
    Wake { condvar: ObjectId, mutex: ObjectId, why: WakeReason, value: Option<String> },
    /// A notify; `woken` is empty where nobody was waiting.
    Notify { condvar: ObjectId, all: bool, woken: Vec<ThreadId> },
    /// Arrived at a barrier as the `arrived`th of `size`.
    Arrive { barrier: ObjectId, arrived: usize, size: usize },
    /// Passed a barrier.
    Pass { barrier: ObjectId, leader: bool },
    /// A value went into a channel, which then held `depth`.
    Send { channel: ObjectId, value: Option<String>, depth: usize },
    /// A send found that every receiver was gone.
    SendFailed { channel: ObjectId },
    /// A value came out of a channel, which then held `depth`.
    Receive { channel: ObjectId, value: Option<String>, depth: usize },
    /// A receive ended without a value.
    ReceiveFailed { channel: ObjectId, why: ReceiveError },
    /// The first `set` or `get_or_init` of a `OnceLock`, or a later look at it.
    Once { object: ObjectId, initialised: bool, value: Option<String> },
    /// A look at a `OnceLock` found nothing.
    OnceEmpty { object: ObjectId },
    /// A `set` of a `OnceLock` found this value there already.
    OnceSetFailed { object: ObjectId, value: Option<String> },
    /// A thread was spawned.
    Spawn { child: ThreadId },
    /// A join returned.
    Join { child: ThreadId },
    /// `thread::park` returned.
    Park { why: WakeReason },
    /// `unpark` of a thread.
    Unpark { thread: ThreadId },
    /// `yield_now`, `spin_loop` or `sleep`: the thread stepped aside.
    StepAside { how: StepAside },
    /// The thread's next operation cannot go on yet.
    Blocked { on: Waiting },
    /// The thread panicked with this message, in the line [`Step::place`]. An [`Unlock`](Action::Unlock) follows for every
    /// guard that it drops while it unwinds, with the value that it leaves.
    Panic { message: String },
    /// The thread's closure returned.
    Finish,
}

/// Why a waiting thread went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum WakeReason {
    Notified,
    /// Nobody notified: `std` allows it, so it is explored.
    Spurious,
    TimedOut,
}

/// Why a receive gave no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ReceiveError {
    Empty,
    Disconnected,
    TimedOut,
}

/// How a thread stepped aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum StepAside {
    Yield,
    Spin,
    Sleep,
}

/// What a thread waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Waiting {
    Lock {
        object: ObjectId,
        shared: bool,
        holders: Vec<ThreadId>,
    },
    Notify {
        condvar: ObjectId,
        mutex: ObjectId,
    },
    Join {
        child: ThreadId,
    },
    Barrier {
        barrier: ObjectId,
        arrived: usize,
        size: usize,
    },
    Receive {
        channel: ObjectId,
    },
    Send {
        channel: ObjectId,
    },
    /// `initialiser`: who is about to make the value; `None` if nobody is.
    Once {
        object: ObjectId,
        initialiser: Option<ThreadId>,
    },
    Unpark,
}

#[allow(missing_docs)] // the variants say it
/// How an execution ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// The program returned this value, and it is one that was asked for (or none was asked for).
    Returned { value: String },
    /// The program returned a value that it must not return.
    WrongValue { value: String, expected: String },
    /// This thread panicked and the panic was not caught.
    Panicked { thread: ThreadId, message: String },
    /// No thread can take another step; each [`Thread::stuck`] says why.
    Deadlocked,
    /// As `Deadlocked`, but a notify that a waiter needed found nobody waiting or woke another.
    LostWakeup { condvar: ObjectId },
    /// Threads step on without getting anywhere: these.
    Livelocked { threads: Vec<ThreadId> },
    /// These two steps access data that is not atomic, at least one writes, and nothing orders them. The later one ends
    /// the execution: what comes of it is not defined.
    DataRace { object: ObjectId, steps: [usize; 2] },
    /// The limit on steps was reached.
    TooLong,
}
