//! What a task that waits for the queue may do, and what may happen to it.

use super::*;
use stage01::Coroutine;

#[test]
fn one_free_place_is_enough() {
    check(3, |queue| {
        for value in [1, 2, 3] {
            send(&queue, value);
        }
        let mut fourth = queue.send(4);
        assert_eq!(step(&mut fourth), None, "three places, and a fourth value");
        assert_eq!(recv(&queue), 1, "the oldest of three");
        assert_eq!(
            step(&mut fourth),
            Some(()),
            "one of three places is free, so this step should put the value in and end (None: it paused)"
        );
        assert_eq!(len(&queue), 3, "values in the queue, of three at most");
    });
}

#[test]
fn a_sender_into_which_an_error_is_sent_sends_nothing() {
    check(1, |queue| {
        send(&queue, 1);
        let mut second = queue.send(2);
        assert_eq!(step(&mut second), None, "it is full");
        let _ = second.resume(Err(std::fmt::Error.into()));
        assert_eq!(
            len(&queue),
            1,
            "values in a queue of one: it was full when the error was sent into the waiting sender"
        );
    });
}

#[test]
fn a_receiver_keeps_its_queue() {
    check(1, |queue| {
        let mut receiving = queue.recv();
        assert_eq!(step(&mut receiving), None, "it is empty");
        send(&queue, 1);
        drop(queue);
        assert_eq!(
            step(&mut receiving),
            Some(1),
            "there is a value, and every other handle of the queue is dropped (None: it paused)"
        );
    });
}

#[test]
fn a_sender_keeps_its_queue() {
    check(1, |queue| {
        let mut sending = queue.send(1);
        drop(queue);
        assert_eq!(
            step(&mut sending),
            Some(()),
            "there is room, and every other handle of the queue is dropped (None: it paused)"
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
        assert_eq!(
            step(&mut first),
            Some(()),
            "there is room, so this step should end (None: it paused)"
        );
        let mut second = queue.send(Counted(drops.clone()));
        assert_eq!(step(&mut second), None, "it is full");
        drop(second);
        assert_eq!(
            drops.get(),
            1,
            "values that are dropped after the sender was dropped while it waited"
        );
        assert_eq!(len(&queue), 1, "values in the queue");
        let received = step(&mut queue.recv());
        assert!(received.is_some(), "there is a value");
        assert_eq!(
            len(&queue),
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
            send(&queue, value);
        }
        let mut waiting = queue.send(3);
        for _ in 0..5 {
            assert_eq!(step(&mut waiting), None, "it is full");
        }
        let out = [recv(&queue), recv(&queue)];
        assert_eq!(
            out,
            [1, 2],
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
        send(&queue, 1);
        assert_eq!(
            step(&mut second),
            Some(1),
            "the first step that finds the value takes it (None: it paused)"
        );
        assert_eq!(step(&mut first), None, "the value is taken");
    });
}
