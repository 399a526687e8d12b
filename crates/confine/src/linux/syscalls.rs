//! seccomp: which system calls a program may make. See seccomp(2).
//!
//! Two filters, of which the stricter answer counts. One ends the program at a call that nobody makes by
//! accident, so that what was tried is a fact and not a guess. The other is a list of what is allowed; what is not on it
//! does not exist (`ENOSYS`), for so the standard library knows older kernels and does without.

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
    // `abort` sends a signal to its own process. The program will have this process's number.
    rules.insert(libc::SYS_tgkill, vec![rule(&[equal_int(0, std::process::id().into())])]);
    rules
}

const ALLOWED: &[c_long] = &[
    // Files that are open, or that Landlock lets it open.
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_pread64,
    libc::SYS_pwrite64,
    libc::SYS_close,
    libc::SYS_openat,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_statfs,
    libc::SYS_fstatfs,
    libc::SYS_lseek,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_readlinkat,
    libc::SYS_getdents64,
    libc::SYS_getcwd,
    libc::SYS_mkdirat,
    libc::SYS_unlinkat,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_linkat,
    libc::SYS_ftruncate,
    libc::SYS_fallocate,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_flock,
    libc::SYS_fcntl,
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_pipe2,
    libc::SYS_ppoll,
    libc::SYS_pselect6,
    libc::SYS_eventfd2,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_copy_file_range,
    libc::SYS_fadvise64,
    libc::SYS_umask,
    // Memory.
    libc::SYS_brk,
    libc::SYS_mprotect,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // Signals that the program takes.
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    // Threads.
    libc::SYS_futex,
    libc::SYS_futex_waitv,
    libc::SYS_set_robust_list,
    libc::SYS_get_robust_list,
    libc::SYS_rseq,
    libc::SYS_set_tid_address,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_setaffinity,
    libc::SYS_getcpu,
    libc::SYS_membarrier,
    // Time, chance, and who one is.
    libc::SYS_nanosleep,
    libc::SYS_clock_nanosleep,
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_gettimeofday,
    libc::SYS_times,
    libc::SYS_getrusage,
    libc::SYS_getrandom,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_uname,
    libc::SYS_sysinfo,
    // The end; and the launcher's last step. What it can start is for Landlock to say.
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_execve,
];

/// Calls that newer systems have under other names.
#[cfg(target_arch = "x86_64")]
const ALLOWED_OF_OLD: &[c_long] = &[
    libc::SYS_open,
    libc::SYS_stat,
    libc::SYS_lstat,
    libc::SYS_access,
    libc::SYS_readlink,
    libc::SYS_mkdir,
    libc::SYS_rmdir,
    libc::SYS_unlink,
    libc::SYS_rename,
    libc::SYS_link,
    libc::SYS_chmod,
    libc::SYS_dup2,
    libc::SYS_pipe,
    libc::SYS_poll,
    libc::SYS_select,
    libc::SYS_epoll_wait,
    libc::SYS_time,
    libc::SYS_getrlimit,
    libc::SYS_arch_prctl,
];

/// What ends a program that may start no other.
const FATAL: &[c_long] = &[
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_execveat,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_memfd_create,
    libc::SYS_setsid,
    libc::SYS_setpgid,
];

/// What a program that starts others may not do, or nobody could find them.
const LEAVING_THE_GROUP: &[c_long] = &[libc::SYS_setsid, libc::SYS_setpgid];

/// What neither a check nor a compiler nor a linker has any business with.
const DANGEROUS: &[c_long] = &[
    // Talk to others.
    libc::SYS_socket,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_semget,
    libc::SYS_msgget,
    libc::SYS_mq_open,
    // Reach into others.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    // Get around the filter.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    // Change the system.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_fsopen,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_open_by_handle_at,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_personality,
    // Become somebody else.
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setreuid,
    libc::SYS_setregid,
    libc::SYS_setresuid,
    libc::SYS_setresgid,
    libc::SYS_setgroups,
];

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
