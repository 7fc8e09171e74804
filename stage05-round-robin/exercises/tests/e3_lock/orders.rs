//! Many orders in which tasks ask, take steps, are dropped, and give the lock back.

use super::*;

/// A task that has asked.
enum Asker {
    Waits(Routine<(), Guard>),
    Holds(#[allow(dead_code)] Guard),
    Gone,
}

/// Numbers that look random, and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % end
    }
}

/// Does this many things with four tasks, and compares each step with what the statement says. Returns what is wrong. (It does not panic, as the tasks are
/// dropped here, and a drop that panics too would abort the process.)
fn one_order(numbers: &mut Numbers, things: u32) -> Result<(), String> {
    let lock = Lock::default();
    let mut askers: Vec<Asker> = Vec::new();
    let mut did: Vec<String> = Vec::new();
    for _ in 0..things {
        if askers.len() < 4 && numbers.below(3) == 0 {
            askers.push(Asker::Waits(Box::new(lock.lock())));
            did.push(format!("{} asks", askers.len()));
            continue;
        }
        if askers.is_empty() {
            continue;
        }
        let at = numbers.below(askers.len());
        let free = !askers.iter().any(|asker| matches!(asker, Asker::Holds(_)));
        let first = askers
            .iter()
            .position(|asker| matches!(asker, Asker::Waits(_)));
        let drops = numbers.below(3) == 0;
        match &mut askers[at] {
            Asker::Waits(_) if drops => {
                did.push(format!("{} is dropped", at + 1));
                askers[at] = Asker::Gone;
            }
            Asker::Waits(task) => {
                let expected = free && first == Some(at);
                let got = step(task);
                did.push(format!("{} takes a step", at + 1));
                if got.is_some() != expected {
                    let wrong = match expected {
                        true => "should get the lock, as it is free for this task",
                        false => {
                            "should not get the lock, as another task holds it or asked before"
                        }
                    };
                    return Err(format!("the last step here {wrong}: {}", did.join(", ")));
                }
                if let Some(guard) = got {
                    askers[at] = Asker::Holds(guard);
                }
            }
            Asker::Holds(_) => {
                did.push(format!("{} gives it back", at + 1));
                askers[at] = Asker::Gone;
            }
            Asker::Gone => {}
        }
    }
    Ok(())
}

#[test]
fn in_many_orders_of_asking_and_giving_up() {
    check(|_| {
        let mut numbers = Numbers(1);
        // Short orders first, so that the one that fails is easy to follow.
        for things in 2..=10 {
            for _ in 0..1000 {
                if let Err(wrong) = one_order(&mut numbers, things) {
                    panic!("{wrong}");
                }
            }
        }
    });
}
