//! The public functions that the interpreter calls for each operation.

use crate::program::{
    Access, Attempt, CellType, Initialising, Locking, Op, Panicking, Parting, Pause, Plain, Program, Publishing,
    Receiving, Sending, Sharing, Start, Starting, Threading, Timing, Waiting,
};
use std::collections::BTreeSet;

type Called = BTreeSet<&'static str>;

/// Adds the functions that a run of `program` calls.
pub fn of(program: &Program, called: &mut Called) {
    program.any(|op| {
        called.extend(calls(op, program.capacity.is_some()));
        false
    });
    called.extend(setup(program));
    called.extend(ending(program));
}

fn setup(program: &Program) -> Vec<&'static str> {
    let mut all = vec!["Mutex::new", "RwLock::new", "Condvar::new", "Barrier::new", "OnceLock::new", "Atomic::new"];
    all.extend(["Once::new", "LazyLock::new", "UnsafeCell::new"]);
    all.push(match program.cells {
        CellType::U8 => "AtomicU8",
        CellType::U16 => "AtomicU16",
        CellType::U32 => "AtomicU32",
        CellType::U64 => "AtomicU64",
        CellType::Usize => "AtomicUsize",
        CellType::I8 => "AtomicI8",
        CellType::I16 => "AtomicI16",
        CellType::I32 => "AtomicI32",
        CellType::I64 => "AtomicI64",
        CellType::Isize => "AtomicIsize",
        CellType::Bool => "AtomicBool",
    });
    all.extend(["current", "Instant::now"]);
    let started: &[&str] = match program.start {
        Start::Spawn => &["spawn"],
        Start::Builder => &["Builder::new", "Builder::name", "Builder::stack_size", "Builder::spawn"],
        Start::Scope => &["scope", "Scope::spawn", "catch_unwind"],
        Start::ScopedBuilder => &[
            "scope",
            "Builder::new",
            "Builder::name",
            "Builder::stack_size",
            "Builder::spawn_scoped",
            "catch_unwind",
        ],
    };
    all.extend(started);
    if program.has_channel() {
        all.push(if program.capacity.is_some() { "sync_channel" } else { "channel" });
    }
    all
}

fn ending(program: &Program) -> Vec<&'static str> {
    let mut all = Vec::new();
    if program.joins {
        all.push(if program.scoped() { "ScopedJoinHandle::join" } else { "JoinHandle::join" });
    }
    let mut owner = |is: fn(&Op) -> bool, calls: &[&'static str]| {
        if (program.joins || program.scoped()) && program.child.is_empty() && program.any(is) {
            all.extend(calls);
        }
    };
    owner(|op| matches!(op, Op::Cell(..)), &["Atomic::get_mut", "Atomic::into_inner"]);
    owner(|op| matches!(op, Op::Data(_)), &["UnsafeCell::into_inner"]);
    owner(|op| matches!(op, Op::Mutex(..)), &["Mutex::get_mut", "Mutex::into_inner"]);
    owner(|op| matches!(op, Op::RwLock(_)), &["RwLock::get_mut", "RwLock::into_inner"]);
    let lazy: fn(&Op) -> bool = |op| matches!(op, Op::Start(Starting::Force | Starting::Look));
    owner(lazy, &["LazyLock::get_mut", "LazyLock::force_mut"]);
    owner(|op| matches!(op, Op::Once(_)), &["OnceLock::get_mut", "OnceLock::take", "OnceLock::into_inner"]);
    all
}

