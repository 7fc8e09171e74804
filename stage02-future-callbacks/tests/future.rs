//! The future: once, later, and never from inside `set_result`.

mod support;

use stage02::{EventLoop, Future, InvalidState};
use std::{
    cell::{Cell, RefCell},
    io,
    rc::Rc,
};

fn pending<T: 'static>() -> (EventLoop, Future<T>) {
    let event_loop = EventLoop::new().unwrap();
    let future = Future::new(&event_loop);
    (event_loop, future)
}

fn refused() -> io::Error {
    io::Error::other("refused")
}

#[test]
fn a_result_is_there_for_every_handle_and_as_often_as_it_is_asked_for() {
    let (_loop, future) = pending();
    let other = future.clone();
    assert!(!future.done());
    assert!(future.result().is_none());
    future.set_result(42).unwrap();
    assert!(other.done());
    assert!(matches!(other.result(), Some(Ok(42))));
    assert!(matches!(future.result(), Some(Ok(42))));
}

#[test]
fn an_exception_is_a_result_too() {
    let (_loop, future) = pending::<()>();
    future.set_exception(refused()).unwrap();
    assert!(future.done());
    assert!(matches!(future.result(), Some(Err(e)) if e.is::<io::Error>()));
}

#[test]
fn it_is_set_once() {
    let (event_loop, future) = pending();
    let calls = Rc::new(Cell::new(0));
    let counted = calls.clone();
    future.add_done_callback(move |_| counted.set(counted.get() + 1));
    assert_eq!(future.set_result(1), Ok(()));
    assert_eq!(future.set_result(2), Err(InvalidState));
    assert_eq!(future.set_exception(refused()), Err(InvalidState));
    event_loop.run().unwrap();
    assert!(matches!(future.result(), Some(Ok(1))));
    assert_eq!(calls.get(), 1);
}

#[test]
fn a_value_may_use_its_future_while_it_is_cloned() {
    struct Curious(Rc<RefCell<Option<Future<Curious>>>>);
    impl Clone for Curious {
        fn clone(&self) -> Self {
            let future = self.0.take().expect("it is cloned once");
            future.add_done_callback(|_| {});
            assert!(future.set_result(Curious(Rc::default())).is_err());
            Curious(self.0.clone())
        }
    }
    let (_loop, future) = pending();
    let own = Rc::new(RefCell::new(Some(future.clone())));
    assert_eq!(future.set_result(Curious(own)), Ok(()));
    assert!(future.result().is_some());
}

#[test]
fn callbacks_run_in_order_and_not_before_the_loop_does() {
    let (event_loop, future) = pending();
    let seen = Rc::new(RefCell::new(Vec::new()));
    for n in 0..3 {
        let seen = seen.clone();
        future.add_done_callback(move |future| {
            seen.borrow_mut()
                .push((n, future.result().unwrap().unwrap()));
        });
    }
    future.set_result("value").unwrap();
    assert_eq!(seen.borrow().len(), 0, "a callback ran inside set_result");
    event_loop.run_once().unwrap();
    assert_eq!(*seen.borrow(), [(0, "value"), (1, "value"), (2, "value")]);
}

#[test]
fn a_late_callback_is_called_too_and_not_inside_add_done_callback() {
    let (event_loop, future) = pending();
    future.set_result(()).unwrap();
    event_loop.run().unwrap();
    let called = Rc::new(Cell::new(false));
    let noted = called.clone();
    future.add_done_callback(move |_| noted.set(true));
    assert!(!called.get(), "it ran inside add_done_callback");
    event_loop.run().unwrap();
    assert!(called.get());
}

#[test]
fn a_callback_may_add_callbacks() {
    let (event_loop, future) = pending();
    let called = Rc::new(Cell::new(0));
    let counted = called.clone();
    future.add_done_callback(move |future| {
        let again = counted.clone();
        counted.set(1);
        future.add_done_callback(move |_| again.set(2));
    });
    future.set_result(()).unwrap();
    event_loop.run_once().unwrap();
    assert_eq!(called.get(), 1);
    event_loop.run_once().unwrap();
    assert_eq!(called.get(), 2);
}

#[test]
fn a_callback_may_complete_other_futures_or_try_this_one_again() {
    let (event_loop, first) = pending();
    let second = Future::new(&event_loop);
    let target = second.clone();
    first.add_done_callback(move |first| {
        target
            .set_result(first.result().unwrap().unwrap() + 1)
            .unwrap();
        assert_eq!(first.set_result(0), Err(InvalidState));
    });
    first.set_result(1).unwrap();
    event_loop.run().unwrap();
    assert!(matches!(second.result(), Some(Ok(2))));
}

#[test]
fn a_callback_may_drop_the_last_handle() {
    let (event_loop, future) = pending();
    let kept = Rc::new(RefCell::new(Some(future.clone())));
    let dropped = kept.clone();
    future.add_done_callback(move |_| drop(dropped.take()));
    future.set_result(()).unwrap();
    drop(future);
    event_loop.run().unwrap();
    assert!(kept.borrow().is_none());
}

#[test]
fn a_long_chain_of_futures_needs_no_stack() {
    support::promptly("a chain of 100,000 futures", || {
        let event_loop = EventLoop::new().unwrap();
        let first = Future::new(&event_loop);
        let last = (0..100_000).fold(first.clone(), |previous, _| {
            let next = Future::new(&event_loop);
            let following = next.clone();
            previous.add_done_callback(move |previous| {
                following
                    .set_result(previous.result().unwrap().unwrap() + 1)
                    .unwrap();
            });
            next
        });
        first.set_result(0).unwrap();
        event_loop.run().unwrap();
        assert!(matches!(last.result(), Some(Ok(100_000))));
    });
}

#[test]
fn callbacks_and_the_future_are_freed() {
    let (event_loop, future) = pending();
    let owned = Rc::new(());
    let moved = owned.clone();
    future.add_done_callback(move |_| drop(moved));
    let never = owned.clone();
    Future::<()>::new(&event_loop).add_done_callback(move |_| drop(never));
    assert_eq!(
        Rc::strong_count(&owned),
        2,
        "a future that nobody holds keeps its callback"
    );
    future.set_result(()).unwrap();
    event_loop.run().unwrap();
    assert_eq!(Rc::strong_count(&owned), 1);
}

#[test]
fn it_outlives_its_loop() {
    let (event_loop, future) = pending();
    let owned = Rc::new(());
    let (early, late) = (owned.clone(), owned.clone());
    future.add_done_callback(move |_| drop(early));
    drop(event_loop);
    future.set_result(7).unwrap();
    future.add_done_callback(move |_| drop(late));
    assert!(matches!(future.result(), Some(Ok(7))));
    assert_eq!(
        Rc::strong_count(&owned),
        1,
        "callbacks that nobody can run are kept"
    );
}
