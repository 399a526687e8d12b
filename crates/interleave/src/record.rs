//! What one execution did, step by step. The explorer writes a record, and every report (table, diagnosis, JSON, SVG)
//! reads it. Nothing else passes between the two.

use std::panic::Location;

/// Index into [`Record::threads`]. The main thread is 0.
pub type ThreadId = usize;
/// Index into [`Record::objects`].
pub type ObjectId = usize;
/// A line of the program under test.
pub type Place = &'static Location<'static>;

/// One execution from its first step to its last.
#[derive(Clone, Debug)]
pub struct Record {
    /// The threads, in spawn order.
    pub threads: Vec<Thread>,
    /// The shared objects, in order of creation.
    pub objects: Vec<Object>,
    /// The steps, in order. If the execution is [too long](End::TooLong), only the first ones.
    pub steps: Vec<Step>,
    /// How the execution ended.
    pub end: End,
    /// The schedule that reproduces this execution: see [`crate::replay`].
    pub schedule: String,
    /// How large the execution is.
    pub size: Size,
}

/// The size of an execution. A smaller one is easier to read. Sizes compare field by field, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size {
    /// Switches away from a thread that could have continued.
    pub preemptions: usize,
    /// Switches from one thread to another.
    pub switches: usize,
    /// Steps.
    pub steps: usize,
}

/// A thread of the program.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The name given to its builder, or else `main` or `thread N`.
    pub name: String,
    /// What it waits for when the execution ends, and the line where it began to wait; `None` if it finished or could
    /// still run.
    pub stuck: Option<(Waiting, Place)>,
    /// For a thread that is stuck in a wait on a condition variable: whether a wake-up would be enough. If not, its
    /// condition does not hold, and it would wait again. `None` if that was not tried.
    pub ready: Option<bool>,
}

/// A shared object.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its kind.
    pub kind: ObjectKind,
    /// The variable or field that holds it, guessed from the source line that created it.
    pub name: String,
    /// The line that created it.
    pub created: Place,
    /// Its value at the end, if it can be shown.
    pub value: Option<String>,
    /// For a lock: the threads that hold it at the end, and the lines where they locked it.
    pub held: Vec<(ThreadId, Place)>,
}

/// The kinds of shared objects.
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

/// One step of a thread.
#[derive(Clone, Debug)]
pub struct Step {
    /// The thread.
    pub thread: ThreadId,
    /// The source line, if the operation has one.
    pub place: Option<Place>,
    /// What it did.
    pub action: Action,
    /// For an access to an atomic: its ordering. A compare-exchange has two; this is the one that applied.
    pub order: Option<std::sync::atomic::Ordering>,
    /// For an atomic read: the step that wrote the value; `None` for the initial value.
    pub read_from: Option<usize>,
    /// For an atomic read: it did not read the latest store. For an atomic store: it precedes an earlier store in
    /// modification order.
    pub stale: bool,
}

