//! The provided tests of s6e8. They use `Select::{new, set_left, set_right, next}` and `Either`.

#[path = "by_hand.rs"]
mod by_hand;
#[path = "e8_select/fair.rs"]
mod fair;
#[path = "e8_select/orders.rs"]
mod orders;

use super::{Either, Select};
use by_hand::{by_hand, waiting};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use testkit::within;

use Either::{Left, Right};

fn check(awaited: &str, test: impl FnOnce() + Send + 'static) {
    within(Duration::from_secs(3), awaited, test);
}

/// Something to wait for, which counts the polls of its future.
#[derive(Clone, Default)]
struct Event(Rc<Seen>);

#[derive(Default)]
struct Seen {
    happened: Cell<bool>,
    waker: RefCell<Option<Waker>>,
    polls: Cell<u32>,
    drops: Cell<u32>,
}

/// Counts the drop of a future.
struct NoteDrop(Rc<Seen>);

impl Drop for NoteDrop {
    fn drop(&mut self) {
        self.0.drops.set(self.0.drops.get() + 1);
    }
}

impl Event {
    /// A future that is ready when the event has happened, with this output.
    fn gives<T>(&self, output: T) -> impl Future<Output = T> + use<T> {
        let (seen, note) = (self.0.clone(), NoteDrop(self.0.clone()));
        let mut output = Some(output);
        poll_fn(move |context| {
            let _owned = &note;
            seen.polls.set(seen.polls.get() + 1);
            if !seen.happened.get() {
                seen.waker.replace(Some(context.waker().clone()));
                return Poll::Pending;
            }
            match output.take() {
                Some(output) => Poll::Ready(output),
                None => panic!("a future was polled again after it was ready"),
            }
        })
    }

    fn happens(&self) {
        self.0.happened.set(true);
        self.0.waker.take().into_iter().for_each(Waker::wake);
    }

    fn polls(&self) -> u32 {
        self.0.polls.get()
    }

    fn drops(&self) -> u32 {
        self.0.drops.get()
    }
}

fn events() -> (Event, Event) {
    Default::default()
}

/// What one poll of a new `next` gives.
fn next<L: Future, R: Future>(
    select: &mut Select<L, R>,
) -> Poll<Option<Either<L::Output, R::Output>>> {
    by_hand(select.next()).poll()
}

#[test]
fn whichever_is_first_wakes_the_task_that_polls_now() {
    check("the future that is ready first", || {
        for right_is_first in [false, true] {
            let (left, right) = events();
            let mut select = Select::new(left.gives(1), right.gives("one"));
            let mut first = waiting(select.next(), "a next of two futures that wait");
            let _old = first.moves(); // it goes to another task
            assert!(first.poll().is_pending());
            first.wakes();
            let (event, expected) = match right_is_first {
                true => (right, Right("one")),
                false => (left, Left(1)),
            };
            event.happens();
            assert_eq!(
                first.wakes(),
                1,
                "wakes of the latest waker by {expected:?}: a stale one was kept"
            );
            assert_eq!(first.poll(), Poll::Ready(Some(expected)));
        }
    });
}

#[test]
fn the_other_waits_on() {
    check("the second of two outputs", || {
        let (left, right) = events();
        let mut select = Select::new(left.gives(1), right.gives("one"));
        right.happens();
        assert_eq!(next(&mut select), Poll::Ready(Some(Right("one"))));
        assert_eq!(
            left.drops(),
            0,
            "drops of the future that was not ready: next takes both out of their places, and the one that it has \
             not used is dropped with its race"
        );
        let mut second = waiting(select.next(), "a next of one future that waits");
        left.happens();
        assert_eq!(second.wakes(), 1, "wakes of the task by the other future");
        assert_eq!(second.poll(), Poll::Ready(Some(Left(1))));
    });
}

#[test]
fn a_next_that_is_dropped_loses_nothing() {
    check("an output after a next that was dropped", || {
        let (left, right) = events();
        let mut select = Select::new(left.gives(1), right.gives("one"));
        drop(waiting(select.next(), "a next of two futures that wait"));
        assert_eq!(
            (left.drops(), right.drops()),
            (0, 0),
            "drops of the two futures, when a next was dropped"
        );
        left.happens();
        assert_eq!(
            next(&mut select),
            Poll::Ready(Some(Left(1))),
            "what the next `next` gives"
        );
    });
}

#[test]
fn a_future_that_has_ended_is_dropped_and_not_polled_again() {
    check("a next after the end of one future", || {
        let (left, right) = events();
        let mut select = Select::new(left.gives(1), right.gives("one"));
        left.happens();
        assert_eq!(next(&mut select), Poll::Ready(Some(Left(1))));
        assert_eq!(
            left.drops(),
            1,
            "drops of the future that has ended, when next has given its output"
        );
        let mut second = waiting(select.next(), "a next of one future that waits");
        assert!(second.poll().is_pending());
        assert_eq!(left.polls(), 1, "polls of a future that was ready at once");
    });
}

#[test]
fn when_both_have_ended_there_is_no_more() {
    check("the end", || {
        let (left, right) = events();
        let mut select = Select::new(left.gives(1), right.gives("one"));
        left.happens();
        right.happens();
        let _both = [next(&mut select), next(&mut select)];
        for _ in 0..2 {
            assert_eq!(
                next(&mut select),
                Poll::Ready(None),
                "a next of two places that are empty"
            );
        }
    });
}

#[test]
fn a_place_can_be_filled_again() {
    check("an output of a new future", || {
        let (left, right) = events();
        let mut select = Select::new(left.gives(1), right.gives("one"));
        left.happens();
        assert_eq!(next(&mut select), Poll::Ready(Some(Left(1))));
        select.set_left(left.gives(2));
        assert_eq!(next(&mut select), Poll::Ready(Some(Left(2))), "a new left");
        select.set_right(left.gives("two")); // in the place of one that waits
        assert_eq!(right.drops(), 1, "drops of the future that was replaced");
        assert_eq!(next(&mut select), Poll::Ready(Some(Right("two"))));
    });
}
