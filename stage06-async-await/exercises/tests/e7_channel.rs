//! The provided tests of s6e7. They use `channel`, `send`, `recv`, `SendError`, and clones and drops of the ends.

#[path = "by_hand.rs"]
mod by_hand;
#[path = "e7_channel/orders.rs"]
mod orders;
#[path = "e7_channel/wakers.rs"]
mod wakers;

use super::{Receiver, SendError, Sender};
use by_hand::{Calm, by_hand, waiting};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;
use testkit::within;

fn check(awaited: &str, test: impl FnOnce() + Send + 'static) {
    within(Duration::from_secs(3), awaited, test);
}

fn channel<T>(capacity: usize) -> (Calm<Sender<T>>, Calm<Receiver<T>>) {
    let (sender, receiver) = super::channel(capacity);
    (Calm::new(sender), Calm::new(receiver))
}

/// Sends a message for which there is room.
#[track_caller]
fn send<T: PartialEq + std::fmt::Debug>(sender: &Sender<T>, message: T) {
    let poll = by_hand(sender.send(message)).poll();
    assert_eq!(poll, Poll::Ready(Ok(())), "a send, while there is room");
}

/// What one poll of a new `recv` gives.
fn recv<T>(receiver: &mut Receiver<T>) -> Poll<Option<T>> {
    by_hand(receiver.recv()).poll()
}

#[test]
fn what_was_sent_is_received_in_order_and_then_comes_the_end() {
    check("the end of a channel", || {
        let (first, mut receiver) = channel(3);
        let second = first.clone();
        send(&first, 1);
        drop(first);
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(1)));
        assert!(
            recv(&mut receiver).is_pending(),
            "one of two senders is gone, and the other may still send"
        );
        (2..=4).for_each(|n| send(&second, n));
        drop(second);
        let received: Vec<_> = (0..5).map(|_| recv(&mut receiver)).collect();
        let sent = [Some(2), Some(3), Some(4), None, None].map(Poll::Ready);
        assert_eq!(received, sent, "three messages, and then the end for good");
    });
}

#[test]
fn a_receiver_that_waits_is_woken_by_a_message_and_by_the_end() {
    check("a receiver that waits", || {
        let (sender, mut receiver) = channel(1);
        {
            let mut message = waiting(receiver.recv(), "recv on an empty channel");
            send(&sender, 1);
            assert!(message.wakes() > 0, "a message has not woken the receiver");
            assert_eq!(message.poll(), Poll::Ready(Some(1)));
        }
        let mut end = waiting(receiver.recv(), "recv on an empty channel");
        drop(sender);
        assert!(
            end.wakes() > 0,
            "the end of the last sender has not woken the receiver: it would wait forever"
        );
        assert_eq!(end.poll(), Poll::Ready(None), "all senders are gone");
    });
}

#[test]
fn a_recv_that_moves_to_another_task_is_woken_there() {
    check("a recv in another task", || {
        let (sender, mut receiver) = channel(1);
        let mut message = waiting(receiver.recv(), "recv on an empty channel");
        let _old = message.moves();
        assert!(message.poll().is_pending());
        send(&sender, 1);
        assert!(
            message.wakes() > 0,
            "a message has not woken the latest waker: a stale one was kept"
        );
    });
}

#[test]
fn a_send_waits_while_there_is_no_room() {
    check("a send on a full channel", || {
        let (sender, mut receiver) = channel(2);
        send(&sender, 1);
        send(&sender, 2);
        let mut third = waiting(sender.send(3), "send on a full channel");
        assert_eq!(third.wakes(), 0, "wakes while there is no room");
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(1)));
        assert_eq!(third.wakes(), 1, "wakes when there is room");
        let mut fourth = by_hand(sender.send(4)); // may be quicker than the one that was woken
        let sent = [fourth.poll(), third.poll()].map(|poll| usize::from(poll.is_ready()));
        assert_eq!(
            sent.iter().sum::<usize>(),
            1,
            "messages that were sent when there was room for one: a wake is no promise that the room is still there"
        );
    });
}

#[test]
fn a_message_that_is_taken_wakes_the_sender_that_waits_longest() {
    check("three sends that wait", || {
        let (sender, mut receiver) = channel(1);
        send(&sender, 0);
        let mut line: Vec<_> = (1..=3)
            .map(|n| waiting(sender.send(n), "send on a full channel"))
            .collect();
        for n in 0..3 {
            assert_eq!(recv(&mut receiver), Poll::Ready(Some(n)), "as they came");
            let wakes: Vec<_> = line.iter().map(|send| send.wakes()).collect();
            let mut expected = vec![0; 3];
            expected[n] = 1;
            assert_eq!(
                wakes, expected,
                "wakes of three sends that wait, after message {n} was taken: there is room for one"
            );
            assert_eq!(line[n].poll(), Poll::Ready(Ok(())));
        }
    });
}

#[test]
fn a_send_that_is_polled_for_another_reason_keeps_its_place() {
    check("the second of two sends", || {
        let (sender, mut receiver) = channel(1);
        send(&sender, 0);
        let mut first = waiting(sender.send(1), "send on a full channel");
        assert!(first.poll().is_pending()); // a poll without a wake is allowed
        let second = waiting(sender.send(2), "send on a full channel");
        assert!(first.poll().is_pending());
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(0)));
        assert_eq!(
            (first.wakes(), second.wakes()),
            (1, 0),
            "wakes of the first, and of the second: the first was polled three times, and came first all the same"
        );
        assert_eq!(first.poll(), Poll::Ready(Ok(())));
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(1)));
        assert_eq!(
            second.wakes(),
            1,
            "wakes of the second, when the first has sent: does the first still stand in the line?"
        );
    });
}

#[test]
fn when_the_receiver_goes_every_send_gets_its_message_back() {
    check("the sends of a channel without a receiver", || {
        let (sender, receiver) = channel(1);
        send(&sender, 0);
        let mut line = [1, 2].map(|n| waiting(sender.send(n), "send on a full channel"));
        drop(receiver);
        assert_eq!(
            line.each_ref().map(|send| send.wakes()),
            [1, 1],
            "wakes of two sends that wait, when the receiver goes: they would wait forever"
        );
        let back = line.each_mut().map(|send| send.poll());
        assert_eq!(back, [1, 2].map(|n| Poll::Ready(Err(SendError(n)))));
        assert_eq!(
            by_hand(sender.send(3)).poll(),
            Poll::Ready(Err(SendError(3))),
            "a send without a receiver"
        );
    });
}

/// A message that sends a last one when it is dropped.
struct Parting(Rc<Calm<Sender<Option<Parting>>>>, Rc<Cell<u32>>);

impl Drop for Parting {
    fn drop(&mut self) {
        let _refused = by_hand(self.0.send(None)).poll();
        self.1.set(self.1.get() + 1);
    }
}

#[test]
fn messages_that_were_not_received_are_dropped_with_the_receiver_and_may_send() {
    check("the end of a message", || {
        let (sender, receiver) = channel(2);
        let (sender, dropped) = (Rc::new(sender), Rc::new(Cell::new(0)));
        let message = Some(Parting(sender.clone(), dropped.clone()));
        assert!(by_hand(sender.send(message)).poll().is_ready());
        if catch_unwind(AssertUnwindSafe(|| drop(receiver))).is_err() {
            panic!("a message cannot send while it is dropped: what is borrowed then?");
        }
        assert_eq!(
            dropped.get(),
            1,
            "messages that were dropped with the receiver"
        );
    });
}
