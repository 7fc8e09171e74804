//! The join with sub-wakers, which the book shows: no wake of a child is lost.

#[path = "../examples/naive_executor/latch.rs"]
mod latch;
#[path = "../examples/naive_join_all/sub_wakers.rs"]
mod sub_wakers;

use latch::Latch;
use stage06::{block_on::block_on, executor::Executor, runtime::yield_now};
use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    rc::Rc,
    sync::Arc,
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};
use sub_wakers::join_all;
use testkit::within;

type BoxFuture = Pin<Box<dyn Future<Output = ()>>>;

fn check(awaited: &str, test: impl FnOnce() + Send + 'static) {
    within(Duration::from_secs(3), awaited, test);
}

#[test]
fn a_child_that_wakes_itself_during_its_poll_is_polled_again() {
    check("children that yield", || {
        let children = vec![yield_now(), yield_now()];
        block_on(join_all(children, Arc::default()));
    });
}

#[test]
fn children_are_woken_from_other_threads() {
    check("a hundred children that other threads wake", || {
        let latches: Vec<Latch> = (0..100).map(|_| Latch::default()).collect();
        let children = latches.iter().cloned().map(Latch::wait).collect();
        thread::spawn(move || latches.iter().for_each(Latch::open));
        block_on(join_all(children, Arc::default()));
    });
}

#[test]
fn a_wake_after_the_end_of_its_child_does_no_harm() {
    check("a join with a late wake", || {
        let (latch, late) = (Latch::default(), Rc::<RefCell<Option<Waker>>>::default());
        let keeps = late.clone();
        let children: Vec<BoxFuture> = vec![
            Box::pin(poll_fn(move |context| {
                keeps.replace(Some(context.waker().clone()));
                Poll::Ready(())
            })),
            Box::pin(latch.clone().wait()),
        ];
        let executor = Executor::new(|| ());
        executor.spawn(async { _ = join_all(children, Arc::default()).await });
        executor.run_ready();
        let waker = late.take().expect("the first child was polled");
        waker.wake();
        executor.run_ready();
        assert!(!executor.is_empty(), "one child waits");
        latch.open();
        executor.run_ready();
        assert!(executor.is_empty(), "both children have ended");
    });
}

#[test]
fn a_join_that_moves_to_another_task_is_woken_there() {
    check("a join in another task", || {
        let latch = Latch::default();
        let mut join = Box::pin(join_all(vec![latch.clone().wait()], Arc::default()));
        let first = join.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(first.is_pending());
        let executor = Executor::new(|| ());
        executor.spawn(async { _ = pin!(join).await });
        executor.run_ready();
        latch.open();
        executor.run_ready();
        assert!(executor.is_empty(), "the new task was woken");
    });
}
