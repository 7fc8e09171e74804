//! The events that a loop emits: what a replay is made of.

mod support;

use stage02::{EventLoop, Future, Interest};
use support::pair;
use testkit::recorded;

#[test]
fn a_turn_leaves_its_events_in_order() {
    let lines = recorded(|| {
        let event_loop = EventLoop::new().unwrap();
        let (socket, _peer) = pair();
        let writable = Future::new(&event_loop);
        let on_writable = writable.clone();
        event_loop
            .register(socket, Interest::ReadWrite, move |event_loop, ready| {
                event_loop.modify(ready.key, Interest::Write).unwrap();
                event_loop.modify(ready.key, Interest::Write).unwrap();
                event_loop.unregister(ready.key).unwrap();
                on_writable.set_result(()).unwrap();
            })
            .unwrap();
        writable.add_done_callback(|_| {});
        event_loop.run().unwrap();
    });
    let expected = [
        "register key=0 interest=ReadWrite",
        "ready key=0 readable=false writable=true",
        "modify key=0 interest=Write",
        "unregister key=0",
        "complete future=0 ok=true callbacks=1",
        "call_soon callback=1",
        "callback callback=1",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn an_exception_that_nobody_saw_is_an_event() {
    let lines = recorded(|| {
        let event_loop = EventLoop::new().unwrap();
        event_loop.set_exception_handler(|_| {});
        Future::<()>::new(&event_loop)
            .set_exception(std::fmt::Error)
            .unwrap();
    });
    assert_eq!(lines.len(), 2);
    assert!(
        lines[1].starts_with("future exception was never retrieved"),
        "{}",
        lines[1]
    );
}
