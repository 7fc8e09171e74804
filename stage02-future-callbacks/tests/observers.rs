//! An observer of the loop, or a value that it drops, may use the loop: nothing is borrowed meanwhile.

mod support;

use stage02::{EventLoop, Future, Interest};
use std::{
    cell::{Cell, RefCell},
    io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    rc::Rc,
};
use support::{pair, promptly, readable};
use tracing::{Event, Metadata, Subscriber, span, subscriber::with_default};

thread_local! {
    /// What is done at each event.
    static ACTION: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
    static EVENTS: Cell<u32> = const { Cell::new(0) };
}

/// Does something at each event, but not at the events of that.
struct Acting;

impl Subscriber for Acting {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn event(&self, _: &Event<'_>) {
        EVENTS.set(EVENTS.get() + 1);
        if let Some(action) = ACTION.take() {
            let acted = catch_unwind(AssertUnwindSafe(|| action()));
            ACTION.set(Some(action));
            acted.unwrap_or_else(|panic| resume_unwind(panic));
        }
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Uses all that a loop has.
fn use_all(event_loop: &EventLoop) {
    let (socket, _peer) = pair();
    let key = event_loop
        .register(socket, Interest::Read, |_, _| {})
        .unwrap();
    event_loop.modify(key, Interest::Write).unwrap();
    event_loop.unregister(key).unwrap();
    event_loop.call_soon(|_| {});
    event_loop.set_exception_handler(|_| {});
    let future = Future::<()>::new(event_loop);
    future.add_done_callback(|_| {});
    future.set_exception(io::Error::other("unseen")).unwrap();
    assert!(!event_loop.is_idle());
}

#[test]
fn an_observer_may_use_the_loop_at_every_event() {
    promptly("the events", || {
        with_default(Acting, || {
            let event_loop = EventLoop::new().unwrap();
            let acting = event_loop.clone();
            ACTION.set(Some(Rc::new(move || use_all(&acting))));
            let (socket, _peer) = readable();
            let key = event_loop
                .register(socket, Interest::ReadWrite, |event_loop, ready| {
                    event_loop.modify(ready.key, Interest::Read).unwrap();
                    event_loop.unregister(ready.key).unwrap();
                })
                .unwrap();
            event_loop.modify(key, Interest::Read).unwrap();
            let future = Future::<()>::new(&event_loop);
            future.add_done_callback(|_| {});
            future.set_exception(io::Error::other("unseen")).unwrap();
            drop(future);
            for _ in 0..5 {
                event_loop.run_once().unwrap();
            }
            ACTION.set(None);
            event_loop.run().unwrap();
            assert!(EVENTS.get() > 8, "{} events", EVENTS.get());
        });
    });
}

#[test]
fn a_handler_that_an_observer_unregisters_at_the_last_moment_does_not_run() {
    promptly("the turn", || {
        with_default(Acting, || {
            let event_loop = EventLoop::new().unwrap();
            let (socket, _peer) = readable();
            let key = event_loop
                .register(socket, Interest::Read, |_, _| panic!("it ran"))
                .unwrap();
            let acting = event_loop.clone();
            ACTION.set(Some(Rc::new(move || {
                let _ = acting.unregister(key);
            })));
            event_loop.run().unwrap();
            ACTION.set(None);
        });
    });
}

/// Panics at the event with this number, counted from 0, of those of a `set_result` and the callbacks after it. Gives how many of
/// three callbacks have run.
fn set_while_event_breaks(broken: u32) -> u32 {
    let event_loop = EventLoop::new().unwrap();
    let (future, called) = (Future::new(&event_loop), Rc::new(Cell::new(0)));
    for _ in 0..3 {
        let called = called.clone();
        future.add_done_callback(move |_| called.set(called.get() + 1));
    }
    EVENTS.set(0);
    let breaks = move || assert!(EVENTS.get() != broken + 1, "the observer broke");
    ACTION.set(Some(Rc::new(breaks)));
    let set = catch_unwind(AssertUnwindSafe(|| future.set_result(()).unwrap()));
    let ran = catch_unwind(AssertUnwindSafe(|| event_loop.run().unwrap()));
    assert!(set.is_err() || ran.is_err(), "event {broken} breaks none");
    event_loop.run().unwrap();
    ACTION.set(None);
    called.get()
}

#[test]
fn an_observer_that_panics_costs_no_callback_of_a_future() {
    promptly("the callbacks", || {
        with_default(Acting, || {
            for broken in 0..7 {
                let called = set_while_event_breaks(broken);
                assert_eq!(called, 3, "the observer breaks at event {broken}");
            }
        });
    });
}

/// Uses the loop when it is dropped.
struct UsesItWhenDropped(EventLoop);

impl Drop for UsesItWhenDropped {
    fn drop(&mut self) {
        use_all(&self.0);
    }
}

#[test]
fn what_is_dropped_may_use_the_loop() {
    promptly("the drops", || {
        let event_loop = EventLoop::new().unwrap();
        let owned = || UsesItWhenDropped(event_loop.clone());
        let (in_handler, in_callback, in_waiter) = (owned(), owned(), owned());
        let (in_value, in_late, in_exceptions) = (owned(), owned(), owned());

        let (socket, _peer) = pair();
        let handler = move |_: &EventLoop, _| _ = &in_handler;
        let key = event_loop
            .register(socket.clone(), Interest::Read, handler)
            .unwrap();
        // Refused, because the socket is registered: the handler is dropped.
        let again = owned();
        let refused = event_loop.register(socket, Interest::Read, move |_, _| _ = &again);
        assert!(refused.is_err());
        event_loop.unregister(key).unwrap();

        event_loop.call_soon(move |_| drop(in_callback));
        let pending = Future::<()>::new(&event_loop);
        pending.add_done_callback(move |_| drop(in_waiter));
        drop(pending);
        let done = Future::new(&event_loop);
        done.set_result(Rc::new(in_value)).unwrap();
        assert!(done.set_result(Rc::new(in_late)).is_err());
        drop(done);
        event_loop.set_exception_handler(move |_| _ = &in_exceptions);
        event_loop.set_exception_handler(|_| {});
        event_loop.run().unwrap();
    });
}
