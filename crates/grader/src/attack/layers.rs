//! Shows that each layer is necessary: some attack succeeds without it. If other layers stop the same attacks, all of
//! these are disabled together, and the output says so.

use super::Run;
use super::fixture::{Attack, Stop};
use crate::launch::Guard;
use crate::reference::Reference;
use anyhow::{Context, Result, ensure};
use confine::probe::{self, Outcome};
use confine::{Confinement, Layer, Policy};

/// For each layer and guard on this system, a line about the attack that the fewest others stop, run without all that
/// stop it.
pub fn runs<'a>(reference: &Reference, attacks: &'a [Attack]) -> Result<(Vec<Run<'a>>, Vec<String>)> {
    let here = reference.launch.confinement().layers();
    let is_here = |stop: &Stop| !matches!(stop, Stop::Layer(layer) if !here.contains(layer));
    let layers = here.iter().copied().map(Stop::Layer).chain(Guard::ALL.map(Stop::Guard));
    let (mut runs, mut lines) = (Vec::new(), vec![String::new()]);
    for layer in layers {
        let by_switch = |attack: &&Attack| attack.stops.contains(&layer) && !attack.stops.contains(&Stop::Judge);
        // The scan comes before all others, and is disabled to test what is behind it.
        let behind = |attack: &Attack| -> Vec<Stop> {
            let other = |stop: &Stop| *stop != layer && !stop.is_first() && is_here(stop);
            attack.stops.iter().copied().filter(other).collect()
        };
        let Some(attack) =
            attacks.iter().filter(by_switch).min_by_key(|attack| (behind(attack).len(), attack.stops.len()))
        else {
            // A submission cannot show this, because it would need its grader to be killed; the probe's child can.
            ensure!(layer == Stop::Layer(Layer::ParentDeath), "no attack needs the layer {layer}");
            lines.push(parent_death(reference)?);
            continue;
        };
        let others: Vec<_> = behind(attack).iter().map(ToString::to_string).collect();
        lines.push(if others.is_empty() {
            format!("{layer}: without it {} succeeds", attack.name)
        } else {
            format!(
                "{layer}: its attacks are also stopped by {}; without all of them {} succeeds",
                others.join(", "),
                attack.name
            )
        });
        let without = attack.stops.iter().copied().filter(is_here).collect();
        runs.push(Run { attack, without });
    }
    Ok((runs, lines))
}

/// The probe's attempt, with the layer and without it.
fn parent_death(reference: &Reference) -> Result<String> {
    let targets = probe::Targets::new()?;
    let launcher = std::env::current_exe()?;
    let attempt = probe::ATTEMPTS.iter().find(|attempt| attempt.layers == [Layer::ParentDeath]);
    let attempt = attempt.context("the probe has no attempt for parent-death")?;
    let policy = Policy::running().executes(&launcher);
    let without = Confinement::detect(&launcher, &[policy], &[Layer::ParentDeath]);
    let held = targets.attempt(reference.launch.confinement(), &launcher, attempt);
    let free = targets.attempt(&without, &launcher, attempt);
    ensure!(matches!(held, Outcome::Stopped(_)), "with parent-death: {}: {held:?}", attempt.text);
    ensure!(free == Outcome::Done, "without parent-death: {}: {free:?}", attempt.text);
    Ok(format!("parent-death: without it the probe's child can {}", attempt.text))
}
