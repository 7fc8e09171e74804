//! The channel in every order: which task goes on, which is cancelled, which deadline passes. In each order a poll may come that
//! nothing asked for, and each poll has a new waker.

use super::super::{Receiver, Sender, channel};
use explorer::{Check, World};
use std::cell::Cell;
use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;
use testkit::within;

fn in_every_order(test: impl Fn(&World) + Send + 'static) {
    within(Duration::from_secs(60), "all orders", move || {
        Check::new().spurious(1).fresh_wakers().check(test)
    });
}

type Count = Rc<Cell<usize>>;

async fn send<T>(world: &World, sender: &Sender<T>, message: T) -> bool {
    world.mark(sender.send(message)).await.is_ok()
}

async fn recv<T: Debug>(world: &World, receiver: &mut Receiver<T>) -> Option<T> {
    let message = world.mark(receiver.recv()).await;
    world.note(format!("The receiver gets {message:?}."));
    message
}

/// Sends messages until one is refused, and counts those that are accepted.
async fn send_all(world: World, sender: Sender<u32>, messages: Vec<u32>, accepted: Count) {
    for message in messages {
        if !send(&world, &sender, message).await {
            return;
        }
        accepted.set(accepted.get() + 1);
    }
}

/// Receives all that is sent, and asserts that it was accepted and comes in order.
async fn receive_all(
    world: World,
    mut receiver: Receiver<u32>,
    first: Option<u32>,
    accepted: Count,
) {
    let mut received = Vec::from_iter(first);
    while let Some(message) = recv(&world, &mut receiver).await {
        received.push(message);
    }
    let accepted = accepted.get();
    assert_eq!(
        received.len(),
        accepted,
        "{accepted} messages were accepted, and these were received: {received:?}"
    );
    for tens in [1, 2] {
        let of_one = received.iter().filter(|message| **message / 10 == tens);
        assert!(of_one.is_sorted(), "out of order: {received:?}");
    }
}

#[test]
fn what_is_accepted_is_received_though_senders_give_up() {
    in_every_order(|world| {
        let (sender, receiver) = channel(1);
        let accepted = Count::default();
        for (name, messages) in [("first", vec![10, 11]), ("second", vec![20, 21])] {
            let sends = send_all(world.clone(), sender.clone(), messages, accepted.clone());
            world.spawn(name, sends).may_cancel();
        }
        drop(sender);
        world.spawn(
            "receiver",
            receive_all(world.clone(), receiver, None, accepted),
        );
    });
}

/// Waits for a future and gives up after a while. The clock is looked at first, so a future that was woken may be dropped.
async fn limited<F: Future>(world: &World, future: F) -> Option<F::Output> {
    let (mut limit, mut future) = (pin!(world.sleep(Duration::from_millis(1))), pin!(future));
    poll_fn(|context| match limit.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(None),
        Poll::Pending => future.as_mut().poll(context).map(Some),
    })
    .await
}

#[test]
fn what_is_accepted_is_received_though_a_recv_gives_up() {
    in_every_order(|world| {
        let (sender, mut receiver) = channel(1);
        let accepted = Count::default();
        let sends = send_all(world.clone(), sender, vec![10, 11], accepted.clone());
        world.spawn("sender", sends);
        let of_task = world.clone();
        world.spawn("receiver", async move {
            let first = limited(&of_task, recv(&of_task, &mut receiver)).await;
            receive_all(of_task, receiver, first.flatten(), accepted).await;
        });
    });
}

/// A channel with room for two, four sends of which one may give up, and a receiver that takes some messages and no more.
fn no_send_waits_while_there_is_room(world: &World, taken: usize) {
    let (sender, mut receiver) = channel(2);
    let accepted = Count::default();
    let senders = [("a", 10), ("b", 20), ("c", 30), ("d", 40)].map(|(name, message)| {
        let sends = send_all(
            world.clone(),
            sender.clone(),
            vec![message],
            accepted.clone(),
        );
        world.spawn(name, sends).background()
    });
    drop(senders[2].clone().may_cancel());
    let (of_task, stays) = (world.clone(), Rc::new(Cell::new(None)));
    let left = stays.clone();
    world.spawn("receiver", async move {
        for _ in 0..taken {
            recv(&of_task, &mut receiver).await;
        }
        left.set(Some(receiver));
    });
    world.at_end(move || {
        let waits = senders.iter().any(|sender| !sender.is_finished());
        let is_room = accepted.get() < taken + 2;
        let why = "there is room, and a send waits that was not woken";
        assert!(!is_room || !waits, "{why}");
        drop(stays);
    });
}

#[test]
fn while_there_is_room_no_send_waits() {
    in_every_order(|world| no_send_waits_while_there_is_room(world, 1));
    in_every_order(|world| no_send_waits_while_there_is_room(world, 2));
}

#[test]
fn when_the_receiver_goes_no_send_waits_and_no_message_is_kept() {
    in_every_order(|world| {
        let (sender, mut receiver) = channel(1);
        let of_task = world.clone();
        let receives = async move { while recv(&of_task, &mut receiver).await.is_some() {} };
        world.spawn("receiver", receives).may_cancel();
        let message = Rc::new(());
        for name in ["first", "second"] {
            let (sender, message, of_task) = (sender.clone(), message.clone(), world.clone());
            world.spawn(name, async move {
                let was_open = send(&of_task, &sender, message.clone()).await;
                let is_open = send(&of_task, &sender, message).await;
                let why = "a send was refused, and the next one was accepted";
                assert!(was_open || !is_open, "{why}");
            });
        }
        world.at_end(move || {
            assert_eq!(
                Rc::strong_count(&message),
                1,
                "owners of a message, when all is over"
            )
        });
    });
}