#[allow(missing_docs)] // the variants are self-explanatory
/// What a step did. Values are in `Debug` form, and `None` if the type cannot be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// An atomic load, or a failed compare-exchange (with the value that it `expected`).
    Read { object: ObjectId, value: String, expected: Option<String> },
    /// An atomic store.
    Write { object: ObjectId, value: String },
    /// An atomic read-modify-write.
    Update { object: ObjectId, before: String, after: String },
    /// Non-atomic data was created with its first value, which counts as a write.
    CellCreate { object: ObjectId, value: Option<String> },
    /// A read of non-atomic data.
    CellRead { object: ObjectId, value: Option<String> },
    /// A write of non-atomic data; `value` is the new value.
    CellWrite { object: ObjectId, value: Option<String> },
    /// A fence.
    Fence { order: std::sync::atomic::Ordering },
    /// A lock was taken. `shared`: for reading (`RwLock`).
    Lock { object: ObjectId, shared: bool, value: Option<String> },
    /// A `try_lock` found the lock held.
    TryLockFailed { object: ObjectId, holder: Option<ThreadId> },
    /// The guard that was locked at line `locked` was dropped. `written`: the program took a `&mut` to the value, so
    /// it probably wrote even if `before` and `after` are equal.
    Unlock {
        object: ObjectId,
        shared: bool,
        locked: Place,
        before: Option<String>,
        after: Option<String>,
        written: bool,
    },
    /// A write guard became a read guard, so the lock is shared from here on. `before`, `after`, `written`: as in
    /// `Unlock`.
    Downgrade { object: ObjectId, before: Option<String>, after: Option<String>, written: bool },
    /// `Condvar::wait` began: it released the mutex, and the thread waits. `written`: as in `Unlock`.
    Wait {
        condvar: ObjectId,
        mutex: ObjectId,
        before: Option<String>,
        after: Option<String>,
        written: bool,
        timeout: bool,
    },
    /// A wait ended, and the thread has locked the mutex again.
    Wake { condvar: ObjectId, mutex: ObjectId, why: WakeReason, value: Option<String> },
    /// A notify. `woken` is empty if no thread was waiting.
    Notify { condvar: ObjectId, all: bool, woken: Vec<ThreadId> },
    /// A thread arrived at a barrier, as number `arrived` of `size`.
    Arrive { barrier: ObjectId, arrived: usize, size: usize },
    /// A thread passed a barrier.
    Pass { barrier: ObjectId, leader: bool },
    /// A value was sent to a channel, which then held `depth` values.
    Send { channel: ObjectId, value: Option<String>, depth: usize },
    /// A send failed because every receiver was gone.
    SendFailed { channel: ObjectId },
    /// A value was received from a channel, which then held `depth` values.
    Receive { channel: ObjectId, value: Option<String>, depth: usize },
    /// A receive failed.
    ReceiveFailed { channel: ObjectId, why: ReceiveError },
    /// The first `set` or `get_or_init` of a `OnceLock`, or a later read of it.
    Once { object: ObjectId, initialised: bool, value: Option<String> },
    /// A read of a `OnceLock` that was not initialised.
    OnceEmpty { object: ObjectId },
    /// A `set` of a `OnceLock` that was already initialised, with this value.
    OnceSetFailed { object: ObjectId, value: Option<String> },
    /// A thread was spawned.
    Spawn { child: ThreadId },
    /// A join returned.
    Join { child: ThreadId },
    /// `thread::park` returned.
    Park { why: WakeReason },
    /// `unpark` of a thread.
    Unpark { thread: ThreadId },
    /// `yield_now`, `spin_loop` or `sleep`.
    StepAside { how: StepAside },
    /// The thread's next operation must wait.
    Blocked { on: Waiting },
    /// The thread panicked with this message, at the line [`Step::place`]. An [`Unlock`](Action::Unlock) follows for
    /// every guard that it drops while unwinding, with the value left in the lock.
    Panic { message: String },
    /// The thread's closure returned.
    Finish,
}

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum WakeReason {
    Notified,
    /// Without a notify, as `std` allows.
    Spurious,
    TimedOut,
}

/// Why a receive failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ReceiveError {
    Empty,
    Disconnected,
    TimedOut,
}

/// How a thread yielded.
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
    /// `initialiser`: the thread that is initialising the value; `None` if no thread is.
    Once {
        object: ObjectId,
        initialiser: Option<ThreadId>,
    },
    Unpark,
}

#[allow(missing_docs)] // the variants are self-explanatory
/// How an execution ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// The program returned this value, which is allowed.
    Returned { value: String },
    /// The program returned a value that is not allowed.
    WrongValue { value: String, expected: String },
    /// This thread panicked, and the panic was not caught.
    Panicked { thread: ThreadId, message: String },
    /// No thread can run; [`Thread::stuck`] says why for each.
    Deadlocked,
    /// Like `Deadlocked`, but a notify that a waiter needed found no waiter or woke a different one.
    LostWakeup { condvar: ObjectId },
    /// These threads run without making progress.
    Livelocked { threads: Vec<ThreadId> },
    /// These two steps access non-atomic data, at least one of them writes, and they are not ordered by
    /// happens-before. The later one ends the execution, because behaviour after it is undefined.
    DataRace { object: ObjectId, steps: [usize; 2] },
    /// The limit on steps was reached.
    TooLong,
}
