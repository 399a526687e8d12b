//! seccomp: which system calls a program may make. See seccomp(2).
//!
//! Two filters, of which the stricter answer counts. One ends the program at a call that nobody makes by
//! accident, so that what was tried is a fact and not a guess. The other is a list of what is allowed; what is not on it
//! does not exist (`ENOSYS`), for so the standard library knows older kernels and does without.

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

/// Restricts this process, which must have one thread.
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
    // The list of what is allowed comes last: to put a filter in place is not on it.
    programs.iter().try_for_each(|program| apply_filter(program)).map_err(|error| error.to_string())
}

const THREAD: u64 = libc::CLONE_THREAD as u64;
/// Each of them makes a namespace of its own.
const NAMESPACES: [u64; 6] = [
    libc::CLONE_NEWUSER as u64,
    libc::CLONE_NEWNS as u64,
    libc::CLONE_NEWPID as u64,
    libc::CLONE_NEWNET as u64,
    libc::CLONE_NEWIPC as u64,
    libc::CLONE_NEWUTS as u64,
];

/// What a program with threads needs, and what a compiler needs that starts no other program.
fn allowed() -> Rules {
    let mut rules = only_names(ALLOWED);
    #[cfg(target_arch = "x86_64")]
    rules.extend(only_names(ALLOWED_OF_OLD));
    rules.insert(libc::SYS_clone, vec![rule(&[masked(0, THREAD, THREAD)])]);
    // Memory that is private, or that of a file: what is shared and no file's is counted by no limit.
    let private = rule(&[masked(3, libc::MAP_TYPE as u64, libc::MAP_PRIVATE as u64)]);
    let of_a_file = rule(&[masked(3, libc::MAP_ANONYMOUS as u64, 0)]);
    rules.insert(libc::SYS_mmap, vec![private, of_a_file]);
    // Asking for limits, one's own or not; setting none.
    rules.insert(libc::SYS_prlimit64, vec![rule(&[equal(2, 0)])]);
    let names = [libc::PR_SET_NAME, libc::PR_GET_NAME, libc::PR_SET_VMA];
    // The other two are how the second filter is put in place; what it may do it cannot undo.
    let filter = [libc::PR_SET_NO_NEW_PRIVS, libc::PR_SET_SECCOMP];
    let options =
        names.into_iter().chain(filter).map(|option| rule(&[equal_int(0, option.cast_unsigned().into())]));
    rules.insert(libc::SYS_prctl, options.collect());
    // Is it a terminal, how much is there to read, close on exec, do not wait.
    let requests = [libc::TCGETS, libc::FIONREAD, libc::FIOCLEX, libc::FIONBIO];
    rules.insert(libc::SYS_ioctl, requests.map(|request| rule(&[equal_int(1, request & 0xffff_ffff)])).to_vec());
    // What concerns one open file alone. By the other requests the kernel sends signals to whom one names (F_SETOWN), and
    // keeps memory that no limit counts (F_SETPIPE_SZ).
    let requests = [libc::F_DUPFD, libc::F_DUPFD_CLOEXEC, libc::F_GETFD, libc::F_SETFD, libc::F_GETFL];
    let locks =
        [libc::F_GETLK, libc::F_SETLK, libc::F_SETLKW, libc::F_OFD_GETLK, libc::F_OFD_SETLK, libc::F_OFD_SETLKW];
    let number = |request: i32| rule(&[equal_int(1, request.cast_unsigned().into())]);
    let mut of_a_file: Vec<_> = requests.into_iter().chain(locks).map(number).collect();
    let not_told = masked(2, libc::O_ASYNC.cast_unsigned().into(), 0);
    of_a_file.push(rule(&[equal_int(1, libc::F_SETFL.cast_unsigned().into()), not_told]));
    rules.insert(libc::SYS_fcntl, of_a_file);
    // `abort` sends a signal to its own process. The program will have this process's number.
    rules.insert(libc::SYS_tgkill, vec![rule(&[equal_int(0, std::process::id().into())])]);
    rules
}

fn only_names(calls: &[c_long]) -> Rules {
    calls.iter().map(|call| (*call, Vec::new())).collect()
}

/// Memory that is shared and no file's.
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

/// Of an argument that is an `int`: the upper half of the register is not looked at by the kernel either.
fn equal_int(argument: u8, value: u64) -> SeccompCondition {
    condition(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)
}

fn condition(argument: u8, length: SeccompCmpArgLen, operator: SeccompCmpOp, value: u64) -> SeccompCondition {
    SeccompCondition::new(argument, length, operator, value).expect("no call has more than six arguments")
}