fn calls(op: &Op, bounded: bool) -> Vec<&'static str> {
    match op {
        Op::Cell(_, access, _) => vec![cell(*access)],
        Op::Fence(_) => vec!["fence"],
        Op::Data(op) => match op {
            Plain::Read => vec!["UnsafeCell::with"],
            Plain::Write(_) => vec!["UnsafeCell::with_mut"],
            Plain::Get(_) => vec!["UnsafeCell::get", "ConstPtr::with"],
            Plain::GetMut(..) => vec!["UnsafeCell::get_mut", "MutPtr::with"],
        },
        Op::Pointer(op, _) => match op {
            Publishing::Publish(_) => vec!["UnsafeCell::new", "Atomic::store"],
            Publishing::Swap(_) => vec!["UnsafeCell::new", "Atomic::swap", "UnsafeCell::with"],
            Publishing::Look => vec!["Atomic::load", "UnsafeCell::with"],
            Publishing::Edit(_) => vec!["Atomic::load", "UnsafeCell::with_mut"],
        },
        Op::Mutex(_, op) => vec![match op {
            Locking::Lock(..) => "Mutex::lock",
            Locking::TryLock(..) => "Mutex::try_lock",
            Locking::IsPoisoned => "Mutex::is_poisoned",
            Locking::ClearPoison => "Mutex::clear_poison",
        }],
        Op::RwLock(op) => vec![match op {
            Sharing::Read(_) => "RwLock::read",
            Sharing::TryRead(_) => "RwLock::try_read",
            Sharing::Write(..) => "RwLock::write",
            Sharing::TryWrite(..) => "RwLock::try_write",
            Sharing::Downgrade(..) => return vec!["RwLock::write", "RwLockWriteGuard::downgrade"],
            Sharing::IsPoisoned => "RwLock::is_poisoned",
            Sharing::ClearPoison => "RwLock::clear_poison",
        }],
        Op::Condvar(op) => match op {
            Waiting::Wait => vec!["Condvar::wait"],
            Waiting::WaitWhile => vec!["Condvar::wait_while"],
            Waiting::WaitTimeout(_) => vec!["Condvar::wait_timeout", "WaitTimeoutResult::timed_out"],
            Waiting::WaitTimeoutWhile(_) => vec!["Condvar::wait_timeout_while", "WaitTimeoutResult::timed_out"],
            Waiting::NotifyOne => vec!["Condvar::notify_one"],
            Waiting::NotifyAll => vec!["Condvar::notify_all"],
        },
        Op::Barrier => vec!["Barrier::wait", "BarrierWaitResult::is_leader"],
        Op::Once(op) => vec![match op {
            Initialising::Wait => "OnceLock::wait",
            Initialising::Get => "OnceLock::get",
            Initialising::Set(_) => "OnceLock::set",
            Initialising::GetOrInit(..) => "OnceLock::get_or_init",
        }],
        Op::Start(op) => match op {
            Starting::AtEnd(Parting::Access(_, access), _) => vec![cell(*access), "LocalKey::replace"],
            Starting::AtEnd(Parting::TryLock, _) => vec!["Mutex::try_lock", "LocalKey::replace"],
            Starting::CallOnce(_) => vec!["Once::call_once"],
            Starting::CallOnceForce(_) => vec!["Once::call_once_force", "OnceState::is_poisoned"],
            Starting::IsCompleted => vec!["Once::is_completed"],
            Starting::Wait => vec!["Once::wait"],
            Starting::WaitForce => vec!["Once::wait_force"],
            Starting::Look => vec!["LazyLock::get"],
            Starting::Force => vec!["LazyLock::force"],
            Starting::Local => vec![
                "LocalKey::get",
                "LocalKey::set",
                "LocalKey::replace",
                "LocalKey::take",
                "LocalKey::with",
                "LocalKey::try_with",
                "LocalKey::with_borrow",
                "LocalKey::with_borrow_mut",
            ],
        },
        Op::Sender(op) => match (op, bounded) {
            (Sending::Drop, _) => vec![],
            (Sending::TrySend(_), true) => vec!["SyncSender::try_send"],
            (_, true) => vec!["SyncSender::send"],
            (_, false) => vec!["Sender::send"],
        },
        Op::Receiver(op) => match op {
            Receiving::Recv => vec!["Receiver::recv"],
            Receiving::TryRecv => vec!["Receiver::try_recv"],
            Receiving::RecvTimeout(_) => vec!["Receiver::recv_timeout"],
            Receiving::Iter => vec!["Receiver::iter"],
            Receiving::TryIter => vec!["Receiver::try_iter"],
            Receiving::IntoIter | Receiving::Drop => vec![],
        },
        Op::Thread(op) => thread(*op),
        Op::Time(op) => match op {
            Timing::Sleep(_) => vec!["sleep"],
            Timing::Elapsed => vec!["Instant::elapsed"],
            Timing::SpinLoop => vec!["spin_loop"],
            Timing::Instants => vec![
                "Instant::checked_add",
                "Instant::checked_sub",
                "Instant::duration_since",
                "Instant::saturating_duration_since",
                "Instant::checked_duration_since",
                "SystemTime::now",
                "SystemTime::duration_since",
                "SystemTime::elapsed",
                "SystemTime::checked_add",
                "SystemTime::checked_sub",
            ],
        },
        Op::Panic(op) => match op {
            Panicking::Catch(_) => vec!["catch_unwind"],
            Panicking::Resume => vec!["resume_unwind"],
            Panicking::Panic | Panicking::Cleanup(_) => vec![],
        },
        Op::When(_) => vec![],
        Op::Loop(_, attempts, pause) => {
            attempts.iter().copied().filter_map(attempted).chain(paused(*pause)).collect()
        }
    }
}

