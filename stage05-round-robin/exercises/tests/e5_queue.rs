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
            panic!("a task should wait for the queue, and its step panics: the message is above")
        }
    }
}

#[test]
fn the_oldest_comes_out_first() {
    check(3, |queue| {
        for value in [1, 2, 3] {
            assert_eq!(step(&mut queue.send(value)), Some(()), "there is room");
        }
        let out = [(); 3].map(|()| step(&mut queue.recv()));
        assert_eq!(out, [Some(1), Some(2), Some(3)], "first in, first out");
    });
}

#[test]
fn nothing_is_sent_before_the_first_step() {
    check(3, |queue| {
        let mut sending = queue.send(1);
        assert_eq!(
            queue.len(),
            0,
            "values in the queue, before the first step of the sender"
        );
        step(&mut sending);
        assert_eq!(
            queue.len(),
            1,
            "values in the queue, after the first step of the sender"
        );
    });
}

#[test]
fn nothing_is_received_before_the_first_step() {
    check(3, |queue| {
        step(&mut queue.send(1));
        let mut receiving = queue.recv();
        assert_eq!(
            queue.len(),
            1,
            "values in the queue, before the first step of the receiver"
        );
        assert_eq!(step(&mut receiving), Some(1), "its step takes the value");
    });
}

#[test]
fn a_full_queue_makes_the_sender_wait() {
    check(1, |queue| {
        assert_eq!(step(&mut queue.send(1)), Some(()), "there is room");
        let mut second = queue.send(2);
        assert_eq!(
            (step(&mut second), step(&mut second)),
            (None, None),
            "it is full"
        );
        assert_eq!(queue.len(), 1, "values in a queue of one");
        assert_eq!(step(&mut queue.recv()), Some(1), "there is a value");
        assert_eq!(step(&mut second), Some(()), "now there is room");
        assert_eq!(
            step(&mut queue.recv()),
            Some(2),
            "the value that had to wait"
        );
    });
}

#[test]
fn an_empty_queue_makes_the_receiver_wait() {
    check(1, |queue| {
        let mut receiving = queue.recv();
        assert_eq!(
            (step(&mut receiving), step(&mut receiving)),
            (None, None),
            "it is empty"
        );
        step(&mut queue.send(5));
        assert_eq!(step(&mut receiving), Some(5), "now there is a value");
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
        let (event_loop, sum, most) = (Loop::new(), Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        for sender in 0..3 {
            let (queue, most) = (queue.clone(), most.clone());
            event_loop.add_task(co(async move |y| {
                for value in 0..100 {
                    y.yield_from(queue.send(1000 * sender + value)).await?;
                    most.set(most.get().max(queue.len()));
                }
                Ok(())
            }));
        }
        for _ in 0..2 {
            let (queue, sum) = (queue.clone(), sum.clone());
            event_loop.add_task(co(async move |y| {
                for _ in 0..150 {
                    let value = y.yield_from(queue.recv()).await?;
                    sum.set(sum.get() + value);
                }
                Ok(())
            }));
        }
        event_loop.run();
        assert_eq!(
            sum.get(),
            3 * 4950 + 100 * 3000,
            "the sum of all values that were received"
        );
        assert_eq!(
            most.get(),
            2,
            "values that were in the queue at once, of two at most"
        );
    });
}

/// A value that counts its drops, and cannot be cloned.
struct Counted(Rc<Cell<u32>>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn a_sender_that_gives_up_sends_nothing_and_drops_its_value() {
    within(Duration::from_secs(3), "a sender that is dropped", || {
        let (queue, drops) = (Queue::new(1), Rc::new(Cell::new(0)));
        let mut first = queue.send(Counted(drops.clone()));
        assert_eq!(step(&mut first), Some(()), "there is room");
        let mut second = queue.send(Counted(drops.clone()));
        assert_eq!(step(&mut second), None, "it is full");
        drop(second);
        assert_eq!(
            drops.get(),
            1,
            "values that are dropped after the sender was dropped while it waited"
        );
        assert_eq!(queue.len(), 1, "values in the queue");
        let received = step(&mut queue.recv());
        assert!(received.is_some(), "there is a value");
        assert_eq!(
            queue.len(),
            0,
            "values in the queue: the second sender was dropped while it waited"
        );
    });
}

#[test]
fn a_step_in_vain_changes_nothing() {
    check(2, |queue| {
        let mut receiving = queue.recv();
        for _ in 0..5 {
            assert_eq!(step(&mut receiving), None, "it is empty");
        }
        for value in [1, 2] {
            assert_eq!(step(&mut queue.send(value)), Some(()), "there is room");
        }
        let mut waiting = queue.send(3);
        for _ in 0..5 {
            assert_eq!(step(&mut waiting), None, "it is full");
        }
        let out = [(); 2].map(|()| step(&mut queue.recv()));
        assert_eq!(
            out,
            [Some(1), Some(2)],
            "the values that were in before a sender looked five times in vain"
        );
    });
}

#[test]
fn two_receivers_look_and_one_value_comes() {
    check(2, |queue| {
        let (mut first, mut second) = (queue.recv(), queue.recv());
        assert_eq!(
            (step(&mut first), step(&mut second)),
            (None, None),
            "it is empty"
        );
        step(&mut queue.send(1));
        assert_eq!(
            step(&mut second),
            Some(1),
            "the first step that finds the value takes it"
        );
        assert_eq!(step(&mut first), None, "the value is taken");
    });
}
