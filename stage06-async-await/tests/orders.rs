//! The channel, `select` and the join handle under every order of tasks, cancels, deadlines and spurious polls.

use explorer::{Check, World};
use stage06::channel::{Sender, channel};
use stage06::join::{JoinError, joinable};
use stage06::select::{Either, Select};
use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

/// Sends two messages, and counts those that `send` has accepted.
async fn send_two(sender: Sender<u32>, first: u32, accepted: Rc<Cell<usize>>) {
    for message in [first, first + 1] {
        if sender.send(message).await.is_ok() {
            accepted.set(accepted.get() + 1);
        }
    }
}

/// Two senders, either of which may be cancelled, and a receiver of all that they send, through a channel with room for one.
fn all_that_is_accepted_is_received(world: &World) {
    let (sender, mut receiver) = channel(1);
    let accepted = Rc::new(Cell::new(0));
    for (name, first) in [("ten", 10), ("twenty", 20)] {
        let send = send_two(sender.clone(), first, accepted.clone());
        drop(world.spawn(name, send).may_cancel());
    }
    drop(sender);
    world.spawn("receiver", async move {
        let mut received = vec![];
        while let Some(message) = receiver.recv().await {
            received.push(message);
        }
        assert_eq!(
            received.len(),
            accepted.get(),
            "accepted, but received: {received:?}"
        );
        for first in [10, 20] {
            let of_one = received
                .iter()
                .filter(|message| **message / 10 * 10 == first);
            assert!(of_one.is_sorted(), "out of order: {received:?}");
        }
    });
}

#[test]
fn a_channel_loses_nothing_and_no_wake_in_any_order() {
    let verdict = explorer::check(all_that_is_accepted_is_received);
    assert_eq!(verdict.to_string(), "all 368 orders");
}

#[test]
fn a_channel_with_room_for_two_wakes_a_second_sender_after_the_first() {
    let verdict = explorer::check(|world| {
        let (sender, mut receiver) = channel(2);
        for name in ["one", "two", "three", "four"] {
            let sender = sender.clone();
            let sends = async move { drop(sender.send(name).await) };
            world.spawn(name, sends);
        }
        drop(sender);
        world.spawn("receiver", async move {
            let mut received = 0;
            while receiver.recv().await.is_some() {
                received += 1;
            }
            assert_eq!(received, 4);
        });
    });
    assert_eq!(verdict.to_string(), "all 672 orders");
}

#[test]
fn a_channel_stands_spurious_polls_and_other_wakers() {
    let check = Check::new().spurious(1).fresh_wakers();
    let verdict = check.check(all_that_is_accepted_is_received);
    assert_eq!(verdict.to_string(), "all 2,494 orders");
}

#[test]
fn a_receiver_that_is_cancelled_wakes_all_senders() {
    let verdict = explorer::check(|world| {
        let (sender, mut receiver) = channel(1);
        let receives = async move { while receiver.recv().await.is_some() {} };
        drop(world.spawn("receiver", receives).may_cancel());
        for name in ["one", "two"] {
            let sender = sender.clone();
            world.spawn(name, async move {
                let (first, second) = (sender.send(1).await, sender.send(2).await);
                assert!(first.is_ok() || second.is_err(), "the receiver came back");
            });
        }
    });
    assert_eq!(verdict.to_string(), "all 220 orders");
}

#[test]
fn select_that_a_deadline_drops_loses_no_message() {
    let verdict = explorer::check(|world| {
        let (left, mut receive_left) = channel(1);
        let (right, mut receive_right) = channel(1);
        for (name, sender) in [("left", left), ("right", right)] {
            world.spawn(name, async move {
                sender.send(name).await.expect("the receiver is there");
            });
        }
        let clock = world.clone();
        world.spawn("receiver", async move {
            let left = async { receive_left.recv().await };
            let right = async { receive_right.recv().await };
            let mut select = Select::new(left, right);
            let mut received = vec![];
            let limit = Duration::from_millis(1);
            let mut next = clock.timeout(limit, select.next()).await.flatten();
            if next.is_none() {
                next = select.next().await;
            }
            while let Some(Either::Left(message) | Either::Right(message)) = next {
                received.extend(message);
                next = select.next().await;
            }
            received.sort_unstable();
            assert_eq!(received, ["left", "right"]);
        });
    });
    assert_eq!(verdict.to_string(), "all 22 orders");
}

#[test]
fn a_handle_has_an_outcome_however_abort_drop_and_end_meet() {
    let check = Check::new().spurious(1);
    let verdict = check.check(|world| {
        let of_worker = world.clone();
        let (harness, handle) = joinable(async move {
            of_worker.yield_now().await;
            7
        });
        world.spawn("worker", harness).may_cancel();
        let handle = Rc::new(RefCell::new(handle));
        let aborts = handle.clone();
        world.spawn("stop", async move { aborts.borrow().abort() });
        world.spawn("boss", async move {
            let outcome = poll_fn(|cx| Pin::new(&mut *handle.borrow_mut()).poll(cx)).await;
            match outcome {
                Ok(value) => assert_eq!(value, 7),
                Err(why) => assert_eq!(why, JoinError::Cancelled),
            }
        });
    });
    assert_eq!(verdict.to_string(), "all 62 orders");
}

#[test]
fn an_abort_wakes_a_task_that_waits_forever() {
    let verdict = explorer::check(|world| {
        let (harness, handle) = joinable(pending::<()>());
        world.spawn("worker", harness);
        world.spawn("boss", async move {
            handle.abort();
            assert_eq!(handle.await, Err(JoinError::Cancelled));
        });
    });
    assert_eq!(verdict.to_string(), "all 2 orders");
}