fn attempted(attempt: Attempt) -> Option<&'static str> {
    Some(match attempt {
        Attempt::TryLock(_) => "Mutex::try_lock",
        Attempt::TryRead => "RwLock::try_read",
        Attempt::TryWrite => "RwLock::try_write",
        Attempt::Load(..) => "Atomic::load",
        Attempt::Get => "OnceLock::get",
        Attempt::TryRecv => "Receiver::try_recv",
        Attempt::IsFinished(_) => return None, // of either handle
    })
}

fn paused(pause: Pause) -> Option<&'static str> {
    match pause {
        Pause::No => None,
        Pause::Yield => Some("yield_now"),
        Pause::Spin => Some("spin_loop"),
    }
}

fn thread(op: Threading) -> Vec<&'static str> {
    match op {
        Threading::Spawn => vec!["spawn"],
        Threading::Join(_) => vec!["JoinHandle::join"],
        Threading::IsFinished(_) => vec!["JoinHandle::is_finished", "ScopedJoinHandle::is_finished"],
        Threading::Unpark(_) => vec!["Thread::unpark", "JoinHandle::thread", "ScopedJoinHandle::thread"],
        Threading::UnparkParent => vec!["Thread::unpark"],
        Threading::Park => vec!["park"],
        Threading::ParkTimeout(_) => vec!["park_timeout"],
        Threading::Yield => vec!["yield_now"],
        Threading::Current => vec!["current", "Thread::id", "Thread::name"],
        Threading::Panicking => vec!["panicking"],
        Threading::AvailableParallelism => vec!["available_parallelism"],
    }
}

fn cell(access: Access) -> &'static str {
    match access {
        Access::Load => "Atomic::load",
        Access::Store(_) => "Atomic::store",
        Access::Swap(_) => "Atomic::swap",
        Access::Add => "Atomic::fetch_add",
        Access::Sub => "Atomic::fetch_sub",
        Access::And => "Atomic::fetch_and",
        Access::Nand => "Atomic::fetch_nand",
        Access::Or => "Atomic::fetch_or",
        Access::Xor => "Atomic::fetch_xor",
        Access::Max => "Atomic::fetch_max",
        Access::Min => "Atomic::fetch_min",
        Access::CompareExchange(..) => "Atomic::compare_exchange",
        Access::CompareExchangeWeak(..) => "Atomic::compare_exchange_weak",
        Access::FetchUpdate => "Atomic::fetch_update",
        Access::TryUpdate => "Atomic::try_update",
        Access::Update => "Atomic::update",
    }
}
