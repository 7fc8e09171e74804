//! What tasks do with each other on one thread.

use super::timed;
use crate::peer::Peer;
use futures::{
    StreamExt,
    channel::{mpsc, oneshot},
};
use std::{cell::Cell, rc::Rc, time::Instant};

/// How many tasks there are at once.
const TASKS: usize = 1_000;

// The lists of tasks are used again. When glibc makes room for a long list, it merges the small blocks that are free, and
// the runtime would be charged with that.

/// Spawns tasks that end at once, and awaits them all.
pub(super) fn spawn_join<P: Peer>(operations: usize) -> Option<f64> {
    let mut spawned = Vec::with_capacity(TASKS);
    P::run(timed(operations, async move |operations| {
        let mut sum = 0;
        for _ in 0..operations / TASKS {
            spawned.extend((0..TASKS).map(|task| P::spawn(async move { task })));
            for task in spawned.drain(..) {
                sum += task.await;
            }
        }
        assert_eq!(sum, operations / TASKS * (TASKS * (TASKS - 1) / 2));
    }))
}

/// Spawns tasks that wait for a message each, sends them all one, and awaits them all.
pub(super) fn oneshots<P: Peer>(operations: usize) -> Option<f64> {
    let mut senders = Vec::with_capacity(TASKS);
    let mut spawned = Vec::with_capacity(TASKS);
    P::run(timed(operations, async move |operations| {
        let mut sum = 0;
        for _ in 0..operations / TASKS {
            let waiting = Rc::new(Cell::new(0));
            for _ in 0..TASKS {
                let (sender, receiver) = oneshot::channel::<usize>();
                let waiting = waiting.clone();
                senders.push(sender);
                spawned.push(P::spawn(async move {
                    waiting.set(waiting.get() + 1);
                    receiver.await.expect("it is sent")
                }));
            }
            while waiting.get() < TASKS {
                P::yield_now().await;
            }
            for (number, sender) in senders.drain(..).enumerate() {
                sender.send(number).expect("a task waits");
            }
            for task in spawned.drain(..) {
                sum += task.await;
            }
        }
        assert_eq!(sum, operations / TASKS * (TASKS * (TASKS - 1) / 2));
    }))
}

/// Tasks give up their turn again and again. One of them starts the clock when all have been polled, and one stops it:
/// spawn and join are not in the figure.
pub(super) fn yields<P: Peer>(operations: usize) -> Option<f64> {
    P::run(async move {
        let end = TASKS + operations;
        let yielded = Rc::new(Cell::new(0));
        let (start, took) = (Rc::new(Cell::new(None)), Rc::new(Cell::new(None)));
        let task = |_| {
            let (yielded, start, took) = (yielded.clone(), start.clone(), took.clone());
            P::spawn(async move {
                while yielded.get() < end {
                    yielded.set(yielded.get() + 1);
                    if yielded.get() == TASKS {
                        start.set(Some(Instant::now()));
                    }
                    if yielded.get() == end {
                        took.set(start.get().map(|start| start.elapsed()));
                    }
                    P::yield_now().await;
                }
            })
        };
        for task in (0..TASKS).map(task).collect::<Vec<_>>() {
            task.await;
        }
        assert_eq!(yielded.get(), end);
        Some(took.get()?.as_nanos() as f64 / operations as f64)
    })
}

/// Two tasks send a number to and fro; the cost of a round trip.
pub(super) fn ping_pong<P: Peer>(operations: usize) -> Option<f64> {
    P::run(timed(operations, async |operations| {
        let (there, mut arriving) = mpsc::unbounded::<usize>();
        let (back, mut returning) = mpsc::unbounded::<usize>();
        let other = P::spawn(async move {
            while let Some(ball) = arriving.next().await {
                back.unbounded_send(ball + 1).expect("the other receives");
            }
        });
        let mut ball = 0;
        for _ in 0..operations {
            there.unbounded_send(ball).expect("the other receives");
            ball = returning.next().await.expect("it comes back");
        }
        drop(there);
        other.await;
        assert_eq!(ball, operations);
    }))
}
