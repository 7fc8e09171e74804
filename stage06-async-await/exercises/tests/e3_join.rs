//! The provided tests of s6e3.

use super::*;
use std::{
    future::{pending, poll_fn, ready},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::Wake,
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

/// Two wakers: the task's, and that of whoever awaits the handle.
fn wakers() -> (Arc<Count>, Arc<Count>) {
    Default::default()
}

#[test]
fn the_handle_has_the_result() {
    check(|| {
        let ((mut task, mut handle), (mine, theirs)) = (joinable(ready(42)), wakers());
        assert!(
            poll(&mut handle, &theirs).is_pending(),
            "the task has had no turn"
        );
        assert!(!handle.is_finished());
        assert!(
            poll(&mut task, &mine).is_ready(),
            "the task ends when its future does"
        );
        assert_eq!(theirs.wakes(), 1, "wakes of who awaits the handle");
        assert!(handle.is_finished());
        assert_eq!(poll(&mut handle, &theirs), Poll::Ready(Ok(42)));
    });
}

#[test]
fn it_does_not_matter_who_comes_first() {
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
            "wakes of the task that was aborted: nobody would poll it again"
        );
        assert!(poll(&mut task, &mine).is_ready(), "the aborted task ends");
        assert_eq!(Rc::strong_count(&held), 1, "owners of what the future held");
        assert_eq!(theirs.wakes(), 1, "wakes of who awaits the handle");
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
        assert!(poll(&mut task, &mine).is_pending(), "it pauses once more");
        assert_eq!(
            mine.wakes(),
            1,
            "wakes of a task that has aborted itself: nobody would poll it again"
        );
        assert!(poll(&mut task, &mine).is_ready(), "the aborted task ends");
    });
}

#[test]
#[should_panic(expected = "taken already")]
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
            "wakes of who awaits a task that was dropped: it would wait for ever"
        );
        assert_eq!(
            poll(&mut handle, &theirs),
            Poll::Ready(Err(JoinError::Cancelled))
        );
    });
}

#[test]
fn the_outcome_is_there_before_anybody_is_woken() {
    /// Looks at the handle as soon as it is woken: as an executor may that polls at once.
    struct Looks(Cell<Option<(JoinHandle<u8>, Rc<()>)>>, Cell<[bool; 2]>);
    thread_local! {
        static LOOKS: Looks = const { Looks(Cell::new(None), Cell::new([false; 2])) };
    }
    struct AtOnce;
    impl Wake for AtOnce {
        fn wake(self: Arc<Self>) {
            LOOKS.with(|looks| {
                let (handle, held) = looks.0.take().expect("it was left there");
                let outcome = handle.is_finished() && handle.0.outcome.borrow().is_some();
                looks.1.set([outcome, Rc::strong_count(&held) == 1]);
            });
        }
    }
    check(|| {
        let held = Rc::new(());
        let holds = held.clone();
        let future = poll_fn(move |_| Poll::Ready(Rc::strong_count(&holds) as u8));
        let ((mut task, mut handle), (mine, _)) = (joinable(future), wakers());
        let waker = Waker::from(Arc::new(AtOnce));
        let pending = Pin::new(&mut handle).poll(&mut Context::from_waker(&waker));
        assert!(pending.is_pending());
        LOOKS.with(|looks| looks.0.set(Some((handle, held))));
        assert!(poll(&mut task, &mine).is_ready());
        let [outcome, dropped] = LOOKS.with(|looks| looks.1.get());
        assert!(
            outcome,
            "who was woken looked, and the outcome was not there yet"
        );
        assert!(
            dropped,
            "who was woken looked, and the future was not dropped yet"
        );
    });
}
