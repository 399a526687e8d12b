//! Judges one submission: builds it, runs each check in its own process, and gives the points. A check's observation of
//! the submission is judged in a separate process, by the reference's program.
//!
//! A mistake costs only the exercise that it is in: a check that does not pass with all of a student's files gets a
//! second chance with only the file of its own exercise, combined with the reference's other files.

use crate::alike::{Alike, Files};
use crate::compile::Refusal;
use crate::launch::Guard;
use crate::patience::Tried;
use crate::plain;
use crate::reference::{Known, Reference};
use crate::scan::{self, Scanned, Scans};
use crate::tree::{Overlay, Tree};
use anyhow::Result;
use checks::check::Kind;
use checks::model::has_states;
use checks::{Exercise, Finding, Patience, Verdict, Watch};
use serde_json::json;
use std::collections::BTreeMap;

/// The most bytes that the states of a program may take: they are stored with the results and in the feedback page.
const MOST_BYTES: usize = 100_000;
/// How many forbidden lines are listed.
const MOST_LINES: usize = 20;

/// The submission's version of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandedIn {
    /// Its text.
    Text(String),
    /// It cannot be graded, for this reason.
    Unusable(Verdict, String),
}

/// The submission's files, by package and file.
pub type Submission = BTreeMap<(&'static str, &'static str), HandedIn>;

/// The outcome of one check.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its index in [`Reference::checks`].
    pub check: usize,
    /// The finding.
    pub finding: Finding,
    /// The points earned.
    pub earned: u32,
}

/// Judges a submission's files for `package`. `wanted` selects checks, and `report` gets each result as soon as it is
/// known.
pub fn judge(
    reference: &Reference,
    package: &'static str,
    submission: &Submission,
    wanted: &dyn Fn(&Known) -> bool,
    report: &mut dyn FnMut(Judged) -> Result<()>,
) -> Result<()> {
    let scans = scan::all(reference, submission)?;
    Judge::new(reference, package, submission, &scans).judge(wanted, report)
}

/// A submission's files for one example, compiled as far as checks need it.
pub struct Judge<'a> {
    reference: &'a Reference,
    package: &'static str,
    /// Files that are judged without running checks.
    settled: BTreeMap<&'static str, Finding>,
    /// The other files, if they differ from the reference's.
    overlay: Overlay,
    /// Trees with the submission's files: with one of them, by its name, or with all, by the empty name.
    trees: BTreeMap<&'static str, Tree>,
    /// The checks that kept the processor busy.
    tried: Tried,
    /// Findings in other submissions' files.
    alike: Option<&'a Alike>,
    /// Whether to ask the first failing model for its states, for the feedback page.
    wants_states: bool,
}

impl<'a> Judge<'a> {
    /// Sorts the submission's files for `package`, with their scans. Compiles nothing yet.
    pub fn new(reference: &'a Reference, package: &'static str, submission: &Submission, scans: &Scans) -> Self {
        let mut judge = Judge {
            reference,
            package,
            settled: BTreeMap::new(),
            overlay: Overlay::new(),
            trees: BTreeMap::new(),
            tried: Tried::default(),
            alike: None,
            wants_states: false,
        };
        for ((_, file), ours) in reference.texts.iter().filter(|((of, _), _)| *of == package) {
            match submission.get(&(package, *file)) {
                None => {
                    let message = format!("crates/{package}/{file} was not handed in");
                    judge.settled.insert(file, Finding::new(Verdict::NotWritten, message));
                }
                Some(HandedIn::Unusable(verdict, message)) => {
                    judge.settled.insert(file, Finding::new(*verdict, message));
                }
                Some(HandedIn::Text(text)) if text == ours => {}
                Some(HandedIn::Text(text)) => {
                    let scanned = scans.get(&(package, *file)).filter(|_| reference.launch.has(Guard::Scan));
                    match scanned.and_then(|scanned| forbidden(package, file, scanned)) {
                        Some(finding) => _ = judge.settled.insert(file, finding),
                        None => _ = judge.overlay.insert(file, text.clone()),
                    }
                }
            }
        }
        judge
    }

    /// Reuses the findings that `alike` knows.
    #[must_use]
    pub fn with(self, alike: &'a Alike) -> Self {
        Judge { alike: Some(alike), ..self }
    }

    /// Asks the first failing model for its states.
    #[must_use]
    pub fn with_states(self) -> Self {
        Judge { wants_states: true, ..self }
    }

    /// Learns from earlier findings: in another example, or before an interruption.
    pub fn remember(&mut self, judged: &Judged) {
        self.wants_states &= !has_states(&judged.finding);
        self.tried.note(judged.check, self.reference.checks[judged.check].exercise, &judged.finding);
    }

    /// Runs the checks that `wanted` selects. Each call runs them again, on the same compiled code. `report` gets
    /// each result as soon as it is known.
    pub fn judge(
        &mut self,
        wanted: &dyn Fn(&Known) -> bool,
        report: &mut dyn FnMut(Judged) -> Result<()>,
    ) -> Result<()> {
        let reference = self.reference;
        for (index, known) in reference.checks_of(self.package).filter(|(_, known)| wanted(known)) {
            let finding = plain::finding(self.known_finding(index, known)?);
            self.wants_states &= !has_states(&finding);
            let earned = if finding.verdict == Verdict::Passed { known.check.points } else { 0 };
            report(Judged { check: index, finding, earned })?;
        }
        Ok(())
    }

