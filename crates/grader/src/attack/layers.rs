//! Shows of each layer that it is no decoration: without it, some attack succeeds. Where other layers stop the same,
//! nothing is lost with one of them; then all of these are left out together, and that is said.

use super::Run;
use super::fixture::{Attack, Stop};
use crate::launch::Guard;
use crate::reference::Reference;
use confine::Layer;

/// For each layer and guard here, the attack that fewest others stop, without all that stops it; and a line about it.
pub fn runs<'a>(reference: &Reference, attacks: &'a [Attack]) -> (Vec<Run<'a>>, Vec<String>) {
    let here = reference.launch.confinement().layers();
    let is_here = |stop: &Stop| !matches!(stop, Stop::Layer(layer) if !here.contains(layer));
    let layers = here.iter().copied().map(Stop::Layer).chain(Guard::ALL.map(Stop::Guard));
    let (mut runs, mut lines) = (Vec::new(), vec![String::new()]);
    for layer in layers {
        let by_switch = |attack: &&Attack| attack.stops.contains(&layer) && !attack.stops.contains(&Stop::Judge);
        // The scan is before all others, and is left out to see what is behind it.
        let behind = |attack: &Attack| -> Vec<Stop> {
            let other = |stop: &Stop| *stop != layer && !matches!(stop, Stop::Guard(_)) && is_here(stop);
            attack.stops.iter().copied().filter(other).collect()
        };
        let Some(attack) =
            attacks.iter().filter(by_switch).min_by_key(|attack| (behind(attack).len(), attack.stops.len()))
        else {
            lines.push(match layer {
                // A check has no time to see its grader killed: the tests of the crate `confine` do.
                Stop::Layer(Layer::ParentDeath) => "parent-death: see the probe".to_string(),
                _ => format!("{layer}: NO ATTACK NEEDS IT"),
            });
            continue;
        };
        let others: Vec<_> = behind(attack).iter().map(ToString::to_string).collect();
        lines.push(if others.is_empty() {
            format!("{layer}: without it {} succeeds", attack.name)
        } else {
            format!(
                "{layer}: what it stops is also stopped by {}; without all of them {} succeeds",
                others.join(", "),
                attack.name
            )
        });
        runs.push(Run { attack, without: attack.stops.clone() });
    }
    (runs, lines)
}
