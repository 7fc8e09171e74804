//! Tasks that ask, give up, and give the lock back, in many orders. Each step is compared with what the statement says.

use super::*;
use explorer::{Check, World};
use std::cell::RefCell;

/// The tasks that hold the lock or wait for it, in the order in which they asked: what the statement says.
type Line = Rc<RefCell<Vec<&'static str>>>;

/// A task that has asked. It may be dropped at any time.
struct Asker(&'static str, Line);

impl Drop for Asker {
    fn drop(&mut self) {
        self.1.borrow_mut().retain(|other| *other != self.0);
    }
}

/// Asks for the lock, holds it for a turn, and gives it back.
async fn asks(world: World, lock: Lock, name: &'static str, line: Line) {
    line.borrow_mut().push(name);
    let mut waiting = lock.lock();
    world.note(format!("{name} asks."));
    let _asker = Asker(name, line.clone());
    let guard = loop {
        world.yield_now().await;
        let got = step(&mut waiting);
        let what = if got.is_some() {
            "gets"
        } else {
            "does not get"
        };
        world.note(format!("{name} takes a step, and {what} the lock."));
        let expected = line.borrow()[0] == name;
        if got.is_some() != expected {
            panic!(
                "the last step here should {}",
                match expected {
                    true => "get the lock, as it is free for this task",
                    false => "not get the lock, as another task holds it or asked before",
                }
            );
        }
        if let Some(guard) = got {
            break guard;
        }
    };
    world.yield_now().await;
    drop(guard);
}

#[test]
fn in_many_orders_of_asking_and_giving_up() {
    within(Duration::from_secs(60), "the lock in many orders", || {
        Check::new().limit(3_000).random(1_000, 3).check(|world| {
            let (lock, line) = (Lock::default(), Line::default());
            for name in ["task 1", "task 2", "task 3", "task 4"] {
                let asks = asks(world.clone(), lock.clone(), name, line.clone());
                world.spawn(name, asks).may_cancel();
            }
        });
    });
}
