//! A task, and another thread that wakes it.

use super::timed;
use crate::peer::Peer;
use futures::task::AtomicWaker;
use std::{
    future::poll_fn,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    task::{Poll, Waker},
    thread,
};

/// Even: the thread may hit it; odd: the task.
#[derive(Default)]
struct Ball {
    hits: AtomicUsize,
    over: AtomicBool,
    task: AtomicWaker,
}

impl Ball {
    /// What the thread does.
    fn hit_back(&self) {
        while !self.over.load(SeqCst) {
            match self.hits.load(SeqCst) % 2 {
                0 => thread::park(),
                _ => {
                    self.hits.fetch_add(1, SeqCst);
                    self.task.wake();
                }
            }
        }
    }
}

/// A task and a thread wake each other in turn; the cost of a round trip.
pub(super) fn ping_pong<P: Peer>(operations: usize) -> Option<f64> {
    P::run(async move {
        let ball = Arc::new(Ball::default());
        let other = ball.clone();
        let other = thread::spawn(move || other.hit_back());
        let cost = timed(operations, async |operations| {
            for _ in 0..operations {
                let hits = ball.hits.fetch_add(1, SeqCst) + 1;
                other.thread().unpark();
                poll_fn(|context| {
                    ball.task.register(context.waker());
                    match ball.hits.load(SeqCst) > hits {
                        true => Poll::Ready(()),
                        false => Poll::Pending,
                    }
                })
                .await;
                assert_eq!(ball.hits.load(SeqCst), hits + 1);
            }
        })
        .await;
        ball.over.store(true, SeqCst);
        other.thread().unpark();
        other.join().expect("no panic");
        cost
    })
}

/// A thread wakes a task again and again, as fast as it can; the cost of one wake, until the task has seen the last.
pub(super) fn flood<P: Peer>(operations: usize) -> Option<f64> {
    P::run(async move {
        let done = Arc::new(AtomicBool::new(false));
        let (give, given) = mpsc::channel::<(Waker, usize)>();
        let other = {
            let done = done.clone();
            thread::spawn(move || {
                for (waker, wakes) in given {
                    (1..wakes).for_each(|_| waker.wake_by_ref());
                    done.store(true, SeqCst);
                    waker.wake_by_ref();
                }
            })
        };
        let cost = timed(operations, async |operations| {
            let mut polls = 0;
            poll_fn(|context| {
                if polls == 0 {
                    let flood = (context.waker().clone(), operations);
                    give.send(flood).expect("the thread waits");
                }
                polls += 1;
                match done.swap(false, SeqCst) {
                    true => Poll::Ready(()),
                    false => Poll::Pending,
                }
            })
            .await;
            // The thread may be done before the first look, and the last wake of the flood before may come late.
            assert!((1..=operations + 2).contains(&polls));
        })
        .await;
        drop(give);
        other.join().expect("no panic");
        cost
    })
}
