//! The whole executor: threads wake a task that is waiting, or just being polled.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use crate::baton::quietly;
use crate::explore::Chooser;
use crate::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use crate::sync::thread::{Thread, park};
use crate::threads::Threads;
use crate::variants::ExecutorFile;

/// Which wakes come.
#[derive(Clone, Copy, Debug)]
pub struct Wakes {
    /// The number of threads that wake the task: at most two.
    pub senders: usize,
    /// How often each of them does, each time after an event.
    pub each: usize,
}

/// One task that waits until all events have come.
///
/// # Errors
///
/// If the task waits for ever.
pub fn executor(file: ExecutorFile, wakes: Wakes, chooser: &Chooser) -> Result<(), String> {
    let thread = Thread::new("loop");
    let events = Arc::new(AtomicUsize::new(0));
    let waker = Arc::new(Mutex::new(None::<Waker>));
    let (of_loop, seen, left) = (thread.clone(), events.clone(), waker.clone());
    let mut threads = Threads::new().spawn_as(thread, move || {
        let executor = quietly(|| {
            let executor = (file.executor)(Box::new(move || of_loop.unpark()));
            executor.spawn(Box::pin(poll_fn(move |cx| {
                *left.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
                match seen.load(SeqCst) == wakes.senders * wakes.each {
                    true => Poll::Ready(()),
                    false => Poll::Pending,
                }
            })));
            executor.run_ready(); // the first poll: the task leaves its waker
            executor
        });
        let queue = executor.queue();
        while !executor.is_empty() {
            if queue.begin_park() {
                park();
            }
            queue.end_park();
            executor.run_ready();
        }
    });
    for name in ["first sender", "second sender"]
        .into_iter()
        .take(wakes.senders)
    {
        let (events, waker) = (events.clone(), waker.clone());
        threads = threads.spawn(name, move || {
            let waker = waker.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let waker = waker.expect("the first poll is over");
            for _ in 0..wakes.each {
                events.fetch_add(1, SeqCst);
                waker.wake_by_ref();
            }
        });
    }
    threads.run(chooser)
}
