use super::*;
use crate::runtime::task::error::Outcome;
use std::future::ready;
use std::task::{Context, Waker};

/// The box of a task whose outcome was taken, and where it is.
fn emptied<F>(boxes: &Boxes, future: F) -> (Pin<Box<dyn RawTask>>, *const ())
where
    F: Future<Output: 'static> + 'static,
{
    let mut task = boxes.put(future);
    let polled = task.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_ready());
    let mut outcome: Option<Outcome<F::Output>> = None;
    task.as_mut().take_output(&mut outcome);
    assert!(outcome.is_some_and(|outcome| outcome.is_ok()));
    let place = (&raw const *task).cast();
    (task, place)
}

#[test]
fn a_box_is_used_again_for_a_future_of_the_same_type() {
    let boxes = Boxes::default();
    let (task, place) = emptied(&boxes, ready(1));
    boxes.keep(task);
    assert_eq!(boxes.0.borrow().len(), 1);
    let (task, again) = emptied(&boxes, ready(2));
    assert_eq!(place, again);
    boxes.keep(task);
    emptied(&boxes, ready("a future of another type"));
    assert!(boxes.0.borrow().is_empty());
}

#[test]
fn boxes_that_are_large_or_too_many_are_not_kept() {
    let boxes = Boxes::default();
    boxes.keep(emptied(&boxes, ready([0; MOST])).0);
    assert!(boxes.0.borrow().is_empty());
    let many: Vec<_> = (0..=MOST).map(|n| emptied(&boxes, ready(n)).0).collect();
    many.into_iter().for_each(|task| boxes.keep(task));
    assert_eq!(boxes.0.borrow().len(), MOST);
}
