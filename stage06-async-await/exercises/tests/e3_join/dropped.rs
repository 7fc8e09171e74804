//! A task that is dropped before its end, and what its destructors may do.

use super::*;

#[test]
fn a_task_that_is_dropped_while_a_panic_unwinds_tells_its_handle() {
    check(|| {
        let ((mut task, mut handle), (mine, theirs)) = (joinable(pending::<()>()), wakers());
        assert!(poll(&mut task, &mine).is_pending() && poll(&mut handle, &theirs).is_pending());
        let panic = catch_unwind(AssertUnwindSafe(move || {
            let _task = task;
            panic!("the loop is broken");
        }));
        assert!(panic.is_err(), "that panic goes on");
        assert_eq!(
            poll(&mut handle, &theirs),
            Poll::Ready(Err(JoinError::Cancelled)),
            "the outcome of a task that was dropped by a panic of its loop"
        );
    });
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "it goes off late"); // two panics at once would abort
    }
}

#[test]
fn a_panic_while_the_future_is_dropped_is_the_outcome() {
    check(|| {
        for end in ["it is ready", "it was aborted", "it is dropped"] {
            let (bomb, mut polls) = (Bomb, 0);
            let future = poll_fn(move |_| {
                let _held = &bomb;
                polls += 1;
                match polls == 2 {
                    true => Poll::Ready(()),
                    false => Poll::Pending,
                }
            });
            let ((mut task, mut handle), (mine, theirs)) = (joinable(future), wakers());
            assert!(poll(&mut task, &mine).is_pending(), "the future waits");
            if end == "it was aborted" {
                handle.abort();
            }
            let ended = catch_unwind(AssertUnwindSafe(|| {
                let ready = end == "it is dropped" || poll(&mut task, &mine).is_ready();
                drop(task);
                ready
            }));
            assert!(
                ended.is_ok(),
                "{end}, and a panic of its destructor came out of the task"
            );
            assert_eq!(ended.ok(), Some(true), "{end}, and the task goes on");
            assert_eq!(
                poll(&mut handle, &theirs),
                Poll::Ready(Err(JoinError::Panicked("it goes off late".into()))),
                "the outcome of a task, when {end} and its destructor panics"
            );
        }
    });
}
