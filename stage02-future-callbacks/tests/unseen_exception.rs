//! An exception that nobody looks at is reported: once, and not too early.

use stage01::Exception;
use stage02::{EventLoop, Future};
use std::{cell::RefCell, io, rc::Rc};

/// A loop that notes which exceptions it is told about.
fn noting() -> (EventLoop, Rc<RefCell<Vec<String>>>) {
    let event_loop = EventLoop::new().unwrap();
    let told = Rc::new(RefCell::new(Vec::new()));
    let noted = told.clone();
    event_loop.set_exception_handler(move |error: &Exception| {
        noted.borrow_mut().push(error.to_string());
    });
    (event_loop, told)
}

fn refused() -> io::Error {
    io::Error::other("refused")
}

#[test]
fn an_exception_that_nobody_saw_is_reported_once_when_the_last_handle_goes() {
    let (event_loop, told) = noting();
    let future = Future::<()>::new(&event_loop);
    let other = future.clone();
    future.set_exception(refused()).unwrap();
    drop(future);
    assert_eq!(told.borrow().len(), 0, "somebody could still look");
    drop(other);
    event_loop.run().unwrap();
    assert_eq!(*told.borrow(), ["refused"]);
}

#[test]
fn an_exception_that_somebody_saw_is_not_reported() {
    let (event_loop, told) = noting();
    let future = Future::<()>::new(&event_loop);
    assert!(future.result().is_none());
    future.add_done_callback(|future| assert!(future.result().unwrap().is_err()));
    future.set_exception(refused()).unwrap();
    drop(future);
    event_loop.run().unwrap();
    assert_eq!(told.borrow().len(), 0);
}

#[test]
fn asking_too_early_is_not_seeing() {
    let (event_loop, told) = noting();
    let future = Future::<()>::new(&event_loop);
    assert!(future.result().is_none());
    future.set_exception(refused()).unwrap();
    drop(future);
    assert_eq!(told.borrow().len(), 1);
}

#[test]
fn a_callback_that_does_not_look_has_not_seen_it() {
    let (event_loop, told) = noting();
    let future = Future::<()>::new(&event_loop);
    future.add_done_callback(|_| {});
    future.set_exception(refused()).unwrap();
    drop(future);
    assert_eq!(told.borrow().len(), 0, "the callback may still look");
    event_loop.run().unwrap();
    assert_eq!(told.borrow().len(), 1);
}

#[test]
fn a_result_or_nothing_at_all_is_not_reported() {
    let (event_loop, told) = noting();
    Future::<()>::new(&event_loop).set_result(()).unwrap();
    drop(Future::<()>::new(&event_loop));
    assert_eq!(told.borrow().len(), 0);
}

#[test]
fn an_exception_handler_may_use_the_loop() {
    let (event_loop, told) = noting();
    let noted = told.clone();
    let inner = Rc::new(RefCell::new(Some(Future::<()>::new(&event_loop))));
    inner
        .borrow()
        .as_ref()
        .unwrap()
        .set_exception(refused())
        .unwrap();
    event_loop.set_exception_handler(move |error| {
        noted.borrow_mut().push(format!("second handler: {error}"));
        drop(inner.take());
    });
    Future::<()>::new(&event_loop)
        .set_exception(refused())
        .unwrap();
    assert_eq!(told.borrow().len(), 2);
}
