//! The order of sequentially consistent operations in the words of C++20 ([atomics.order], paragraphs 3 and 4). It
//! differs from RC11 in one point: *coherence-ordered before* goes through any read, so a `SeqCst` load that reads a
//! weaker store comes after whatever that store comes after. RC11 therefore admits a little more, and misses nothing.

use super::axioms::{Events, Rules};
use super::candidates::allowed;
use super::generate::Generator;
use super::litmus;
use super::program::Program;
use super::relation::Relation;

/// Is there a total order `S` as the standard requires? `eco` is its *coherence-ordered before*.
pub fn has_an_order(events: &Events, sw: &Relation, hb: &Relation, eco: &Relation) -> bool {
    let po = &events.po;
    let seq_cst = Relation::identity(events.seq_cst);
    let fences = Relation::identity(events.seq_cst & events.fences);
    let between = |before: &Relation, relation: &Relation, after: &Relation| before.then(relation).then(after);
    // Strongly happens before: program order; synchronises-with between two `SeqCst` operations; happens-before
    // between two steps of program order.
    let strongly = po.or(&between(&seq_cst, sw, &seq_cst)).or(&between(po, hb, po)).transitive();
    let before_a_fence = hb.then(&fences);
    let after_a_fence = fences.then(hb);
    let asked = between(&seq_cst, &strongly, &seq_cst)
        .or(&between(&seq_cst, eco, &seq_cst))
        .or(&between(&seq_cst, eco, &before_a_fence))
        .or(&between(&after_a_fence, eco, &seq_cst))
        .or(&between(&after_a_fence, eco, &before_a_fence));
    asked.is_acyclic()
}

fn programs() -> impl Iterator<Item = Program> {
    let mut generator = Generator::new(0xa54f_f53a_5f1d_36f1);
    let litmus = litmus::all().into_iter().map(|litmus| litmus.program);
    litmus.chain((0..1_500).map(move |_| generator.program()))
}

#[test]
fn rc11_admits_every_outcome_that_the_standard_admits_and_few_others() {
    let mut more = Vec::new();
    for program in programs() {
        let (rc11, standard) = (allowed(&program, Rules::Rc11), allowed(&program, Rules::Standard));
        assert!(rc11.outcomes.is_superset(&standard.outcomes), "\n{program}");
        if rc11 != standard {
            more.push(program);
        }
    }
    println!("{} programs may do more by RC11 than by the standard, such as\n{}", more.len(), more[0]);
    assert!(more.len() < 20, "{}", more.len());
}

#[test]
fn rc11_with_eco_for_mo_and_rb_is_the_standard() {
    for program in programs() {
        assert_eq!(allowed(&program, Rules::Rc11WithEco), allowed(&program, Rules::Standard), "\n{program}");
    }
}

/// With sequentially consistent loads and release stores, two readers may not disagree according to the standard.
#[test]
fn the_paper_admits_more_than_the_standard_in_one_litmus_program() {
    let differ = |litmus: &litmus::Litmus| allowed(&litmus.program, Rules::Rc11).outcomes != litmus.outcomes;
    let differ: Vec<String> = litmus::all().into_iter().filter(differ).map(|litmus| litmus.name).collect();
    assert_eq!(differ, ["IRIW, sequentially consistent loads"]);
}
