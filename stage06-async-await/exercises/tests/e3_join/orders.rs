//! The end of a task, its abort and its drop, in every order. In each a poll may come that nothing asked for, and each poll has a new
//! waker.

use super::*;
use explorer::{Check, World};

fn in_every_order(test: impl Fn(&World) + Send + 'static) {
    within(Duration::from_secs(60), "all orders", move || {
        Check::new().spurious(1).fresh_wakers().check(test)
    });
}

/// A task that waits once and may be dropped, a task that awaits its outcome, and one that aborts it.
fn boss_and_worker(world: &World, worker: impl Future<Output = u8> + 'static) {
    let held = Rc::new(());
    let (holds, of_boss) = (held.clone(), world.clone());
    let (task, handle) = joinable(async move {
        let _holds = holds;
        worker.await
    });
    let worker = world.spawn("worker", task).may_cancel();
    let handle = Rc::new(RefCell::new(handle));
    let awaits = handle.clone();
    world.spawn("boss", async move {
        let outcome = poll_fn(|context| Pin::new(&mut *awaits.borrow_mut()).poll(context));
        let outcome = of_boss.mark(outcome).await;
        of_boss.note(format!("The outcome is {outcome:?}."));
        assert!(
            matches!(outcome, Ok(7) | Err(JoinError::Cancelled)),
            "the outcome of a task that gives 7, or is stopped, is {outcome:?}"
        );
        assert_eq!(
            Rc::strong_count(&held),
            1,
            "owners of what the future held, when the outcome is there"
        );
    });
    world.spawn("stop", async move {
        handle.borrow().abort();
        drop(worker);
    });
}

#[test]
fn whatever_ends_a_task_its_handle_has_an_outcome() {
    in_every_order(|world| {
        let of_worker = world.clone();
        boss_and_worker(world, async move {
            of_worker.yield_now().await;
            7
        });
    });
}

#[test]
fn a_task_that_waits_for_nothing_ends_when_it_is_aborted() {
    in_every_order(|world| boss_and_worker(world, pending()));
}
