//! What tokio has in `sync` needs only a waker. So its promises can be tried in every order, without its runtime.

use explorer::{Check, check};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, mpsc, watch};

#[test]
fn a_semaphore_loses_no_permit_with_a_task_that_is_cancelled() {
    let verdict = Check::new().spurious(1).check(|world| {
        let semaphore = Rc::new(Semaphore::new(1));
        for name in ["first", "second", "third"] {
            let (semaphore, of_task) = (semaphore.clone(), world.clone());
            let task = world.spawn(name, async move {
                let _permit = semaphore.acquire().await;
                of_task.yield_now().await;
            });
            task.may_cancel();
        }
        world.at_end(move || assert_eq!(semaphore.available_permits(), 1));
    });
    assert_eq!(verdict.to_string(), "all 3,654 orders");
}

#[test]
fn a_permit_of_notify_is_passed_on_by_a_task_that_is_cancelled() {
    let verdict = check(|world| {
        let notify = Rc::new(Notify::new());
        let woken = Rc::new(Cell::new(0));
        for name in ["first", "second"] {
            let (notify, woken) = (notify.clone(), woken.clone());
            let task = world.spawn(name, async move {
                notify.notified().await;
                woken.set(woken.get() + 1);
            });
            let task = task.background();
            if name == "first" {
                task.may_cancel();
            }
        }
        world.spawn("sender", async move { notify.notify_one() });
        world.at_end(move || assert_eq!(woken.get(), 1, "one permit is for one task"));
    });
    assert_eq!(verdict.to_string(), "all 24 orders");
}

#[test]
fn a_receiver_that_a_deadline_interrupts_loses_no_message() {
    let verdict = check(|world| {
        let (sender, mut receiver) = mpsc::channel(1);
        world.spawn("sender", async move {
            for message in 1..=2 {
                sender.send(message).await.expect("the receiver is there");
            }
        });
        let clock = world.clone();
        world.spawn("receiver", async move {
            let first = clock
                .timeout(Duration::from_millis(1), receiver.recv())
                .await;
            let mut received: Vec<_> = first.flatten().into_iter().collect();
            while let Some(message) = receiver.recv().await {
                received.push(message);
            }
            assert_eq!(received, [1, 2]);
        });
    });
    assert_eq!(verdict.to_string(), "all 5 orders");
}

#[test]
fn a_watcher_sees_the_last_value() {
    let verdict = check(|world| {
        let (sender, mut receiver) = watch::channel(0);
        let seen = Rc::new(Cell::new(0));
        let last = seen.clone();
        world.spawn("watcher", async move {
            while receiver.changed().await.is_ok() {
                seen.set(*receiver.borrow_and_update());
            }
        });
        let of_task = world.clone();
        world.spawn("writer", async move {
            for value in 1..=3 {
                sender.send_replace(value);
                of_task.yield_now().await;
            }
        });
        world.at_end(move || assert_eq!(last.get(), 3));
    });
    assert_eq!(verdict.to_string(), "all 16 orders");
}
