//! The programs that break the versions.

use super::{BoxFuture, Executor, busy, two_locks};
use crate::latch::Latch;
use futures_util::future::{join4, select};
use stage01::println;
use stage06::runtime::yield_now;
use std::{
    cell::Cell,
    future::poll_fn,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

/// Counts the polls of the futures that it passes on.
#[derive(Clone, Default)]
struct Polls(Rc<Cell<usize>>);

impl Polls {
    fn of(&self, future: impl Future<Output = ()> + 'static) -> BoxFuture {
        let (polls, mut future) = (self.0.clone(), Box::pin(future));
        Box::pin(poll_fn(move |context| {
            polls.set(polls.get() + 1);
            future.as_mut().poll(context)
        }))
    }

    /// The polls since this was last asked.
    fn take(&self) -> usize {
        self.0.take()
    }
}

// ANCHOR: hundred_busy
pub(crate) fn hundred_busy() {
    let (polls, latch) = (Polls::default(), Latch::default());
    let mut executor = busy::Executor::default();
    for _ in 0..100 {
        executor.spawn(polls.of(latch.clone().wait()));
    }
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        latch.open();
    });
    executor.run();
    println!("a hundred tasks wait for 100 ms; polls: ≈ {}", polls.take());
}
// ANCHOR_END: hundred_busy

// ANCHOR: hundred
pub(crate) fn hundred(executor: &dyn Executor) {
    let polls = Polls::default();
    let latches: Vec<Latch> = (0..100).map(|_| Latch::default()).collect();
    for latch in &latches {
        executor.spawn(polls.of(latch.clone().wait()));
    }
    executor.run_ready();
    println!("a hundred tasks start; polls: {}", polls.take());
    executor.run_ready();
    println!("nothing happens;       polls: {}", polls.take());
    latches[42].open();
    executor.run_ready();
    println!("one latch opens;       polls: {}", polls.take());
}
// ANCHOR_END: hundred

// ANCHOR: spawns
/// A server's task starts a task for each client.
pub(crate) fn spawns(executor: Rc<dyn Executor>) {
    let spawner = executor.clone();
    executor.spawn(Box::pin(async move {
        println!("a client comes");
        spawner.spawn(Box::pin(async { println!("the client is served") }));
    }));
    executor.run_ready();
    executor.run_ready();
}
// ANCHOR_END: spawns

// ANCHOR: thrice
/// A task waits for four downloads. Three end before it has its turn.
pub(crate) fn thrice(executor: &dyn Executor) {
    let (polls, downloads) = (Polls::default(), <[Latch; 4]>::default());
    let [a, b, c, d] = downloads.clone().map(Latch::wait);
    executor.spawn(polls.of(async { _ = join4(a, b, c, d).await }));
    executor.run_ready();
    polls.take();
    downloads[..3].iter().for_each(Latch::open);
    executor.run_ready();
    println!("three wakes before one turn; polls: {}", polls.take());
}
// ANCHOR_END: thrice

// ANCHOR: late
/// A task waits for a reply or for Ctrl-C. The reply ends it, and Ctrl-C comes later.
pub(crate) fn late(executor: &dyn Executor) {
    let [reply, ctrl_c, other] = <[Latch; 3]>::default();
    let (replied, stopped) = (
        Box::pin(reply.clone().wait()),
        Box::pin(ctrl_c.clone().wait()),
    );
    executor.spawn(Box::pin(async { _ = select(replied, stopped).await }));
    executor.run_ready();
    reply.open();
    executor.run_ready(); // the task ends

    let polls = Polls::default();
    executor.spawn(polls.of(other.wait()));
    executor.run_ready();
    polls.take();
    ctrl_c.open();
    executor.run_ready();
    println!(
        "a wake for a task that has ended; polls of another task: {}",
        polls.take()
    );
}
// ANCHOR_END: late

// ANCHOR: greedy
/// A task that always wakes itself, as one that works in small portions does.
pub(crate) fn greedy(executor: fn() -> Rc<dyn Executor>) {
    let (returned, returns) = mpsc::channel();
    thread::spawn(move || {
        let executor = executor();
        executor.spawn(Box::pin(async {
            loop {
                yield_now().await;
            }
        }));
        executor.run_ready();
        returned.send(())
    });
    match returns.recv_timeout(Duration::from_secs(1)) {
        Ok(()) => println!("run_ready has returned"),
        Err(_) => println!("run_ready has not returned after a second"),
    }
}
// ANCHOR_END: greedy

// ANCHOR: yields
/// A task that lets others go first: it wakes itself, in the middle of its own poll.
pub(crate) fn yields(executor: &dyn Executor) {
    executor.spawn(Box::pin(async {
        println!("before the yield");
        yield_now().await;
        println!("after the yield");
    }));
    executor.run_ready();
    executor.run_ready();
    println!("the run queue is empty");
}
// ANCHOR_END: yields

// ANCHOR: sleeps
/// The queue goes to sleep, on one thread.
pub(crate) fn sleeps() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let queue = two_locks::RunQueue::new(move || _ = counted.fetch_add(1, SeqCst));
    queue.push(7);
    println!(
        "a task is ready;   the loop may sleep: {}",
        queue.begin_park()
    );
    queue.pop();
    println!(
        "none is ready;     the loop may sleep: {}",
        queue.begin_park()
    );
    queue.push(7);
    println!("then a wake comes; calls of unpark: {}", calls.load(SeqCst));
}
// ANCHOR_END: sleeps

// ANCHOR: unparks
/// How often a wake calls `unpark`, which is a system call in the finished loop.
pub(crate) fn unparks() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let unpark = move || _ = counted.fetch_add(1, SeqCst);
    let executor = stage06::executor::Executor::new(unpark);
    let latches: Vec<Latch> = (0..1000).map(|_| Latch::default()).collect();
    for latch in &latches {
        executor.spawn(latch.clone().wait());
    }
    executor.run_ready();
    latches[1..].iter().for_each(Latch::open);
    println!(
        "999 wakes while the loop is awake; calls of unpark: {}",
        calls.swap(0, SeqCst)
    );

    executor.run_ready();
    assert!(executor.begin_park(), "no task is ready");
    let latch = latches[0].clone();
    thread::spawn(move || latch.open())
        .join()
        .expect("it only opens a latch");
    println!(
        "one wake while it sleeps;          calls of unpark: {}",
        calls.swap(0, SeqCst)
    );
}
// ANCHOR_END: unparks
