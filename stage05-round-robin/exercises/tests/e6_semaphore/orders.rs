//! Tasks that ask, give up, and give permits back, in many orders. Each step is compared with what the statement says.

use super::*;
use explorer::{Check, World};
use std::cell::Cell;

/// What the statement says.
#[derive(Default)]
struct Model {
    /// The tasks that have asked and wait, in order.
    line: RefCell<Vec<&'static str>>,
    free: Cell<usize>,
}

impl Model {
    /// Says what is wrong with a step.
    fn judge(&self, name: &str, got: bool) -> Option<&'static str> {
        let place = self.line.borrow().iter().position(|other| *other == name);
        match place.expect("it has asked") {
            place if got && place >= self.free.get() => {
                Some("should get no permit, as too few are free for the line")
            }
            0 if !got && self.free.get() > 0 => {
                Some("should get a permit, as one is free and the task is first in the line")
            }
            _ => None,
        }
    }
}

/// A task that waits, and then one that holds a permit. It may be dropped at any time.
struct Asker {
    name: &'static str,
    model: Rc<Model>,
    holds: bool,
}

impl Drop for Asker {
    fn drop(&mut self) {
        self.model
            .free
            .update(|free| free + usize::from(self.holds));
        self.model
            .line
            .borrow_mut()
            .retain(|other| *other != self.name);
    }
}

/// Asks for a permit, holds it for a turn, and gives it back.
async fn asks(world: World, mut waiting: impl Task<Permit>, name: &'static str, model: Rc<Model>) {
    model.line.borrow_mut().push(name);
    let mut asker = Asker {
        name,
        model: model.clone(),
        holds: false,
    };
    let permit = loop {
        let got = step(&mut waiting);
        let what = if got.is_some() { "a" } else { "no" };
        world.note(format!("{name} takes a step, and gets {what} permit."));
        if let Some(wrong) = model.judge(name, got.is_some()) {
            panic!("the last step here {wrong}");
        }
        match got {
            Some(permit) => break permit,
            None => world.yield_now().await,
        }
    };
    model.line.borrow_mut().retain(|other| *other != name);
    model.free.update(|free| free - 1);
    asker.holds = true;
    world.yield_now().await;
    drop(permit);
}

#[test]
fn in_many_orders_of_asking_and_giving_up() {
    within(Duration::from_secs(60), "permits in many orders", || {
        for permits in 0..3 {
            Check::new().limit(1_500).random(500, 3).check(|world| {
                let (semaphore, model) = (Semaphore::new(permits), Rc::new(Model::default()));
                model.free.set(permits);
                for name in ["task 1", "task 2", "task 3", "task 4"] {
                    let waiting = semaphore.acquire();
                    let asks = asks(world.clone(), waiting, name, model.clone());
                    world.spawn(name, asks).may_cancel();
                }
                let of_task = world.clone();
                world.spawn("host", async move {
                    semaphore.add_permits(1);
                    model.free.update(|free| free + 1);
                    of_task.note("A permit is added.");
                });
            });
        }
    });
}
