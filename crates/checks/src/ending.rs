//! Explains why a process ended before its check finished.

use crate::finding::Finding;
use crate::verdict::Verdict;
use std::process::ExitStatus;

/// Begins the first line of the launcher that confines the check. The line says `ready` if the confinement holds;
/// otherwise it says why not, and the check did not run.
const LAUNCHER: &str = "confine: ";
const READY: &str = "confine: ready";
/// How the standard library reports that memory ran out, before it aborts.
const NO_MEMORY: &str = "memory allocation of ";

/// See signal(7).
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;
const SIGXFSZ: i32 = 25;
const SIGSYS: i32 = 31;

/// The exit code of a process whose stack overflowed on Windows: `STATUS_STACK_OVERFLOW`.
const STACK_OVERFLOW: i32 = 0xc000_00fd_u32.cast_signed();

/// The finding from `status` and the lines on stderr; `note` is what the check itself said before. The first line is
/// the launcher's only if a launcher started the check.
pub(crate) fn finding(status: ExitStatus, errors: &[String], note: Option<Finding>, launched: bool) -> Finding {
    let first = errors.first().map_or("", String::as_str);
    if let Some(why) = first.strip_prefix(LAUNCHER).filter(|_| launched && !first.starts_with(READY)) {
        return Finding::new(Verdict::GraderError, format!("the check cannot be confined: {}", why.trim()));
    }
    let (verdict, message) = match signal(status) {
        Some(SIGSYS) => (
            Verdict::Forbidden,
            "it made a system call that checks may not make, such as opening a connection or starting a process",
        ),
        Some(SIGXCPU) => (Verdict::OutOfBounds, "it used up its processor time"),
        Some(SIGXFSZ) => (Verdict::OutOfBounds, "it wrote a file that is too large"),
        _ if errors.iter().any(|line| line.starts_with(NO_MEMORY)) => {
            (Verdict::OutOfBounds, "it needs more memory than a check may use")
        }
        Some(SIGKILL) => (Verdict::OutOfBounds, "the system killed it, probably for lack of memory"),
        _ => {
            let message = match is_overflow(status.code(), errors) {
                true => {
                    "a thread has overflowed its stack: does it recurse without end, or keep a large array on the stack?"
                }
                false => "the process ended before the check finished",
            };
            let message = format!("{message} ({status})");
            return note.unwrap_or_else(|| Finding::new(Verdict::NoVerdict, message));
        }
    };
    Finding::new(verdict, format!("{message} ({status})"))
}

/// On Unix the signal does not tell, but the standard library or the explorer prints a line before it.
fn is_overflow(code: Option<i32>, errors: &[String]) -> bool {
    code == Some(STACK_OVERFLOW) || errors.iter().any(|line| line.contains("has overflowed its stack"))
}

fn signal(status: ExitStatus) -> Option<i32> {
    #[cfg(unix)]
    return std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    {
        let _ = status;
        None
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    fn verdict(raw: i32, errors: &[&str]) -> Verdict {
        let errors: Vec<_> = errors.iter().map(|line| (*line).to_string()).collect();
        finding(ExitStatus::from_raw(raw), &errors, None, true).verdict
    }

    #[test]
    fn the_signal_tells_which_limit_ended_a_check() {
        assert_eq!(verdict(SIGSYS, &[READY]), Verdict::Forbidden);
        assert_eq!(verdict(SIGXCPU, &[READY]), Verdict::OutOfBounds);
        assert_eq!(verdict(6, &[READY, "memory allocation of 9 bytes failed"]), Verdict::OutOfBounds);
        assert_eq!(verdict(6, &[READY, "free(): invalid pointer"]), Verdict::NoVerdict);
        assert_eq!(verdict(0, &[]), Verdict::NoVerdict);
    }

    #[test]
    fn a_stack_overflow_is_recognised_on_each_system() {
        let line = ["thread 'main' (7) has overflowed its stack".to_string()];
        assert!(is_overflow(None, &line) && is_overflow(Some(-0x3fff_ff03), &[]) && !is_overflow(Some(1), &[]));
        let found = finding(ExitStatus::from_raw(6), &line, None, false);
        assert_eq!(found.verdict, Verdict::NoVerdict);
        assert!(found.message.starts_with("a thread has overflowed its stack"), "{}", found.message);
    }

    #[test]
    fn a_check_cannot_pass_its_end_off_as_a_grader_error() {
        assert_eq!(verdict(125 << 8, &["confine: landlock: no"]), Verdict::GraderError);
        assert_eq!(verdict(125 << 8, &[READY, "confine: landlock: no"]), Verdict::NoVerdict);
        // Without a launcher, no line is the launcher's.
        let errors = ["confine: landlock: no".to_string()];
        let alone = finding(ExitStatus::from_raw(125 << 8), &errors, None, false);
        assert_eq!(alone.verdict, Verdict::NoVerdict);
    }
}
