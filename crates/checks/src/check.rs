//! A check: its data and its code.

use crate::Finding;
use crate::experiment::Halves;
use serde_json::{Value, json};

/// How a check tells right from wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Runs the code once.
    Behaviour,
    /// Runs it with many random inputs.
    Property,
    /// Runs it in every interleaving.
    Model,
}

impl Kind {
    /// Its name in a check's description.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Behaviour => "behaviour",
            Kind::Property => "property",
            Kind::Model => "model",
        }
    }

    /// The kind with this name.
    pub fn from_word(word: &str) -> Option<Self> {
        [Kind::Behaviour, Kind::Property, Kind::Model].into_iter().find(|kind| kind.word() == word)
    }
}

/// One requirement that a solution must meet.
///
/// ```
/// use checks::Check;
/// use checks::experiment::{Experiment, equal, nothing};
///
/// fn one_and_one(_: ()) -> u32 {
///     1 + 1
/// }
///
/// fn are_two(_: (), sum: u32) -> Result<(), String> {
///     equal("one and one", &sum, &2)
/// }
///
/// const CHECKS: &[Check] = &[Check::behaviour(
///     "counts-to-two",
///     &Experiment { input: nothing, observe: one_and_one, judge: are_two },
/// )
/// .exercise("locked-counter")
/// .title("two increments count to two")
/// .points(3)
/// .hints(&["What does `+=` read, and what does it write?"])];
/// assert_eq!(CHECKS[0].points, 3);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Unique within its example; what the command line and the reports call it.
    pub id: &'static str,
    /// The exercise whose points it gives.
    pub exercise: &'static str,
    /// What must hold, in words for the student.
    pub title: &'static str,
    /// The points it is worth.
    pub points: u32,
    /// Hints, from a nudge to nearly the answer; shown one at a time.
    pub hints: &'static [&'static str],
    /// How it tells right from wrong.
    pub kind: Kind,
    /// The sentences that ask for it, or their first words: in its exercise's file, or in the handout's README.
    pub told: &'static [&'static str],
    /// Whether students have it; hidden checks are only in the grader.
    pub visible: bool,
    /// Whether jobs meet at a barrier in it: a solution that blocks there is right but serial.
    pub meeting: bool,
    /// The message if a check of one thread waits for ever; empty if nothing in it can wait.
    pub if_it_waits: &'static str,
    pub(crate) run: Run,
}

/// The code of a check.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Run {
    /// Observes in one process, and compares in another.
    Compares(&'static dyn Halves),
    /// Gives the verdict itself.
    Finds(fn() -> Finding),
    /// Cannot run in this program: a model, in a program on `std`'s primitives. Its code is not referenced, so not
    /// compiled.
    Elsewhere,
}

impl Check {
    const fn new(id: &'static str, kind: Kind, run: Run) -> Self {
        let run = if matches!(kind, Kind::Model) && !common::EXPLORES { Run::Elsewhere } else { run };
        Check {
            id,
            exercise: "",
            title: id,
            points: 0,
            hints: &[],
            kind,
            told: &[],
            visible: true,
            meeting: false,
            if_it_waits: "",
            run,
        }
    }

    /// A check that runs the code under test once.
    pub const fn behaviour(id: &'static str, experiment: &'static dyn Halves) -> Self {
        Check::new(id, Kind::Behaviour, Run::Compares(experiment))
    }

    /// A check that runs it with many random inputs, from small to large, so that the first failing input is a small
    /// one.
    pub const fn property(id: &'static str, experiment: &'static dyn Halves) -> Self {
        Check::new(id, Kind::Property, Run::Compares(experiment))
    }

    /// A check that explores every interleaving.
    pub const fn model(id: &'static str, run: fn() -> Finding) -> Self {
        Check::new(id, Kind::Model, Run::Finds(run))
    }

    /// Everything but the code.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "exercise": self.exercise,
            "title": self.title,
            "points": self.points,
            "hints": self.hints,
            "kind": self.kind.word(),
            "told": self.told,
            "visible": self.visible,
            "meeting": self.meeting,
            "if_it_waits": self.if_it_waits,
        })
    }

    /// Belongs to this exercise.
    pub const fn exercise(mut self, exercise: &'static str) -> Self {
        self.exercise = exercise;
        self
    }

    /// Sets what must hold, in words.
    pub const fn title(mut self, title: &'static str) -> Self {
        self.title = title;
        self
    }

    /// What it is worth.
    pub const fn points(mut self, points: u32) -> Self {
        self.points = points;
        self
    }

    /// Sets the hints, from a nudge to nearly the answer.
    pub const fn hints(mut self, hints: &'static [&'static str]) -> Self {
        self.hints = hints;
        self
    }

    /// Sets the sentences that ask for it.
    pub const fn told(mut self, told: &'static [&'static str]) -> Self {
        self.told = told;
        self
    }

    /// Hides it from students.
    pub const fn hidden(mut self) -> Self {
        self.visible = false;
        self
    }

    /// Says that jobs meet in it: if one blocks for ever, the verdict is over-synchronised, not deadlock.
    pub const fn meeting(mut self) -> Self {
        self.meeting = true;
        self
    }

    /// Sets the message if it waits for ever: on real threads nothing shows what waits.
    pub const fn if_it_waits(mut self, sentence: &'static str) -> Self {
        self.if_it_waits = sentence;
        self
    }
}
