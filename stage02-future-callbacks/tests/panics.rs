//! User code that panics: what is lost is that call, and nothing else.

mod support;

use stage02::{EventLoop, Future, Interest, catch_panic};
use std::{
    cell::{Cell, RefCell},
    io,
    panic::{AssertUnwindSafe, catch_unwind, panic_any},
    rc::Rc,
};
use support::{promptly, readable};

/// Panics when it is dropped, with another one, and so on forever.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic_any(Bomb);
    }
}

/// Panics with a sentence when it is dropped.
struct Loud;

impl Drop for Loud {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

/// Runs a turn that panics, with whatever payload.
fn interrupted(event_loop: &EventLoop) {
    let panic = catch_unwind(AssertUnwindSafe(|| event_loop.run_once())).unwrap_err();
    std::mem::forget(panic);
}

#[test]
fn a_payload_whose_drop_panics_is_contained_too() {
    assert_eq!(
        catch_panic(|| panic_any(Bomb)),
        Err::<(), _>("no message".into())
    );
    assert_eq!(
        catch_panic(|| panic_any(Loud)),
        Err::<(), _>("no message".into())
    );
    assert_eq!(catch_panic(|| drop(Loud)), Err("dropped".into()));
}

#[test]
fn a_callback_that_panics_with_a_bomb_leaves_the_loop_whole() {
    promptly("the other callback", || {
        let event_loop = EventLoop::new().unwrap();
        let ran = Rc::new(Cell::new(false));
        let noted = ran.clone();
        event_loop.call_soon(|_| panic_any(Bomb));
        event_loop.call_soon(move |_| noted.set(true));
        interrupted(&event_loop);
        event_loop.run().unwrap();
        assert!(ran.get());
    });
}

#[test]
fn a_handler_that_always_panics_starves_no_other() {
    promptly("the other handler", || {
        let event_loop = EventLoop::new().unwrap();
        let ((first, _peer), (second, _other)) = (readable(), readable());
        let calls = Rc::new(Cell::new(0));
        let counted = calls.clone();
        event_loop
            .register(first, Interest::Read, |_, _| panic!("as planned"))
            .unwrap();
        event_loop
            .register(second, Interest::Read, move |_, _| {
                counted.set(counted.get() + 1)
            })
            .unwrap();
        for _ in 0..10 {
            interrupted(&event_loop);
        }
        assert!(
            (4..=10).contains(&calls.get()),
            "{} calls in 10 turns",
            calls.get()
        );
    });
}

#[test]
fn a_callback_that_always_panics_starves_no_handler() {
    fn again(event_loop: &EventLoop) {
        event_loop.call_soon(again);
        panic!("as planned");
    }
    promptly("the handler", || {
        let event_loop = EventLoop::new().unwrap();
        let (socket, _peer) = readable();
        let calls = Rc::new(Cell::new(0));
        let counted = calls.clone();
        event_loop
            .register(socket, Interest::Read, move |_, _| {
                counted.set(counted.get() + 1)
            })
            .unwrap();
        event_loop.call_soon(again);
        for _ in 0..10 {
            interrupted(&event_loop);
        }
        assert!(
            (4..=10).contains(&calls.get()),
            "{} calls in 10 turns",
            calls.get()
        );
    });
}

#[test]
fn a_handler_that_was_left_behind_is_not_called_for_bytes_that_are_gone() {
    promptly("the turns", || {
        let event_loop = EventLoop::new().unwrap();
        let ((first, _peer), (second, _other)) = (readable(), readable());
        let calls = Rc::new(Cell::new(0));
        let counted = calls.clone();
        let key = event_loop
            .register(first, Interest::Read, |_, _| panic!("as planned"))
            .unwrap();
        event_loop
            .register(second.clone(), Interest::Read, move |_, _| {
                counted.set(counted.get() + 1)
            })
            .unwrap();
        interrupted(&event_loop);
        io::Read::read_exact(&mut &*second, &mut [0]).unwrap();
        event_loop.unregister(key).unwrap();
        event_loop.call_soon(|_| {});
        event_loop.run_once().unwrap();
        assert_eq!(calls.get(), 0);
    });
}

#[test]
fn a_dropped_future_contains_its_value_its_callbacks_and_the_exception_handler() {
    let event_loop = EventLoop::new().unwrap();
    let future = Future::new(&event_loop);
    future.set_result(Rc::new(Loud)).unwrap();
    drop(future);

    let dropped = Rc::new(Cell::new(false));
    let (loud, noted) = (Loud, Noted(dropped.clone()));
    let future = Future::<()>::new(&event_loop);
    future.add_done_callback(move |_| drop(loud));
    future.add_done_callback(move |_| drop(noted));
    drop(future);
    assert!(dropped.get(), "the panic of one callback kept the other");

    event_loop.set_exception_handler(|error| panic!("{error}"));
    let future = Future::<()>::new(&event_loop);
    future.set_exception(io::Error::other("refused")).unwrap();
    drop(future);
}

#[test]
fn a_dropped_loop_contains_what_was_left_in_it() {
    promptly("the drops", || {
        let event_loop = EventLoop::new().unwrap();
        let (socket, _peer) = readable();
        let dropped = Rc::new(Cell::new(false));
        let (in_callback, in_handler, noted) = (Loud, Loud, Noted(dropped.clone()));
        event_loop.call_soon(move |_| drop(in_callback));
        event_loop.call_soon(move |_| drop(noted));
        let handler = RefCell::new(Some(in_handler));
        event_loop
            .register(socket, Interest::Read, move |_, _| drop(handler.take()))
            .unwrap();
        drop(event_loop);
        assert!(dropped.get());
    });
}

/// Notes that it was dropped.
struct Noted(Rc<Cell<bool>>);

impl Drop for Noted {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

#[test]
fn a_future_that_is_dropped_while_its_thread_unwinds_does_not_abort() {
    let event_loop = EventLoop::new().unwrap();
    event_loop.set_exception_handler(|error| panic!("{error}"));
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let value = Future::new(&event_loop);
        value.set_result(Rc::new(Loud)).unwrap();
        let exception = Future::<()>::new(&event_loop);
        exception
            .set_exception(io::Error::other("refused"))
            .unwrap();
        panic!("as planned");
    }));
    assert!(unwound.is_err());
}

#[test]
fn a_long_chain_that_is_never_set_needs_no_stack_when_it_is_dropped() {
    promptly("a chain of 100,000 futures", || {
        let event_loop = EventLoop::new().unwrap();
        let dropped = Rc::new(Cell::new(false));
        let first = Future::<()>::new(&event_loop);
        let last = (0..100_000).fold(first.clone(), |previous, _| {
            let next = Future::new(&event_loop);
            let following = next.clone();
            previous.add_done_callback(move |_| following.set_result(()).unwrap());
            next
        });
        let noted = Noted(dropped.clone());
        last.add_done_callback(move |_| drop(noted));
        drop(last);
        drop(first);
        assert!(dropped.get());
    });
}

#[test]
fn a_handler_that_unregisters_itself_and_panics_is_dropped_without_an_abort() {
    promptly("the end of the loop", || {
        let event_loop = EventLoop::new().unwrap();
        let ((socket, _peer), bomb) = (readable(), Bomb);
        event_loop
            .register(socket, Interest::Read, move |event_loop, ready| {
                let _owned = &bomb; // dropped by the unwinding, with the handler
                event_loop.unregister(ready.key).unwrap();
                panic!("on purpose");
            })
            .unwrap();
        interrupted(&event_loop);
        event_loop.run().unwrap();
    });
}
