//! The provided tests of s5e5.

use super::*;
use stage01::{
    CoroutineState::{Complete, Yielded},
    co,
};
use stage05::Loop;
use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};
use testkit::within;

#[path = "e5_queue/waits.rs"]
mod waits;

fn check(capacity: usize, test: impl FnOnce(Queue<u32>) + Send + 'static) {
    within(
        Duration::from_secs(3),
        "values on their way through a queue",
        move || test(Queue::new(capacity)),
    );
}

/// One step of a task: returns its value, if it has ended.
fn step<T>(task: &mut impl Task<T>) -> Option<T> {
    let state = catch_unwind(AssertUnwindSafe(|| task.resume(Ok(()))));
    match state {
        Ok(Yielded(())) => None,
        Ok(Complete(Ok(value))) => Some(value),
        Ok(Complete(Err(error))) => {
            panic!("a task should wait for the queue, and it fails: {error}")
        }
        Err(_) => {
            panic!(
                "a task should wait for the queue, and its step panics: the message is above. {BORROWS}"
            )
        }
    }
}

/// What to look for when a step panics because of a borrow.
const BORROWS: &str = "(If it says that a RefCell is already borrowed, a borrow is still held. One taken in the head of `for`, `while let`, `if let` or \
    `match` lives to the end of its block, across a pause too.)";

/// How many values are in the queue.
fn len<T: 'static>(queue: &Queue<T>) -> usize {
    let len = catch_unwind(AssertUnwindSafe(|| queue.len()));
    len.unwrap_or_else(|_| {
        panic!("`len` panics after a step of a task: the message is above. {BORROWS}")
    })
}

/// The first step of a sender that finds room.
fn send<T: 'static>(queue: &Queue<T>, value: T) {
    let sent = step(&mut queue.send(value));
    assert_eq!(
        sent,
        Some(()),
        "there is room, so the sender's first step should end its task (None: it paused)"
    );
}

/// The first step of a receiver that finds a value.
fn recv(queue: &Queue<u32>) -> u32 {
    let received = step(&mut queue.recv());
    received
        .expect("there is a value, so the receiver's first step should end its task, and it paused")
}

#[test]
fn the_oldest_comes_out_first() {
    for capacity in 1..=6 {
        check(capacity, move |queue| {
            let values: Vec<_> = (1..).take(capacity).collect();
            for value in &values {
                send(&queue, *value);
            }
            let out: Vec<_> = values.iter().map(|_| recv(&queue)).collect();
            assert_eq!(out, values, "first in, first out");
        });
    }
}

#[test]
fn nothing_is_sent_before_the_first_step() {
    check(3, |queue| {
        let mut sending = queue.send(1);
        assert_eq!(
            len(&queue),
            0,
            "values in the queue, before the first step of the sender"
        );
        step(&mut sending);
        assert_eq!(
            len(&queue),
            1,
            "values in the queue, after the first step of the sender"
        );
    });
}

#[test]
fn nothing_is_received_before_the_first_step() {
    check(3, |queue| {
        send(&queue, 1);
        let mut receiving = queue.recv();
        assert_eq!(
            len(&queue),
            1,
            "values in the queue, before the first step of the receiver"
        );
        assert_eq!(
            step(&mut receiving),
            Some(1),
            "there is a value, so this step should end (None: it paused)"
        );
    });
}

#[test]
fn a_full_queue_makes_the_sender_wait() {
    check(1, |queue| {
        send(&queue, 1);
        let mut second = queue.send(2);
        for _ in 0..2 {
            assert_eq!(
                step(&mut second),
                None,
                "it is full, and the second sender's step ended its task"
            );
            assert_eq!(len(&queue), 1, "values in a queue of one");
        }
        assert_eq!(recv(&queue), 1, "the value that was in the full queue");
        assert_eq!(
            step(&mut second),
            Some(()),
            "now there is room, so this step should end (None: it paused)"
        );
        let received = step(&mut queue.recv());
        assert_eq!(
            received,
            Some(2),
            "the value that had to wait (None: it was not in the queue)"
        );
    });
}

#[test]
fn an_empty_queue_makes_the_receiver_wait() {
    check(1, |queue| {
        let mut receiving = queue.recv();
        for _ in 0..2 {
            assert_eq!(step(&mut receiving), None, "it is empty");
        }
        send(&queue, 5);
        assert_eq!(
            step(&mut receiving),
            Some(5),
            "now there is a value, so this step should end (None: it paused)"
        );
    });
}

#[test]
fn it_takes_its_whole_capacity() {
    check(3, |queue| {
        let sent = [1, 2, 3, 4].map(|value| step(&mut queue.send(value)).is_some());
        assert_eq!(
            sent,
            [true, true, true, false],
            "three places, and four values"
        );
    });
}

#[test]
fn between_three_senders_and_two_receivers_nothing_is_lost() {
    check(2, |queue| {
        let (event_loop, most) = (Loop::new(), Rc::new(Cell::new(0)));
        let received = Rc::<RefCell<Vec<u32>>>::default();
        for sender in 0..3 {
            let (queue, most) = (queue.clone(), most.clone());
            event_loop.add_task(co(async move |y| {
                for value in 0..100 {
                    y.yield_from(queue.send(1000 * sender + value)).await?;
                    most.set(most.get().max(len(&queue)));
                }
                Ok(())
            }));
        }
        for _ in 0..2 {
            let (queue, received) = (queue.clone(), received.clone());
            event_loop.add_task(co(async move |y| {
                for _ in 0..150 {
                    let value = y.yield_from(queue.recv()).await?;
                    received.borrow_mut().push(value);
                }
                Ok(())
            }));
        }
        event_loop.run();
        for sender in 0..3 {
            let sent: Vec<u32> = (0..100).map(|value| 1000 * sender + value).collect();
            let mut out = received.borrow().clone();
            out.retain(|value| sent.contains(value));
            assert_eq!(
                out, sent,
                "the values of one of three senders, in the order in which they were received"
            );
        }
        assert_eq!(
            most.get(),
            2,
            "values that were in the queue at once, of two at most"
        );
    });
}
