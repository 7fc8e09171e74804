//! A task, and another thread that wakes it.

use super::timed;
use crate::peer::Peer;
use futures::task::AtomicWaker;
use std::{
    future::poll_fn,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    task::{Poll, Waker},
    thread,
};

/// Even: the thread may hit it; odd: the task.
#[derive(Default)]
struct Ball {
    hits: AtomicUsize,
    task: AtomicWaker,
}

/// A task and a thread wake each other in turn; the cost of a round trip.
pub(super) fn ping_pong<P: Peer>(_: P, rounds: usize) -> f64 {
    P::run(async move {
        let ball = Arc::new(Ball::default());
        let other = {
            let ball = ball.clone();
            thread::spawn(move || {
                for round in 0..rounds {
                    while ball.hits.load(SeqCst) != 2 * round + 1 {
                        thread::park();
                    }
                    ball.hits.fetch_add(1, SeqCst);
                    ball.task.wake();
                }
            })
        };
        let cost = timed(rounds, async {
            for round in 0..rounds {
                ball.hits.fetch_add(1, SeqCst);
                other.thread().unpark();
                poll_fn(|context| {
                    ball.task.register(context.waker());
                    match ball.hits.load(SeqCst) == 2 * round + 2 {
                        true => Poll::Ready(()),
                        false => Poll::Pending,
                    }
                })
                .await;
            }
        })
        .await;
        other.join().expect("no panic");
        assert_eq!(ball.hits.load(SeqCst), 2 * rounds);
        cost
    })
}

/// A thread wakes a task so often, as fast as it can; the cost of one wake, until the task has seen the last.
pub(super) fn flood<P: Peer>(_: P, wakes: usize) -> f64 {
    P::run(async move {
        let done = Arc::new(AtomicBool::new(false));
        let flood = move |waker: Waker, done: Arc<AtomicBool>| {
            for _ in 1..wakes {
                waker.wake_by_ref();
            }
            done.store(true, SeqCst);
            waker.wake_by_ref();
        };
        let mut polls = 0;
        let mut other = None;
        let cost = timed(
            wakes,
            poll_fn(|context| {
                polls += 1;
                other.get_or_insert_with(|| {
                    let (waker, done) = (context.waker().clone(), done.clone());
                    thread::spawn(move || flood(waker, done))
                });
                match done.load(SeqCst) {
                    true => Poll::Ready(()),
                    false => Poll::Pending,
                }
            }),
        )
        .await;
        other.expect("it was spawned").join().expect("no panic");
        assert!((2..=wakes + 1).contains(&polls));
        cost
    })
}
