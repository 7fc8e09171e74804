//! Many orders in which tasks ask, take steps, are dropped, and give permits back.

use super::*;

/// A task, from its making to its end.
enum Asker {
    /// True if it has taken a step.
    Waits(Routine<(), Permit>, bool),
    Holds(#[allow(dead_code)] Permit),
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

/// One order, and what the statement says of it.
struct Order {
    semaphore: Semaphore,
    askers: Vec<Asker>,
    /// The tasks that have asked and wait, in order.
    line: Vec<usize>,
    free: usize,
    did: Vec<String>,
}

impl Order {
    /// Does one thing. Returns what is wrong. (It does not panic: a drop of a task that panics too would abort the process.)
    fn acts(&mut self, numbers: &mut Numbers) -> Result<(), String> {
        let number = self.askers.len();
        if number < 6 && numbers.below(3) == 0 {
            let task = Box::new(self.semaphore.acquire());
            self.askers.push(Asker::Waits(task, false));
            self.did.push(format!("task {} is made", number + 1));
            return Ok(());
        }
        if numbers.below(12) == 0 {
            self.semaphore.add_permits(1);
            self.free += 1;
            self.did.push("a permit is added".into());
            return Ok(());
        }
        if self.askers.is_empty() {
            return Ok(());
        }
        let at = numbers.below(number);
        let drops = numbers.below(3) == 0;
        match &mut self.askers[at] {
            Asker::Waits(..) if drops => {
                self.did.push(format!("{} is dropped", at + 1));
                self.askers[at] = Asker::Gone;
                self.line.retain(|other| *other != at);
            }
            Asker::Waits(..) => return self.steps(at),
            Asker::Holds(_) => {
                self.did.push(format!("{} gives its permit back", at + 1));
                self.askers[at] = Asker::Gone;
                self.free += 1;
            }
            Asker::Gone => {}
        }
        Ok(())
    }

    fn steps(&mut self, at: usize) -> Result<(), String> {
        let Asker::Waits(task, asked) = &mut self.askers[at] else {
            return Ok(());
        };
        if !std::mem::replace(asked, true) {
            self.line.push(at);
        }
        let place = self.line.iter().position(|other| *other == at);
        let place = place.expect("it has asked");
        self.did.push(format!("{} takes a step", at + 1));
        let got = step(task);
        let wrong = match got {
            Some(_) if place >= self.free => {
                "should get no permit, as too few are free for the line"
            }
            None if place == 0 && self.free > 0 => {
                "should get a permit, as one is free and the task is first in the line"
            }
            _ => "",
        };
        if !wrong.is_empty() {
            return Err(format!(
                "the last step here {wrong}: {}",
                self.did.join(", ")
            ));
        }
        if let Some(permit) = got {
            self.line.remove(place);
            self.free -= 1;
            self.askers[at] = Asker::Holds(permit);
        }
        Ok(())
    }
}

#[test]
fn in_many_orders_of_asking_and_giving_up() {
    check(0, |_| {
        let mut numbers = Numbers(1);
        // Short orders first, so that the one that fails is easy to follow.
        let orders = (2..=16).flat_map(|things| (0..1000).map(move |round| (things, round % 3)));
        for (things, permits) in orders {
            let mut order = Order {
                semaphore: Semaphore::new(permits),
                askers: Vec::new(),
                line: Vec::new(),
                free: permits,
                did: vec![format!("permits at first: {permits}")],
            };
            for _ in 0..things {
                if let Err(wrong) = order.acts(&mut numbers) {
                    drop(order);
                    panic!("{wrong}");
                }
            }
        }
    });
}
