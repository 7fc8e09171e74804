//! What tasks do with each other on one thread.

use super::timed;
use crate::peer::Peer;
use futures::{
    StreamExt,
    channel::{mpsc, oneshot},
};
use std::{cell::Cell, rc::Rc};

/// Spawns tasks that end at once, and awaits them all; so often.
pub(super) fn spawn_join<P: Peer>(_: P, tasks: usize, repeats: usize) -> f64 {
    P::run(timed(tasks * repeats, async move {
        let mut spawned = Vec::with_capacity(tasks);
        let mut sum = 0;
        for _ in 0..repeats {
            spawned.extend((0..tasks).map(|task| P::spawn(async move { task })));
            for task in spawned.drain(..) {
                sum += task.await;
            }
        }
        assert_eq!(sum, repeats * (tasks * (tasks - 1) / 2));
    }))
}

/// Spawns tasks that wait for a message each, sends them all one, and awaits them all.
pub(super) fn oneshots<P: Peer>(_: P, tasks: usize) -> f64 {
    P::run(timed(tasks, async move {
        let mut spawned = Vec::with_capacity(tasks);
        let mut senders = Vec::with_capacity(tasks);
        let waiting = Rc::new(Cell::new(0));
        for _ in 0..tasks {
            let (sender, receiver) = oneshot::channel::<usize>();
            let waiting = waiting.clone();
            spawned.push(P::spawn(async move {
                waiting.set(waiting.get() + 1);
                receiver.await.expect("it is sent")
            }));
            senders.push(sender);
        }
        while waiting.get() < tasks {
            P::yield_now().await;
        }
        for (number, sender) in senders.into_iter().enumerate() {
            sender.send(number).expect("a task waits");
        }
        let mut sum = 0;
        for task in spawned {
            sum += task.await;
        }
        assert_eq!(sum, tasks * (tasks - 1) / 2);
    }))
}

/// So many tasks give up their turn so often; the cost of once.
pub(super) fn yields<P: Peer>(_: P, tasks: usize, each: usize) -> f64 {
    P::run(timed(tasks * each, async move {
        let task = |_| {
            P::spawn(async move {
                let mut yielded = 0;
                while yielded < each {
                    P::yield_now().await;
                    yielded += 1;
                }
                yielded
            })
        };
        let spawned: Vec<_> = (0..tasks).map(task).collect();
        let mut sum = 0;
        for task in spawned {
            sum += task.await;
        }
        assert_eq!(sum, tasks * each);
    }))
}

/// Two tasks send a number to and fro; the cost of a round trip.
pub(super) fn ping_pong<P: Peer>(_: P, rounds: usize) -> f64 {
    P::run(timed(rounds, async move {
        let (there, mut arriving) = mpsc::unbounded::<usize>();
        let (back, mut returning) = mpsc::unbounded::<usize>();
        let other = P::spawn(async move {
            while let Some(ball) = arriving.next().await {
                back.unbounded_send(ball + 1).expect("somebody receives");
            }
        });
        let mut ball = 0;
        for _ in 0..rounds {
            there.unbounded_send(ball).expect("somebody receives");
            ball = returning.next().await.expect("it comes back");
        }
        drop(there);
        other.await;
        assert_eq!(ball, rounds);
    }))
}
