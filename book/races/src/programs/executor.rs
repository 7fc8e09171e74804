//! The whole executor: threads wake tasks that wait, or are just being polled.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use crate::variants::{Executor, ExecutorFile};
use explorer::Chooser;
use explorer::Threads;
use explorer::quietly;
use explorer::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use explorer::sync::thread::{Thread, park};

/// Which wakes come.
#[derive(Clone, Copy, Debug)]
pub struct Wakes {
    /// The number of tasks. The wakes are dealt out to them in turn.
    pub tasks: usize,
    /// The number of threads that wake them: at most two.
    pub senders: usize,
    /// How often each thread wakes a task, each time after an event.
    pub each: usize,
}

/// What a task waits for.
#[derive(Default)]
struct Awaited {
    /// The number of events that have come.
    events: AtomicUsize,
    /// The waker that the first poll has left.
    waker: Mutex<Option<Waker>>,
}

/// Tasks that wait until all of their events have come, and threads that make the events and wake them.
///
/// # Errors
///
/// If a task waits forever.
pub fn executor(file: ExecutorFile, wakes: Wakes, chooser: &Chooser) -> Result<(), String> {
    let all = wakes.senders * wakes.each;
    let awaited: Arc<[Awaited]> = (0..wakes.tasks).map(|_| Awaited::default()).collect();
    let thread = Thread::new("loop");
    let (of_loop, of_tasks) = (thread.clone(), awaited.clone());
    let mut threads = Threads::new().spawn_as(thread, move || {
        let executor = quietly(|| {
            let executor = (file.executor)(Box::new(move || of_loop.unpark()));
            for task in 0..wakes.tasks {
                let events = (0..all).filter(|wake| wake % wakes.tasks == task).count();
                let _ = executor.spawn(waiting(of_tasks.clone(), task, events));
            }
            executor.run_ready(); // the first polls: the tasks leave their wakers
            executor
        });
        run(executor.as_ref());
    });
    let names = ["first sender", "second sender"];
    for (sender, name) in names.into_iter().enumerate().take(wakes.senders) {
        let awaited = awaited.clone();
        threads = threads.spawn(name, move || {
            for wake in sender * wakes.each..(sender + 1) * wakes.each {
                let awaited = &awaited[wake % wakes.tasks];
                let waker = awaited
                    .waker
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone();
                awaited.events.fetch_add(1, SeqCst);
                waker.expect("the first poll is over").wake();
            }
        });
    }
    threads.run(chooser)
}

/// Returns a task that waits for this number of events.
fn waiting(awaited: Arc<[Awaited]>, task: usize, events: usize) -> crate::variants::Task {
    Box::pin(poll_fn(move |cx| {
        let awaited = &awaited[task];
        *awaited.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        match awaited.events.load(SeqCst) == events {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }))
}

/// The loop, as `run_once` does it, until all tasks have ended. The wait for sockets is a `park`.
pub(super) fn run(executor: &dyn Executor) {
    while !executor.is_empty() {
        if executor.begin_park() {
            park();
        }
        executor.end_park();
        executor.run_ready();
    }
}
