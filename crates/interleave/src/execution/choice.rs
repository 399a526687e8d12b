//! All that is not determined by the program is one list of choices per state: who steps, and in which variant. A
//! schedule is the choices of one execution, written as text.

use crate::record::ThreadId;
use std::fmt;

/// One step that is possible in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Choice {
    pub(crate) thread: ThreadId,
    pub(crate) variant: Variant,
}

/// How a thread steps, where there is more than one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Variant {
    /// The only way, or the first.
    Usual,
    /// `notify_one` wakes not the first waiter but this one.
    Waiter(u8),
    /// The wait ends though nobody notified.
    Spurious,
    /// The wait times out though others could go on.
    Early,
    /// The wait times out because nobody can go on.
    LastResort,
    /// Nobody can go on but by a spurious wake-up, and none comes: the execution ends here.
    Stuck,
}

impl Variant {
    /// Does it spend a budget of the execution?
    pub(crate) fn is_a_gift(self) -> bool {
        matches!(self, Variant::Spurious | Variant::Early)
    }
}

/// As many threads as there are digits.
pub(crate) const MAX_THREADS: usize = 36;

/// What one character or its mark in a schedule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    None,
    Waiter(u8),
    Spurious,
    TimeOut,
}

impl Mark {
    pub(crate) fn admits(self, variant: Variant) -> bool {
        match self {
            Mark::None => variant == Variant::Usual,
            Mark::Waiter(n) => variant == Variant::Waiter(n),
            Mark::Spurious => variant == Variant::Spurious,
            Mark::TimeOut => matches!(variant, Variant::Early | Variant::LastResort),
        }
    }
}

/// A schedule as it is written: one digit of base 36 a step, a mark after it where the step was not the usual one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Schedule {
    /// Releases are steps of their own: see [`super::Settings::fine`].
    pub(crate) fine: bool,
    pub(crate) steps: Vec<(ThreadId, Mark)>,
}

impl Schedule {
    pub(crate) fn new(fine: bool, choices: &[Choice]) -> Self {
        let steps = choices.iter().filter_map(|choice| {
            let mark = match choice.variant {
                Variant::Usual => Mark::None,
                Variant::Waiter(n) => Mark::Waiter(n),
                Variant::Spurious => Mark::Spurious,
                Variant::Early | Variant::LastResort => Mark::TimeOut,
                Variant::Stuck => return None,
            };
            Some((choice.thread, mark))
        });
        Schedule { fine, steps: steps.collect() }
    }

    /// Reads what [`fmt::Display`] writes; the error says what is wrong with which character.
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
                '!' => Mark::Spurious,
                '~' => Mark::TimeOut,
                '\'' => match characters.next().and_then(|(_, c)| digit(c)) {
                    Some(waiter) => Mark::Waiter(waiter as u8),
                    None => return Err(format!("character {}: which waiter?", at + 1)),
                },
                _ => return Err(format!("character {}: {character:?} is no thread", at + 1)),
            };
            match schedule.steps.last_mut() {
                Some((_, last @ Mark::None)) => *last = mark,
                _ => return Err(format!("character {}: {character:?} follows no step", at + 1)),
            }
        }
        Ok(schedule)
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |n: usize| char::from_digit(n as u32, 36).expect("at most 36 threads");
        if self.fine {
            write!(f, "^")?;
        }
        for (thread, mark) in &self.steps {
            write!(f, "{}", digit(*thread))?;
            match mark {
                Mark::None => {}
                Mark::Waiter(n) => write!(f, "'{}", digit(usize::from(*n)))?,
                Mark::Spurious => write!(f, "!")?,
                Mark::TimeOut => write!(f, "~")?,
            }
        }
        Ok(())
    }
}
