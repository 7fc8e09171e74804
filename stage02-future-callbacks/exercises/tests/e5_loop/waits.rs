//! When the loop waits, and when it ends.

use super::*;
use std::{sync::mpsc::channel, thread, time::Instant};

#[test]
fn with_nothing_to_do_it_ends_at_once() {
    check("a loop with nothing to wait for to end", |my_loop, _| {
        my_loop.run().expect("it runs")
    });
}

#[test]
fn it_goes_on_as_long_as_a_socket_is_registered() {
    check(
        "a handler whose socket became ready later",
        |my_loop, log| {
            let (socket, inner) = (socket(), log.clone());
            let (later, bell) = (log.clone(), socket.clone());
            let handler = move |my_loop: &MyLoop, ready: Ready| {
                inner.borrow_mut().push("ready");
                my_loop.unregister(ready.key).expect("registered");
            };
            my_loop
                .register(socket, Interest::Read, handler)
                .expect("registered");
            my_loop.call_soon(move |my_loop| {
                later.borrow_mut().push("first turn");
                my_loop.call_soon(move |_| ring(&bell));
            });
            my_loop.run().expect("it runs");
            assert_eq!(
                *log.borrow(),
                ["first turn", "ready"],
                "it ended while a socket was registered"
            );
        },
    );
}

#[test]
fn what_is_queued_does_not_wait_for_a_silent_socket() {
    check(
        "a queued callback, while a silent socket is registered",
        |my_loop, log| {
            let key = my_loop
                .register(socket(), Interest::Read, |_, _| {})
                .expect("registered");
            my_loop.call_soon(note(&log, "queued"));
            my_loop.call_soon(move |my_loop| my_loop.unregister(key).expect("registered"));
            finish(&my_loop);
            assert_eq!(*log.borrow(), ["queued"], "the callback, without an event");
        },
    );
}

#[test]
fn it_waits_and_does_not_spin() {
    check("a message from another thread", |my_loop, log| {
        let (socket, inner) = (socket(), log.clone());
        let (turn_taken, turns) = channel();
        let far = socket.try_clone().expect("a second handle");
        // Rings once the loop has had every chance to spin: after 400 ms, or 1000 turns.
        thread::spawn(move || {
            let end = Instant::now() + Duration::from_millis(400);
            let left = || end.saturating_duration_since(Instant::now());
            (0..1000)
                .take_while(|_| turns.recv_timeout(left()).is_ok())
                .for_each(drop);
            ring(&far);
        });
        let handler = move |my_loop: &MyLoop, ready: Ready| {
            inner.borrow_mut().push("rung");
            my_loop.unregister(ready.key).expect("registered");
        };
        my_loop
            .register(socket, Interest::Read, handler)
            .expect("registered");
        my_loop.selector.borrow_mut().hurry(); // a wait with a limit ends at once
        let mut count = 0;
        while log.borrow().is_empty() {
            my_loop.run_once().expect("it runs");
            let _ = turn_taken.send(());
            count += 1;
        }
        assert!(
            count <= 3,
            "{count} turns for one event: it asks, where it should wait (a limit on the wait is asking, too)"
        );
    });
}
