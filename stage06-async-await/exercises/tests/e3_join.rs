//! The provided tests of s6e3.

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
        assert!(!handle.is_finished());
        assert!(
            poll(&mut task, &mine).is_ready(),
            "the task ends when its future does"
        );
        assert_eq!(
            theirs.wakes(),
            1,
            "wakes of the task that awaits the handle"
        );
        assert!(handle.is_finished());
        assert_eq!(poll(&mut handle, &theirs), Poll::Ready(Ok(42)));
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
            assert!(poll(&mut task, &mine).is_pending());
            assert_eq!(
                theirs.wakes(),
                0,
                "wakes of the handle's task by a pause of the task"
            );
        }
        assert!(poll(&mut task, &mine).is_ready());
        assert_eq!(
            theirs.wakes(),
            1,
            "wakes of the handle's task by the end of the task"
        );
        assert_eq!(poll(&mut handle, &theirs), Poll::Ready(Ok(4)));
    });
}

#[test]
fn the_handle_may_be_awaited_after_the_end() {
    check(|| {
        let ((mut task, mut handle), (mine, theirs)) = (joinable(ready("early")), wakers());
        assert!(poll(&mut task, &mine).is_ready());
        assert_eq!(poll(&mut handle, &theirs), Poll::Ready(Ok("early")));
    });
}

#[test]
fn the_latest_waker_is_woken() {
    check(|| {
        let ((mut task, mut handle), (mine, old)) = (joinable(ready(1)), wakers());
        let new = Arc::default();
        assert!(poll(&mut handle, &old).is_pending());
        assert!(
            poll(&mut handle, &new).is_pending(),
            "the handle moves to another task"
        );
        assert!(poll(&mut task, &mine).is_ready());
        assert_eq!(
            new.wakes(),
            1,
            "wakes of the latest waker: a stale one was kept"
        );
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
            Poll::Ready(Err(JoinError::Panicked("the milk is sour".into())))
        );
    });
}

#[test]
fn abort_drops_the_future_at_a_turn_that_it_brings_about() {
    check(|| {
        let held = Rc::new(());
        let holds = held.clone();
        let future = async move {
            let _holds = holds;
            pending::<()>().await
        };
        let ((mut task, mut handle), (mine, theirs)) = (joinable(future), wakers());
        assert!(poll(&mut task, &mine).is_pending() && poll(&mut handle, &theirs).is_pending());
        handle.abort();
        assert!(
            !handle.is_finished(),
            "the future is still there, so the task has not ended"
        );
        assert_eq!(
            mine.wakes(),
            1,
            "wakes of the task that was aborted: it would not be polled again"
        );
        assert!(poll(&mut task, &mine).is_ready(), "the aborted task ends");
        assert_eq!(Rc::strong_count(&held), 1, "owners of what the future held");
        assert_eq!(
            theirs.wakes(),
            1,
            "wakes of the task that awaits the handle"
        );
        assert_eq!(
            poll(&mut handle, &theirs),
            Poll::Ready(Err(JoinError::Cancelled))
        );
    });
}

#[test]
fn abort_wakes_the_task_by_its_latest_waker() {
    check(|| {
        let ((mut task, handle), (old, new)) = (joinable(pending::<()>()), wakers());
        assert!(poll(&mut task, &old).is_pending() && poll(&mut task, &new).is_pending());
        handle.abort();
        assert_eq!(
            new.wakes(),
            1,
            "wakes of the task by its latest waker: a stale one was kept"
        );
    });
}

#[test]
fn a_task_may_abort_itself() {
    check(|| {
        let own = Rc::new(RefCell::new(None::<JoinHandle<()>>));
        let handle = own.clone();
        let future = poll_fn(move |_| -> Poll<()> {
            handle.borrow().iter().for_each(JoinHandle::abort);
            Poll::Pending
        });
        let ((mut task, handle), (mine, _)) = (joinable(future), wakers());
        own.replace(Some(handle));
        if poll(&mut task, &mine).is_pending() {
            assert_eq!(
                mine.wakes(),
                1,
                "wakes of a task that has aborted itself: it would not be polled again"
            );
            assert!(poll(&mut task, &mine).is_ready(), "the aborted task ends");
        }
        assert!(
            own.borrow().as_ref().is_some_and(JoinHandle::is_finished),
            "the task has ended"
        );
    });
}

#[test]
#[should_panic(expected = "after it was ready")]
fn a_handle_gives_its_outcome_once() {
    let ((mut task, mut handle), (mine, theirs)) = (joinable(ready(1)), wakers());
    assert!(poll(&mut task, &mine).is_ready());
    assert!(poll(&mut handle, &theirs).is_ready());
    let _ = poll(&mut handle, &theirs);
}

