//! A future that is watched.

use super::Executor;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Counts the polls of a task, and keeps the waker of the latest.
#[derive(Clone, Default)]
pub(super) struct Probe(Rc<Seen>);

#[derive(Default)]
struct Seen {
    polls: Cell<u32>,
    waker: RefCell<Option<Waker>>,
    polled: Cell<bool>,
}

impl Probe {
    /// A future that is ready at its `n`th poll.
    pub(super) fn ready_at(&self, n: u32) -> impl Future<Output = ()> + use<> {
        self.acts_until(n, |_| ())
    }

    /// A future that is ready at its `n`th poll, and does this in each of the others.
    pub(super) fn acts_until<A: Fn(&Waker)>(
        &self,
        n: u32,
        act: A,
    ) -> impl Future<Output = ()> + use<A> {
        let Probe(seen) = self.clone();
        poll_fn(move |context| {
            seen.polls.set(seen.polls.get() + 1);
            assert!(
                !seen.polled.replace(true),
                "a task is polled inside of its own poll: a wake must not poll"
            );
            assert!(seen.polls.get() <= n, "a task is polled after it was ready");
            seen.waker.replace(Some(context.waker().clone()));
            let ready = seen.polls.get() == n;
            if !ready {
                act(context.waker());
            }
            seen.polled.set(false);
            match ready {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
    }

    pub(super) fn waker(&self) -> Waker {
        self.0.waker.borrow().clone().expect("the task was polled")
    }

    pub(super) fn polls(&self) -> u32 {
        self.0.polls.get()
    }
}

/// Runs what is ready. A panic about a borrow comes with the reason.
pub(super) fn run(executor: &Executor) {
    let Err(panic) = catch_unwind(AssertUnwindSafe(|| executor.run_ready())) else {
        return;
    };
    let text = (panic.downcast_ref::<String>().map(String::as_str))
        .or_else(|| panic.downcast_ref().copied())
        .unwrap_or_default();
    assert!(
        !text.contains("borrowed"),
        "run_ready panics with \"{text}\": what is borrowed while a task is polled or dropped?"
    );
    resume_unwind(panic);
}
