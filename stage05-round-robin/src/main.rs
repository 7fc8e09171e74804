//! The insight: everyone looks for themselves, so anyone may invent a wait. The wall: the bill.

use stage01::{Result, co, println};
use stage05::{Loop, Task, bill, gather, interrupt, until};
use std::{cell::Cell, rc::Rc, time::Duration};

// ANCHOR: Waiter
/// The latch that stage 4 had no request for, now written by a user: the loop need not know.
#[derive(Clone)]
struct Waiter(Rc<Cell<u32>>);

impl Waiter {
    fn set(&self) {
        self.0.set(self.0.get().saturating_sub(1));
    }

    fn released(&self) -> impl Task + use<> {
        let left = self.0.clone();
        until(move || (left.get() == 0).then_some(()))
    }
}
// ANCHOR_END: Waiter

/// Sets the latch in its third turn.
fn setter(name: &'static str, waiter: Waiter) -> impl Task {
    co(async move |y| {
        for turn in 1..=2 {
            println!("  {name}: turn {turn}");
            y.yield_from(interrupt()).await?;
        }
        println!("  {name}: set");
        waiter.set();
        Ok(())
    })
}

fn main() -> Result {
    println!(
        "open and fair: a latch that the loop has never heard of, and everyone takes one step:"
    );
    let event_loop = Loop::new();
    let waiter = Waiter(Rc::new(Cell::new(2)));
    let setters = ["ada", "bea"].map(|name| setter(name, waiter.clone()));
    event_loop.add_task(gather(setters.into()));
    event_loop.run_task(waiter.released())?;
    println!("  released, after {} steps", event_loop.steps());

    println!("the bill: a sleep of one second");
    let time = Duration::from_secs(1);
    println!("  this carousel:     {}", bill::by_looking(time)?);
    println!("  stage 4, it parks: {}", bill::by_parking(time)?);
    println!("one step beside idle tasks, as a multiple of one alone:");
    let alone = (bill::step_beside(0)?, bill::step_beside_parked(0)?);
    for idle in [10, 100, 1000] {
        let here = bill::step_beside(idle)?.div_duration_f64(alone.0);
        let parked = bill::step_beside_parked(idle)?.div_duration_f64(alone.1);
        println!("  {idle:>4} idle:  this carousel ≈ {here:.1},  stage 4 ≈ {parked:.1}");
    }
    Ok(())
}