#[test]
fn a_task_that_is_aborted_first_is_never_polled() {
    check(|| {
        let polled = Rc::new(Cell::new(false));
        let seen = polled.clone();
        let future = async move { seen.set(true) };
        let ((mut task, mut handle), (mine, theirs)) = (joinable(future), wakers());
        handle.abort();
        assert!(poll(&mut task, &mine).is_ready());
        assert!(
            !polled.get(),
            "the future was polled, though the task had been aborted"
        );
        assert_eq!(
            poll(&mut handle, &theirs),
            Poll::Ready(Err(JoinError::Cancelled))
        );
    });
}

#[test]
fn abort_after_the_end_changes_nothing() {
    check(|| {
        let ((mut task, mut handle), (mine, theirs)) = (joinable(ready(7)), wakers());
        assert!(poll(&mut task, &mine).is_ready());
        handle.abort();
        drop(task);
        assert_eq!(
            poll(&mut handle, &theirs),
            Poll::Ready(Ok(7)),
            "it had ended before it was aborted"
        );
    });
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
        assert!(poll(&mut task, &mine).is_pending());
        drop(handle);
        assert_eq!(mine.wakes(), 0, "wakes of a task whose handle was dropped");
        assert!(poll(&mut task, &mine).is_ready());
        assert!(ended.get(), "the future ended");
    });
}

#[test]
fn a_task_that_is_dropped_tells_its_handle() {
    check(|| {
        let ((mut task, mut handle), (mine, theirs)) = (joinable(pending::<()>()), wakers());
        assert!(poll(&mut task, &mine).is_pending() && poll(&mut handle, &theirs).is_pending());
        drop(task); // as when the executor is dropped
        assert_eq!(
            theirs.wakes(),
            1,
            "wakes of the task that awaits a task which was dropped: it would wait forever"
        );
        assert_eq!(
            poll(&mut handle, &theirs),
            Poll::Ready(Err(JoinError::Cancelled))
        );
    });
}

#[test]
fn the_outcome_is_there_before_the_join_waker_is_called() {
    /// Polls the handle as soon as it is woken: as an executor on another thread may.
    struct AtOnce;
    thread_local! {
        static SCENE: RefCell<Option<(JoinHandle<u8>, Rc<()>)>> = const { RefCell::new(None) };
        static SEEN: Cell<[bool; 2]> = const { Cell::new([false; 2]) };
    }
    impl Wake for AtOnce {
        fn wake(self: Arc<Self>) {
            let (mut handle, held) = SCENE.take().expect("it was left there");
            let outcome = poll(&mut handle, &Arc::default());
            SEEN.set([outcome == Poll::Ready(Ok(7)), Rc::strong_count(&held) == 1]);
        }
    }
    check(|| {
        let held = Rc::new(());
        let holds = held.clone();
        let future = poll_fn(move |_| Poll::Ready(5 + Rc::strong_count(&holds) as u8));
        let ((mut task, mut handle), (mine, _)) = (joinable(future), wakers());
        let waker = Waker::from(Arc::new(AtOnce));
        let pending = Pin::new(&mut handle).poll(&mut Context::from_waker(&waker));
        assert!(pending.is_pending());
        SCENE.set(Some((handle, held)));
        assert!(poll(&mut task, &mine).is_ready());
        let [outcome, dropped] = SEEN.get();
        assert!(
            outcome,
            "the joiner was woken, and the outcome was not there yet"
        );
        assert!(
            dropped,
            "the joiner was woken, and the future was not dropped yet"
        );
    });
}

#[test]
fn a_panic_while_the_future_is_dropped_is_an_outcome_too() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            assert!(std::thread::panicking(), "it goes off late"); // two panics at once would abort
        }
    }
    check(|| {
        let bomb = Bomb;
        let future = poll_fn(move |_| -> Poll<()> {
            let _held = &bomb;
            Poll::Pending
        });
        let ((mut task, mut handle), (mine, theirs)) = (joinable(future), wakers());
        assert!(poll(&mut task, &mine).is_pending());
        handle.abort();
        let polled = catch_unwind(AssertUnwindSafe(|| poll(&mut task, &mine)));
        assert!(
            polled.is_ok_and(|poll| poll.is_ready()),
            "the panic came out of the task's poll"
        );
        assert!(
            poll(&mut handle, &theirs).is_ready(),
            "the handle waits for ever"
        );
    });
}