    /// The known finding in the same files, unless this check gets less time than that one did.
    fn known_finding(&mut self, index: usize, known: &Known) -> Result<Finding> {
        // Files that are judged without a check have their own reasons, which are not shared.
        if let Some(finding) = self.settled.get(known.exercise.file) {
            return Ok(finding.clone());
        }
        let is_full = self.tried.patience(known.exercise) == Patience::Full;
        let Some(alike) = self.alike.filter(|_| is_full) else { return self.finding(index, known) };
        let (package, overlay) = (self.package, self.overlay.clone());
        let settled = self.settled.keys().copied().collect();
        let files = Files { package, overlay, settled, states: self.wants_states };
        if let Some(finding) = alike.finding(&files, index) {
            return Ok(finding);
        }
        let finding = self.finding(index, known)?;
        alike.note(&files, index, &finding);
        Ok(finding)
    }

    fn finding(&mut self, index: usize, known: &Known) -> Result<Finding> {
        let file = known.exercise.file;
        let (with_all, compiled_with_all) = self.attempt("", index, known)?;
        let others = self.overlay.keys().any(|other| *other != file);
        // If this very file is a stub, the others are not to blame.
        let text = self.overlay.get(file).map_or("", String::as_str);
        let own_stub = with_all.verdict == Verdict::NotWritten && text.contains(&format!("{:?}", with_all.message));
        if with_all.verdict == Verdict::Passed || !others || own_stub {
            return Ok(with_all);
        }
        let (alone, compiled_alone) = self.attempt(file, index, known)?;
        // A file that needs the student's other files does not compile without them; that is not a mistake.
        Ok(if compiled_alone || !compiled_with_all { alone } else { with_all })
    }

    /// Runs the check with only the submission's `file`, or with all files if that is empty. Also returns whether
    /// they compiled.
    fn attempt(&mut self, file: &'static str, index: usize, known: &Known) -> Result<(Finding, bool)> {
        let tree = match self.trees.entry(file) {
            std::collections::btree_map::Entry::Occupied(tree) => tree.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                let chosen = |name: &&'static str| file.is_empty() || *name == file;
                let overlay = self.overlay.iter().filter(|(name, _)| chosen(name));
                let overlay = overlay.map(|(name, text)| (*name, text.clone())).collect();
                place.insert(Tree::lay_out(self.reference, self.package, &overlay)?)
            }
        };
        // Our files that replace missing or unused ones. A file that is identical to ours still counts as the
        // student's.
        let others = self.overlay.keys().filter(|name| !file.is_empty() && **name != file);
        let ours = others.chain(self.settled.keys()).map(|name| format!("crates/{}/{name}", self.package));
        let ours: Vec<String> = ours.collect();
        let states = (self.wants_states && known.check.kind == Kind::Model).then_some(MOST_BYTES);
        Ok(match &tree.program(self.reference, &self.reference.programs[known.program])? {
            Ok(program) => {
                let mut command = self.reference.launch.check(program, &tree.folder, self.package, &ours, states);
                let judge = &mut self.reference.judge(known);
                let patience = self.tried.patience(known.exercise);
                let watch = Watch { patience, ..self.reference.launch.watch() };
                let finding = known.check.run(&mut command, judge, self.reference.seed, watch);
                self.tried.note(index, known.exercise, &finding);
                (finding, true)
            }
            Err(refusal) => (refused(refusal, known.exercise), false),
        })
    }
}

/// The first construct that the exercise forbids.
fn forbidden(package: &str, file: &str, scanned: &Scanned) -> Option<Finding> {
    let found = &scanned.forbidden;
    let first = found.first()?;
    let lines = found.iter().map(|found| format!("line {}: `{}`: {}", found.line, found.construct, found.advice));
    Some(Finding {
        place: Some(format!("crates/{package}/{file}:{}", first.line)),
        detail: lines.take(MOST_LINES).collect::<Vec<_>>().join("\n"),
        ..Finding::new(Verdict::Forbidden, format!("`{}` is not allowed here: {}", first.construct, first.advice))
    })
}

/// The finding for code that does not compile.
fn refused(refusal: &Refusal, exercise: &Exercise) -> Finding {
    let file = exercise.path();
    let evidence = json!({"errors": refusal.total});
    let own = refusal.theirs.iter().filter(|error| error.file == file);
    let errors: Vec<_> = own.chain(refusal.theirs.iter().filter(|error| error.file != file)).collect();
    if let Some(first) = errors.first() {
        let place = (first.line > 0).then(|| format!("{}:{}", first.file, first.line));
        let shown: Vec<_> = errors.iter().take(5).map(|error| error.rendered.trim_end()).collect();
        let more = refusal.total - shown.len().min(refusal.total);
        let rest = if more > 0 { format!("\n\nand {more} more errors") } else { String::new() };
        let detail = shown.join("\n\n") + &rest;
        let verdict = if refusal.is_out_of_bounds { Verdict::OutOfBounds } else { Verdict::DoesNotCompile };
        return Finding { place, detail, evidence, ..Finding::new(verdict, first.message.clone()) };
    }
    let first = refusal.ours.first().map_or("", |error| error.message.as_str());
    let message = format!("a public signature in {file} was changed: {first}");
    let detail = refusal.ours.first().map_or("", |error| error.rendered.as_str()).to_string();
    Finding { detail, evidence, ..Finding::new(Verdict::DoesNotCompile, message) }
}
