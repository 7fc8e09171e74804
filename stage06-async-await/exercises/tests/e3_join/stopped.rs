//! How a task is stopped: by its handle, or with its executor.

use super::*;

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
fn a_task_that_is_aborted_while_it_waits_is_not_polled_again() {
    check(|| {
        let polls = Rc::new(Cell::new(0));
        let count = polls.clone();
        let future = poll_fn(move |_| -> Poll<()> {
            count.set(count.get() + 1);
            Poll::Pending
        });
        let ((mut task, handle), (mine, _)) = (joinable(future), wakers());
        assert!(poll(&mut task, &mine).is_pending());
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
        assert_eq!(mine.wakes(), 0, "wakes of a task that has ended, by abort");
        drop(task);
        assert_eq!(
            poll(&mut handle, &theirs),
            Poll::Ready(Ok(7)),
            "it had ended before it was aborted"
        );
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
            "the handle waits forever"
        );
    });
}
