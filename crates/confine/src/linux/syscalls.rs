//! seccomp: which system calls a program may make. See seccomp(2).
//!
//! There are two filters, and the stricter answer counts. One kills the program at a call that is never made by
//! accident, so that the attempt is certain. The other is a list of allowed calls; all others fail with `ENOSYS`, as
//! on an older kernel, for which the standard library has fallbacks.

#[cfg(target_arch = "x86_64")]
use super::calls::ALLOWED_OF_OLD;
use super::calls::{ALLOWED, DANGEROUS, FATAL, LEAVING_THE_GROUP};
use nix::libc::{self, c_long};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch, apply_filter,
};
use std::collections::BTreeMap;

type Rules = BTreeMap<c_long, Vec<SeccompRule>>;

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: TargetArch = TargetArch::x86_64;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: TargetArch = TargetArch::aarch64;

/// Restricts this process, which must have only one thread.
pub fn restrict(processes: bool) -> Result<(), String> {
    let errno = |number: i32| SeccompAction::Errno(number.cast_unsigned());
    let allow = SeccompAction::Allow;
    let filters = if processes {
        let mut refused = only_names(DANGEROUS);
        refused.extend(only_names(LEAVING_THE_GROUP));
        refused.insert(libc::SYS_clone, NAMESPACES.map(|flag| rule(&[masked(0, flag, flag)])).to_vec());
        refused.insert(libc::SYS_mmap, vec![shared_memory()]);
        let new_call = only_names(&[libc::SYS_clone3]);
        vec![(refused, allow.clone(), errno(libc::EPERM)), (new_call, allow, errno(libc::ENOSYS))]
    } else {
        let mut fatal = only_names(DANGEROUS);
        fatal.extend(only_names(FATAL));
        #[cfg(target_arch = "x86_64")]
        fatal.extend(only_names(&[libc::SYS_fork, libc::SYS_vfork]));
        fatal.insert(libc::SYS_clone, vec![rule(&[masked(0, THREAD, 0)])]);
        vec![(fatal, allow.clone(), SeccompAction::KillProcess), (allowed(), errno(libc::ENOSYS), allow)]
    };
    let mut programs = Vec::new();
    for (rules, otherwise, listed) in filters {
        let filter =
            SeccompFilter::new(rules, otherwise, listed, ARCHITECTURE).map_err(|error| error.to_string())?;
        programs.push(BpfProgram::try_from(filter).map_err(|error| error.to_string())?);
    }
    // The list of allowed calls comes last: it does not include installing a filter.
    programs.iter().try_for_each(|program| apply_filter(program)).map_err(|error| error.to_string())
}

const THREAD: u64 = libc::CLONE_THREAD as u64;
/// Each of these flags creates a namespace.
const NAMESPACES: [u64; 6] = [
    libc::CLONE_NEWUSER as u64,
    libc::CLONE_NEWNS as u64,
    libc::CLONE_NEWPID as u64,
    libc::CLONE_NEWNET as u64,
    libc::CLONE_NEWIPC as u64,
    libc::CLONE_NEWUTS as u64,
];

/// Calls for a program with threads, and for a compiler that starts no other program.
fn allowed() -> Rules {
    let mut rules = only_names(ALLOWED);
    #[cfg(target_arch = "x86_64")]
    rules.extend(only_names(ALLOWED_OF_OLD));
    rules.insert(libc::SYS_clone, vec![rule(&[masked(0, THREAD, THREAD)])]);
    // Private memory, or that of a file: no limit counts shared memory without a file.
    let private = rule(&[masked(3, libc::MAP_TYPE as u64, libc::MAP_PRIVATE as u64)]);
    let of_a_file = rule(&[masked(3, libc::MAP_ANONYMOUS as u64, 0)]);
    rules.insert(libc::SYS_mmap, vec![private, of_a_file]);
    // Reading limits, of any process, but not setting them.
    rules.insert(libc::SYS_prlimit64, vec![rule(&[equal(2, 0)])]);
    let names = [libc::PR_SET_NAME, libc::PR_GET_NAME, libc::PR_SET_VMA];
    // The other two install the second filter; they cannot undo anything.
    let filter = [libc::PR_SET_NO_NEW_PRIVS, libc::PR_SET_SECCOMP];
    let options =
        names.into_iter().chain(filter).map(|option| rule(&[equal_int(0, option.cast_unsigned().into())]));
    rules.insert(libc::SYS_prctl, options.collect());
    // Is it a terminal, how much is there to read, close-on-exec, non-blocking.
    let requests = [libc::TCGETS, libc::FIONREAD, libc::FIOCLEX, libc::FIONBIO];
    rules.insert(libc::SYS_ioctl, requests.map(|request| rule(&[equal_int(1, request & 0xffff_ffff)])).to_vec());
    // Requests that concern only one open file. Others make the kernel send signals to any process (F_SETOWN), or
    // hold memory that no limit counts (F_SETPIPE_SZ).
    let requests = [libc::F_DUPFD, libc::F_DUPFD_CLOEXEC, libc::F_GETFD, libc::F_SETFD, libc::F_GETFL];
    let locks =
        [libc::F_GETLK, libc::F_SETLK, libc::F_SETLKW, libc::F_OFD_GETLK, libc::F_OFD_SETLK, libc::F_OFD_SETLKW];
    let number = |request: i32| rule(&[equal_int(1, request.cast_unsigned().into())]);
    let mut of_a_file: Vec<_> = requests.into_iter().chain(locks).map(number).collect();
    let not_told = masked(2, libc::O_ASYNC.cast_unsigned().into(), 0);
    of_a_file.push(rule(&[equal_int(1, libc::F_SETFL.cast_unsigned().into()), not_told]));
    rules.insert(libc::SYS_fcntl, of_a_file);
    // `abort` sends a signal to its own process. The program will have this process's id.
    rules.insert(libc::SYS_tgkill, vec![rule(&[equal_int(0, std::process::id().into())])]);
    rules
}

fn only_names(calls: &[c_long]) -> Rules {
    calls.iter().map(|call| (*call, Vec::new())).collect()
}

/// Shared memory without a file.
fn shared_memory() -> SeccompRule {
    let flags = (libc::MAP_SHARED | libc::MAP_ANONYMOUS).cast_unsigned().into();
    rule(&[masked(3, flags, flags)])
}

fn rule(conditions: &[SeccompCondition]) -> SeccompRule {
    SeccompRule::new(conditions.to_vec()).expect("it has conditions")
}

fn masked(argument: u8, mask: u64, value: u64) -> SeccompCondition {
    condition(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(mask), value)
}

fn equal(argument: u8, value: u64) -> SeccompCondition {
    condition(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::Eq, value)
}

/// A condition on an `int` argument: the kernel ignores the upper half of the register too.
fn equal_int(argument: u8, value: u64) -> SeccompCondition {
    condition(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)
}

fn condition(argument: u8, length: SeccompCmpArgLen, operator: SeccompCmpOp, value: u64) -> SeccompCondition {
    SeccompCondition::new(argument, length, operator, value).expect("no call has more than six arguments")
}
