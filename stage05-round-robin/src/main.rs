//! The insight: each task looks for itself, so any code can define a wait. The wall: the bill.

use stage01::{Result, co, println};
use stage05::{Loop, Task, bill, gather, until, yield_now};
use std::{cell::Cell, rc::Rc, time::Duration};

// ANCHOR: Latch
/// The latch that stage 4 had no request for, written outside of the loop.
#[derive(Clone)]
struct Latch(Rc<Cell<u32>>);

impl Latch {
    fn count_down(&self) {
        self.0.set(self.0.get().saturating_sub(1));
    }

    fn opened(&self) -> impl Task + use<> {
        let left = self.0.clone();
        until(move || (left.get() == 0).then_some(()))
    }
}
// ANCHOR_END: Latch

/// Counts the latch down in its third step.
fn worker(name: &'static str, latch: Latch) -> impl Task {
    co(async move |y| {
        for step in 1..=2 {
            println!("  {name}: step {step}");
            y.yield_from(yield_now()).await?;
        }
        println!("  {name}: done");
        latch.count_down();
        Ok(())
    })
}

fn main() -> Result {
    println!("a latch that the loop has never heard of, and two workers:");
    let event_loop = Loop::new();
    let latch = Latch(Rc::new(Cell::new(2)));
    let workers = ["ada", "bea"].map(|name| worker(name, latch.clone()));
    event_loop.add_task(gather(workers.into()));
    event_loop.run_task(latch.opened())?;
    println!("  open, after {} steps", event_loop.steps());

    println!("the bill: a sleep of one second");
    let time = Duration::from_secs(1);
    println!("  this loop:         {}", bill::by_looking(time)?);
    println!("  stage 4, it parks: {}", bill::by_parking(time)?);
    println!("the next step of a busy task, beside idle tasks, as a multiple of alone:");
    let alone = (bill::step_beside(0)?, bill::step_beside_parked(0)?);
    for idle in [10, 100, 1000] {
        let here = bill::step_beside(idle)?.div_duration_f64(alone.0);
        let parked = bill::step_beside_parked(idle)?.div_duration_f64(alone.1);
        println!("  {idle:>4} idle:  this loop ≈ {here:.1},  stage 4 ≈ {parked:.1}");
    }
    Ok(())
}
