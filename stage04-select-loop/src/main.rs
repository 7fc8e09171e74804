//! The insight: tasks ask, the loop answers. The wall: it answers only what it knows.

mod shown;
use shown::Shown;
use stage01::{Result, co, println};
use stage04::*;
use std::{cell::Cell, rc::Rc, time::Duration};

fn main() -> Result {
    println!("tasks ask, the loop answers:");
    let mut event_loop = EventLoop::with(Simulated::new());
    let program = co(async |y| {
        let reader = Shown("reader", readable(&Stream::new("A", 20)));
        let sleeper = Shown("sleeper", sleep(Duration::from_millis(5)));
        let reader = y.yield_from(spawn_named("reader", reader)).await?;
        let sleeper = y.yield_from(spawn_named("sleeper", sleeper)).await?;
        y.yield_from(join(&reader)).await?;
        y.yield_from(join(&sleeper)).await
    });
    event_loop.run_until_complete(Shown("main", program))?;
    println!("  calls of select: {}", event_loop.world().selects());

    println!("a countdown latch is none of the requests:");
    let mut event_loop = EventLoop::with(Simulated::new());
    let wasted = event_loop.run_until_complete(released_by_three_tasks())?;
    println!("  turns for nothing: {wasted}");
    println!("  calls of select: {}", event_loop.world().selects());
    Ok(())
}

// ANCHOR: Waiter
/// The document's countdown latch (003m), released when it has been set often enough. The task that sets it cannot tell the loop, and
/// the task that waits has no request for it. It can only ask for another turn, and look again.
struct Waiter(Cell<u32>);

impl Waiter {
    fn set(&self) {
        self.0.set(self.0.get() - 1);
    }
}

fn released_by_three_tasks() -> impl Asks<u32> {
    co(async |y| {
        let waiter = Rc::new(Waiter(Cell::new(3)));
        for cycles in [20, 60, 100] {
            let setter = waiter.clone();
            let setting = co(async move |y| {
                y.yield_from(readable(&Stream::new("B", cycles))).await?;
                setter.set();
                Ok(())
            });
            y.yield_from(spawn(setting)).await?;
        }
        let mut wasted = 0;
        while waiter.0.get() > 0 {
            y.yield_from(yield_now()).await?; // there is no Request::Latch
            wasted += 1;
        }
        Ok(wasted)
    })
}
// ANCHOR_END: Waiter
