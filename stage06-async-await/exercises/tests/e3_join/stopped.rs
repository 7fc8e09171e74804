//! How a handle stops its task.

use super::*;
use std::mem::ManuallyDrop;

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
fn a_task_that_aborts_itself_and_is_ready_in_the_same_poll_has_a_result() {
    check(|| {
        let own = Rc::new(RefCell::new(None::<JoinHandle<u8>>));
        let handle = own.clone();
        let future = async move {
            handle.borrow().iter().for_each(JoinHandle::abort);
            7
        };
        let ((mut task, handle), (mine, theirs)) = (joinable(future), wakers());
        own.replace(Some(handle));
        assert!(
            poll(&mut task, &mine).is_ready(),
            "the task ends when its future does"
        );
        let outcome = own.take().map(|mut handle| poll(&mut handle, &theirs));
        assert_eq!(
            outcome,
            Some(Poll::Ready(Ok(7))),
            "the outcome of a task that aborts itself, and is ready before abort can stop it"
        );
    });
}

#[test]
fn a_task_that_is_aborted_while_it_waits_is_not_polled_again() {
    check(|| {
        let polls = Rc::new(Cell::new(0));
        let count = polls.clone();
        let future = poll_fn(move |_| -> Poll<()> {
            count.set(count.get() + 1);
            Poll::Pending
        });
        let ((mut task, handle), (mine, _)) = (joinable(future), wakers());
        assert!(poll(&mut task, &mine).is_pending(), "the future waits");
        handle.abort();
        assert!(poll(&mut task, &mine).is_ready(), "the aborted task ends");
        assert_eq!(polls.get(), 1, "polls of the future, the last after abort");
    });
}

#[test]
fn a_task_that_is_aborted_first_is_never_polled() {
    check(|| {
        let polled = Rc::new(Cell::new(false));
        let seen = polled.clone();
        let future = async move { seen.set(true) };
        let ((mut task, mut handle), (mine, theirs)) = (joinable(future), wakers());
        handle.abort();
        assert!(
            !handle.is_finished(),
            "the future is still there, so the task has not ended"
        );
        assert!(poll(&mut task, &mine).is_ready(), "the aborted task ends");
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
        assert!(
            poll(&mut task, &mine).is_ready(),
            "the task ends when its future does"
        );
        handle.abort();
        assert_eq!(mine.wakes(), 0, "wakes of a task that has ended, by abort");
        drop(task);
        assert_eq!(
            poll(&mut handle, &theirs),
            Poll::Ready(Ok(7)),
            "it had ended before it was aborted"
        );
    });
}

/// A waker that polls the task that was left here, as an executor may that runs a task at once.
struct AtOnce;

thread_local! {
    static TASK: RefCell<Option<Pin<Box<dyn Future<Output = ()>>>>> = const { RefCell::new(None) };
}

impl Wake for AtOnce {
    fn wake(self: Arc<Self>) {
        // If it panics: a task that is dropped meanwhile may panic as well, and two panics at once abort.
        let mut task = ManuallyDrop::new(TASK.take().expect("it was left there"));
        let waker = Waker::from(Arc::<Count>::default());
        let poll = task.as_mut().poll(&mut Context::from_waker(&waker));
        assert!(poll.is_ready(), "the aborted task ends");
        drop(ManuallyDrop::into_inner(task));
    }
}

#[test]
fn the_waker_that_abort_calls_may_poll_the_task() {
    check(|| {
        let (task, mut handle) = joinable(pending::<()>());
        let mut task = Box::pin(task);
        let waker = Waker::from(Arc::new(AtOnce));
        let poll_task = task.as_mut().poll(&mut Context::from_waker(&waker));
        assert!(poll_task.is_pending());
        TASK.set(Some(task));
        if catch_unwind(AssertUnwindSafe(|| handle.abort())).is_err() {
            panic!(
                "the waker that abort calls cannot poll the task: what is borrowed while it is called?"
            );
        }
        assert!(TASK.take().is_none(), "abort has not woken the task");
        assert_eq!(
            poll(&mut handle, &Arc::default()),
            Poll::Ready(Err(JoinError::Cancelled)),
            "the outcome of a task that was polled by the waker that abort called"
        );
    });
}
