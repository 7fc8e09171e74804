//! Handlers that change who is registered, while the turn goes on.

mod support;

use stage02::{EventLoop, Interest};
use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
};
use support::{pair, promptly, readable};

#[test]
fn a_handler_that_was_unregistered_in_this_turn_does_not_run() {
    promptly("one of two handlers", || {
        let event_loop = EventLoop::new().unwrap();
        let (keys, ran) = (Rc::new(RefCell::new(Vec::new())), Rc::new(Cell::new(0)));
        for (socket, _peer) in [readable(), readable()] {
            let (others, counted) = (keys.clone(), ran.clone());
            let key = event_loop
                .register(socket, Interest::Read, move |event_loop, _| {
                    counted.set(counted.get() + 1);
                    for key in others.take() {
                        event_loop.unregister(key).unwrap();
                    }
                })
                .unwrap();
            keys.borrow_mut().push(key);
        }
        event_loop.run().unwrap();
        assert_eq!(ran.get(), 1);
    });
}

#[test]
fn the_readiness_of_one_socket_is_never_given_to_another() {
    promptly("the newcomer", || {
        let event_loop = EventLoop::new().unwrap();
        let ((first, _peer), (second, _other)) = (readable(), readable());
        let swapped = Rc::new(Cell::new(0));
        let (stale, counted) = (Rc::new(Cell::new(None)), swapped.clone());
        let doomed = stale.clone();
        // In one turn the first handler unregisters the second socket and registers a newcomer in its place.
        let key = event_loop.register(first, Interest::Read, move |event_loop, ready| {
            event_loop.unregister(ready.key).unwrap();
            event_loop.unregister(doomed.get().unwrap()).unwrap();
            let (newcomer, _peer) = pair();
            let counted = counted.clone();
            let key = event_loop
                .register(newcomer, Interest::Read, move |_, _| {
                    counted.set(counted.get() + 1)
                })
                .unwrap();
            event_loop.call_soon(move |event_loop| event_loop.unregister(key).unwrap());
        });
        key.unwrap();
        let second = event_loop.register(second, Interest::Read, |_, _| {});
        stale.set(second.ok());
        event_loop.run_once().unwrap();
        assert_eq!(swapped.get(), 0);
        assert_eq!(event_loop.registered(), 1);
    });
}

#[test]
fn a_handler_may_register_others() {
    promptly("a second handler", || {
        let event_loop = EventLoop::new().unwrap();
        let ((first, _peer), (second, _other)) = (readable(), readable());
        let ran = Rc::new(Cell::new(false));
        let (second, noted) = (Cell::new(Some(second)), ran.clone());
        event_loop
            .register(first, Interest::Read, move |event_loop, ready| {
                event_loop.unregister(ready.key).unwrap();
                let (second, noted) = (second.take().unwrap(), noted.clone());
                event_loop
                    .register(second, Interest::Read, move |event_loop, ready| {
                        event_loop.unregister(ready.key).unwrap();
                        noted.set(true);
                    })
                    .unwrap();
            })
            .unwrap();
        event_loop.run().unwrap();
        assert!(ran.get());
    });
}

#[test]
fn a_dropped_loop_lets_go_of_handlers_callbacks_and_sockets() {
    let (socket, _peer) = pair();
    let owned = Rc::new(());
    let event_loop = EventLoop::new().unwrap();
    let (by_handler, by_callback) = (owned.clone(), owned.clone());
    event_loop
        .register(socket.clone(), Interest::Read, move |_, _| {
            drop(by_handler.clone())
        })
        .unwrap();
    event_loop.call_soon(move |_| drop(by_callback));
    drop(event_loop);
    assert_eq!(
        (Rc::strong_count(&owned), Rc::strong_count(&socket)),
        (1, 1)
    );
}

#[test]
fn a_handler_that_runs_the_loop_that_runs_it_panics() {
    promptly("a panic", || {
        let event_loop = EventLoop::new().unwrap();
        let (socket, _peer) = readable();
        event_loop
            .register(socket, Interest::Read, |event_loop, _| {
                event_loop.run().unwrap()
            })
            .unwrap();
        let panic = catch_unwind(AssertUnwindSafe(|| event_loop.run())).unwrap_err();
        let message = panic.downcast::<String>().unwrap();
        assert!(
            message.starts_with("a handler must not run the loop"),
            "{message}"
        );
    });
}
