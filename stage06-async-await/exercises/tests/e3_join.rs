//! The provided tests of s6e3.

#[path = "e3_join/dropped.rs"]
mod dropped;
#[path = "e3_join/order.rs"]
mod order;
#[path = "e3_join/orders.rs"]
mod orders;
#[path = "e3_join/stopped.rs"]
mod stopped;

use super::{JoinError, JoinHandle, joinable};
use std::{
    cell::{Cell, RefCell},
    future::{Future, pending, poll_fn, ready},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};
use testkit::within;

fn check(test: impl FnOnce() + Send + 'static) {
    within(Duration::from_secs(3), "the outcome of a task", test);
}

/// A waker that counts.
#[derive(Default)]
struct Count(AtomicU32);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Count {
    fn wakes(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Polls once, with this waker.
fn poll<F: Future + Unpin>(future: &mut F, waker: &Arc<Count>) -> Poll<F::Output> {
    let waker = Waker::from(waker.clone());
    Pin::new(future).poll(&mut Context::from_waker(&waker))
}

/// Two wakers: the task's, and that of the task that awaits the handle.
fn wakers() -> (Arc<Count>, Arc<Count>) {
    Default::default()
}

#[test]
fn the_handle_has_the_result() {
    check(|| {
        let ((mut task, mut handle), (mine, theirs)) = (joinable(ready(42)), wakers());
        assert!(
            poll(&mut handle, &theirs).is_pending(),
            "the task was not polled yet"
        );
        assert!(!handle.is_finished(), "the task was not polled yet");
        assert!(
            poll(&mut task, &mine).is_ready(),
            "the task ends when its future does"
        );
        assert_eq!(
            theirs.wakes(),
            1,
            "wakes of the task that awaits the handle"
        );
        assert!(handle.is_finished(), "the task has ended");
        let outcome = poll(&mut handle, &theirs);
        assert_eq!(outcome, Poll::Ready(Ok(42)), "what the future gave");
    });
}

#[test]
fn the_handle_is_woken_at_the_end_and_not_at_each_pause() {
    check(|| {
        let mut polls = 0;
        let future = poll_fn(move |_| {
            polls += 1;
            match polls {
                4 => Poll::Ready(polls),
                _ => Poll::Pending,
            }
        });
        let ((mut task, mut handle), (mine, theirs)) = (joinable(future), wakers());
        assert!(poll(&mut handle, &theirs).is_pending());
        for _ in 0..3 {
            assert!(poll(&mut task, &mine).is_pending(), "the future waits");
            assert_eq!(
                theirs.wakes(),
                0,
                "wakes of the handle's task by a pause of the task"
            );
        }
        assert!(
            poll(&mut task, &mine).is_ready(),
            "the task ends when its future does"
        );
        assert_eq!(
            theirs.wakes(),
            1,
            "wakes of the handle's task by the end of the task"
        );
        drop(task);
        assert_eq!(
            theirs.wakes(),
            1,
            "wakes of the handle's task, when the task that has ended is dropped"
        );
        let outcome = poll(&mut handle, &theirs);
        assert_eq!(outcome, Poll::Ready(Ok(4)), "what the fourth poll gave");
    });
}

#[test]
fn the_handle_may_be_awaited_after_the_end() {
    check(|| {
        let ((mut task, mut handle), (mine, theirs)) = (joinable(ready("early")), wakers());
        assert!(
            poll(&mut task, &mine).is_ready(),
            "the task ends when its future does"
        );
        let outcome = poll(&mut handle, &theirs);
        assert_eq!(outcome, Poll::Ready(Ok("early")), "what the future gave");
    });
}

#[test]
fn a_panic_is_an_outcome() {
    check(|| {
        let panics = poll_fn(|_| -> Poll<()> { panic!("the milk is sour") });
        let ((mut task, mut handle), (mine, theirs)) = (joinable(panics), wakers());
        let polled = catch_unwind(AssertUnwindSafe(|| poll(&mut task, &mine)));
        assert!(
            polled.is_ok_and(|poll| poll.is_ready()),
            "the panic came out of the task's poll"
        );
        let outcome = poll(&mut handle, &theirs);
        assert_eq!(
            outcome,
            Poll::Ready(Err(JoinError::Panicked("the milk is sour".into()))),
            "the outcome of a task whose poll panics"
        );
    });
}

#[test]
#[should_panic(expected = "after it was ready")]
fn a_handle_gives_its_outcome_once() {
    let ((mut task, mut handle), (mine, theirs)) = (joinable(ready(1)), wakers());
    assert!(
        poll(&mut task, &mine).is_ready(),
        "the task ends when its future does"
    );
    assert!(poll(&mut handle, &theirs).is_ready(), "the task has ended");
    let _ = poll(&mut handle, &theirs);
}

#[test]
fn a_task_goes_on_without_its_handle() {
    check(|| {
        let ended = Rc::new(Cell::new(false));
        let (end, mut turns) = (ended.clone(), 0);
        let future = poll_fn(move |_| {
            turns += 1;
            end.set(turns == 2);
            if turns == 2 {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        let ((mut task, handle), (mine, _)) = (joinable(future), wakers());
        assert!(poll(&mut task, &mine).is_pending(), "the future waits");
        drop(handle);
        assert_eq!(mine.wakes(), 0, "wakes of a task whose handle was dropped");
        assert!(
            poll(&mut task, &mine).is_ready(),
            "the task ends when its future does"
        );
        assert!(ended.get(), "the future ended");
    });
}

#[test]
fn a_task_that_has_ended_has_ended_for_good() {
    check(|| {
        let ((mut task, mut handle), (mine, theirs)) = (joinable(ready(1)), wakers());
        assert!(
            poll(&mut task, &mine).is_ready(),
            "the task ends when its future does"
        );
        assert!(poll(&mut handle, &theirs).is_ready(), "the task has ended");
        assert!(
            handle.is_finished(),
            "the outcome was taken, and now the task is said to run"
        );
    });
}

#[test]
fn a_task_may_keep_its_own_handle() {
    check(|| {
        let (held, own) = (Rc::new(()), Rc::new(RefCell::new(None)));
        let (holds, kept) = (held.clone(), own.clone());
        let future = async move {
            let _all = (holds, kept);
            pending::<()>().await
        };
        let ((mut task, handle), (mine, _)) = (joinable(future), wakers());
        own.replace(Some(handle));
        drop(own);
        assert!(poll(&mut task, &mine).is_pending(), "the future waits");
        drop(task);
        assert_eq!(
            Rc::strong_count(&held),
            1,
            "owners of what a dropped task held: do its future and its handle own each other?"
        );
    });
}
