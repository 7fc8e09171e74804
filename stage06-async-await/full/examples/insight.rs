//! The insight of the stage: a task that waits leaves a waker, and is polled when that waker was called. So a wait
//! may be anyone's invention, and costs nothing while it lasts.

use stage01::println;
use stage05::bill;
use stage06_full::{Runtime, metrics, sleep, spawn, yield_now};
use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
    time::Duration,
};

// ANCHOR: Waiter
/// The latch of the earlier stages. A task that waits leaves a waker, and the last `set` calls them all.
#[derive(Clone)]
struct Waiter(Rc<(Cell<u32>, RefCell<Vec<Waker>>)>);

impl Waiter {
    fn set(&self) {
        let (left, waiting) = &*self.0;
        left.set(left.get().saturating_sub(1));
        if left.get() == 0 {
            waiting.take().into_iter().for_each(Waker::wake);
        }
    }

    async fn released(self) {
        poll_fn(|context| {
            let (left, waiting) = &*self.0;
            if left.get() == 0 {
                return Poll::Ready(());
            }
            waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}
// ANCHOR_END: Waiter

/// Sets the latch in its third turn.
async fn setter(name: &'static str, waiter: Waiter) {
    for turn in 1..=2 {
        println!("  {name}: turn {turn}");
        yield_now().await;
    }
    println!("  {name}: set");
    waiter.set();
}

fn main() -> stage01::Result {
    println!("open: a latch that the runtime has never heard of:");
    let runtime = Runtime::new();
    runtime.block_on(async {
        let waiter = Waiter(Rc::new((Cell::new(2), RefCell::default())));
        for name in ["ada", "bea"] {
            spawn(setter(name, waiter.clone()));
        }
        waiter.released().await;
        println!("  released, after {} polls", metrics().polls);
    });

    println!("efficient: a sleep of one second");
    let second = Duration::from_secs(1);
    println!("  stage 5, by looking: {}", bill::by_looking(second)?);
    let runtime = Runtime::new();
    runtime.block_on(sleep(second));
    let bill = runtime.metrics();
    println!(
        "  here, by wakers:     polls {}, sleeps ≈ {}",
        bill.polls, bill.parks
    );

    println!("two hundred turns of one task beside tasks that wait:");
    for idle in [10, 100, 1000] {
        let runtime = Runtime::new();
        for _ in 0..idle {
            runtime.spawn(sleep(Duration::MAX));
        }
        runtime.block_on(yield_now()); // each of them sets its timer
        let before = runtime.metrics().polls;
        runtime.block_on(async {
            for _ in 0..200 {
                yield_now().await;
            }
        });
        println!(
            "  {idle:>4} idle: {} polls",
            runtime.metrics().polls - before
        );
    }
    Ok(())
}
