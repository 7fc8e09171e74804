//! Which orders are tried: those with the fewest deviations first, then random ones.
//!
//! The first option of each choice is what an ordinary executor does: first come, first served. Another one is a *deviation*.
//! An order with `n` deviations is found by running one with `n - 1` and deviating once more, after its last deviation. So each
//! order comes once, and nothing is run twice. (Compare Emmi, Qadeer and Rakamarić, *Delay-bounded scheduling*, 2011, and the
//! preemption bound of CHESS, 2007.)

use std::collections::VecDeque;
use std::rc::Rc;

use crate::chooser::{Chooser, Run};
use crate::order::{Order, run};
use crate::pct::Pct;
use crate::settings::Settings;
use crate::verdict::{Failure, Verdict};

/// An order that is still to be run: the choices of another one up to a choice, which takes another option.
struct Branch {
    taken: Rc<[usize]>,
    at: usize,
    option: usize,
    deviations: usize,
}

impl Branch {
    fn script(&self) -> Vec<usize> {
        let before = self.taken.iter().copied().take(self.at);
        before.chain([self.option]).collect()
    }
}

/// Runs orders until one fails or the limits are reached. The failing order is the shortest with as few deviations.
pub(crate) fn search(
    settings: Settings,
    program: &impl Fn(&Chooser) -> Result<(), String>,
) -> Verdict {
    let mut verdict = Verdict::default();
    let mut branches = VecDeque::new();
    let first = next(&mut verdict, Run::default(), program);
    let length = first.choices.len();
    // The deviations of the first order for which there was no room.
    let mut cut = branch(&first, 0, 1, settings.limit - 1, &mut branches);
    verdict.consider(first);
    while let Some(at) = branches.pop_front() {
        if verdict.failure.is_some() && at.deviations > verdict.deviations {
            return verdict;
        }
        verdict.deviations = at.deviations;
        let order = next(&mut verdict, Run::of(at.script()), program);
        let room = settings.limit - verdict.orders - branches.len();
        let more = branch(&order, at.at + 1, at.deviations + 1, room, &mut branches);
        cut = cut.or(more);
        verdict.consider(order);
    }
    verdict.complete = cut.is_none() && verdict.long == 0;
    if let (Some(cut), None) = (cut, &verdict.failure) {
        verdict.deviations = cut - 1;
        random(settings, length, &mut verdict, program);
    }
    verdict
}

fn next(
    verdict: &mut Verdict,
    start: Run,
    program: &impl Fn(&Chooser) -> Result<(), String>,
) -> Order {
    verdict.orders += 1;
    run(verdict.orders, start, program)
}

/// Adds the orders that deviate from this one once more. Returns their deviations if there was no room for all.
fn branch(
    order: &Order,
    from: usize,
    deviations: usize,
    room: usize,
    branches: &mut VecDeque<Branch>,
) -> Option<usize> {
    let taken: Rc<[usize]> = order.script().into();
    let before = branches.len();
    for (at, choice) in order.choices.iter().enumerate().skip(from) {
        for option in 1..choice.options.len() {
            if branches.len() - before >= room {
                return Some(deviations);
            }
            branches.push_back(Branch {
                taken: taken.clone(),
                at,
                option,
                deviations,
            });
        }
    }
    None
}

/// Runs random orders until one fails, and makes that one simpler.
fn random(
    settings: Settings,
    length: usize,
    verdict: &mut Verdict,
    program: &impl Fn(&Chooser) -> Result<(), String>,
) {
    for number in 0..settings.random {
        let seed = settings.seed.wrapping_add(number as u64);
        let start = Run::random(Pct::new(seed, settings.depth, length * 2));
        verdict.random += 1;
        let order = run(verdict.orders + verdict.random, start, program);
        if order.end.is_err() {
            let found = order.number;
            let order = simplify(order, program);
            verdict.failure = Some(Failure { order, found });
            return;
        }
    }
}

/// Takes back deviations without which the order still fails, as long as that helps.
fn simplify(mut order: Order, program: &impl Fn(&Chooser) -> Result<(), String>) -> Order {
    while let Some(simpler) = simpler(&order, program) {
        order = simpler;
    }
    order
}

/// Returns an order that fails with fewer deviations: one of them is taken back, left out, or the last one.
fn simpler(order: &Order, program: &impl Fn(&Chooser) -> Result<(), String>) -> Option<Order> {
    let deviations = |order: &Order| order.script().iter().filter(|taken| **taken > 0).count();
    let script = order.script();
    let of_deviations = (0..script.len()).filter(|at| script[*at] > 0);
    let mut candidates = of_deviations.flat_map(|at| {
        let (before, after) = (&script[..at], &script[at + 1..]);
        [
            before.to_vec(),
            [before, &[0], after].concat(),
            [before, after].concat(),
        ]
    });
    candidates.find_map(|script| {
        let again = run(order.number, Run::of(script), program);
        let fails = again.fits && again.end.is_err();
        (fails && deviations(&again) < deviations(order)).then_some(again)
    })
}
