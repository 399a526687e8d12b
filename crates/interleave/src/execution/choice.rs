//! Everything that the program leaves open is a list of choices in each state: which thread takes a step, and in
//! which variant. A schedule is the choices of one execution, written as text.

use crate::record::ThreadId;
use std::fmt;

/// A step that is possible in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Choice {
    pub(crate) thread: ThreadId,
    pub(crate) variant: Variant,
}

/// The variant of a step, if there is more than one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Variant {
    /// The only variant, or the first.
    Usual,
    /// `notify_one` wakes this waiter instead of the first.
    Waiter(u8),
    /// The wait ends without a notify.
    Spurious,
    /// The wait times out although another thread could run.
    Early,
    /// Like `Early`, but another thread is already later than the deadline, so no budget is spent.
    Due,
    /// The wait times out because no thread can run.
    LastResort,
    /// A load or a read-modify-write reads this store instead of the last in modification order.
    From(Name),
    /// A weak compare-exchange reads this store, which holds the expected value, and fails.
    Fails(Name),
    /// A store comes right after this one in modification order, instead of last.
    After(Name),
    /// No thread can run except by a spurious wake-up, and none comes: the execution ends here.
    Stuck,
}

impl Variant {
    /// Does it need the permission of the options: a spurious wake-up, an early time-out, or a spurious failure?
    pub(crate) fn is_a_gift(self) -> bool {
        matches!(self, Variant::Spurious | Variant::Early | Variant::Due | Variant::Fails(_))
    }
}

/// The name of a step: the same in every execution that contains the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    pub(crate) thread: u8,
    /// How many steps the thread had taken before.
    pub(crate) index: u16,
}

impl Name {
    /// The name of an atomic's initial value.
    pub(crate) const INITIAL: Name = Name { thread: u8::MAX, index: 0 };
}

/// As many threads as there are digits.
pub(crate) const MAX_THREADS: usize = 36;

/// What one character of a schedule, or its mark, asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    None,
    Waiter(u8),
    Spurious,
    TimeOut,
    /// This many stores before the last in modification order.
    Older(u16),
    /// The same, for a weak compare-exchange that fails spuriously.
    FailsOlder(u16),
}

/// A schedule as text: a base-36 digit for each step, followed by a mark if the step is unusual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Schedule {
    /// Releases are steps of their own: see [`super::Settings::fine`].
    pub(crate) fine: bool,
    /// Waiting writers go first: see [`super::Settings::writers_first`].
    pub(crate) writers_first: bool,
    /// Spawns are steps of their own: see [`super::Settings::ids`].
    pub(crate) ids: bool,
    pub(crate) steps: Vec<(ThreadId, Mark)>,
}

impl Schedule {
    /// The schedule of an execution with these steps.
    pub(crate) fn new(settings: super::Settings, choices: &[Choice], marks: &[Mark]) -> Self {
        let super::Settings { fine, writers_first, ids, .. } = settings;
        let steps = choices.iter().zip(marks).filter(|(choice, _)| choice.variant != Variant::Stuck);
        Schedule { fine, writers_first, ids, steps: steps.map(|(choice, mark)| (choice.thread, *mark)).collect() }
    }

    /// Parses what [`fmt::Display`] writes. The error says which character is wrong, and why.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut schedule = Schedule::default();
        let mut characters = text.chars().enumerate();
        while let Some((at, character)) = characters.next() {
            let digit = |c: char| if c.is_ascii_uppercase() { None } else { c.to_digit(36) };
            if let Some(thread) = digit(character) {
                schedule.steps.push((thread as usize, Mark::None));
                continue;
            }
            let mark = match character {
                '^' if at == 0 => {
                    schedule.fine = true;
                    continue;
                }
                '@' if schedule.steps.is_empty() => {
                    schedule.writers_first = true;
                    continue;
                }
                '+' if schedule.steps.is_empty() => {
                    schedule.ids = true;
                    continue;
                }
                '!' => Mark::Spurious,
                '~' => Mark::TimeOut,
                '<' => match characters.next().and_then(|(_, c)| digit(c)).filter(|older| *older > 0) {
                    Some(older) => match schedule.steps.last_mut() {
                        // One digit may not be enough: the next one adds to it.
                        Some((_, Mark::Older(before))) => {
                            *before = before.saturating_add(older as u16);
                            continue;
                        }
                        _ => Mark::Older(older as u16),
                    },
                    None => return Err(format!("character {}: how many stores older?", at + 1)),
                },
                '\'' => match characters.next().and_then(|(_, c)| digit(c)) {
                    Some(waiter) => Mark::Waiter(waiter as u8),
                    None => return Err(format!("character {}: which waiter?", at + 1)),
                },
                _ => return Err(format!("character {}: {character:?} is not a thread", at + 1)),
            };
            match schedule.steps.last_mut() {
                Some((_, last @ Mark::None)) => *last = mark,
                Some((_, last @ Mark::Older(_))) if mark == Mark::Spurious => {
                    let Mark::Older(older) = *last else { unreachable!("just seen") };
                    *last = Mark::FailsOlder(older);
                }
                _ => return Err(format!("character {}: {character:?} follows no step", at + 1)),
            }
        }
        Ok(schedule)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mark::None => Ok(()),
            Mark::Waiter(n) => write!(f, "'{}", digit(usize::from(*n))),
            Mark::Spurious => write!(f, "!"),
            Mark::TimeOut => write!(f, "~"),
            Mark::Older(n) => older(f, *n),
            Mark::FailsOlder(n) => {
                older(f, *n)?;
                write!(f, "!")
            }
        }
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.fine {
            write!(f, "^")?;
        }
        if self.writers_first {
            write!(f, "@")?;
        }
        if self.ids {
            write!(f, "+")?;
        }
        self.steps.iter().try_for_each(|(thread, mark)| write!(f, "{}{mark}", digit(*thread)))
    }
}

/// Writes a number of stores, with as many digits as that takes.
fn older(f: &mut fmt::Formatter<'_>, n: u16) -> fmt::Result {
    (0..n / 35).try_for_each(|_| write!(f, "<z"))?;
    match n % 35 {
        0 => Ok(()),
        rest => write!(f, "<{}", digit(usize::from(rest))),
    }
}

fn digit(n: usize) -> char {
    char::from_digit(n as u32, 36).expect("at most 36 threads")
}
