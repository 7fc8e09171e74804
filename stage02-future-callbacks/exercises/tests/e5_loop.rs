//! The provided tests of s2e5.

#[path = "e5_loop/uses.rs"]
mod uses;
#[path = "e5_loop/waits.rs"]
mod waits;

use super::*;
use std::{
    any::Any,
    cell::Cell,
    net::UdpSocket,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    time::Duration,
};
use testkit::within;

type Log = Rc<RefCell<Vec<&'static str>>>;

fn check(awaited: &'static str, test: impl FnOnce(MyLoop, Log) + Send + 'static) {
    within(Duration::from_secs(3), awaited, || {
        let test = || test(MyLoop::new().expect("a loop"), Log::default());
        let Err(panic) = catch_unwind(AssertUnwindSafe(test)) else {
            return;
        };
        let text = message(&*panic);
        assert!(
            !text.contains("borrowed"),
            "\"{text}\": a callback or a handler uses the loop, so what is borrowed while it runs? (A borrow in the head of \
             a `for`, `while let`, `if let` or `match` lives to the end of its block.)"
        );
        resume_unwind(panic);
    });
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or(panic.downcast_ref().copied());
    text.unwrap_or_default().to_string()
}

fn socket() -> Rc<UdpSocket> {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
    socket
        .connect(socket.local_addr().expect("bound"))
        .expect("connected to itself");
    socket.set_nonblocking(true).expect("nonblocking");
    Rc::new(socket)
}

/// Takes turns until nothing is registered or queued: `run`, if that is not what is tested.
fn finish(my_loop: &MyLoop) {
    while !(my_loop.queue.borrow().is_empty() && my_loop.selector.borrow().is_empty()) {
        my_loop.run_once().expect("it runs");
    }
}

/// Makes the socket readable.
fn ring(socket: &UdpSocket) {
    socket.send(b"!").expect("sent to itself");
}

fn note(log: &Log, word: &'static str) -> impl FnOnce(&MyLoop) + 'static {
    let log = log.clone();
    move |_| log.borrow_mut().push(word)
}

#[test]
fn callbacks_run_in_order_and_then_it_ends() {
    check("a loop with two callbacks to end", |my_loop, log| {
        my_loop.call_soon(note(&log, "one"));
        my_loop.call_soon(note(&log, "two"));
        my_loop.run().expect("it runs");
        assert_eq!(
            *log.borrow(),
            ["one", "two"],
            "two callbacks, in order, before `run` ends"
        );
    });
}

#[test]
fn a_handler_runs_when_its_socket_is_ready() {
    check("a handler whose socket is ready", |my_loop, log| {
        let (socket, inner) = (socket(), log.clone());
        ring(&socket);
        let handler = move |my_loop: &MyLoop, ready: Ready| {
            inner.borrow_mut().push("ready");
            my_loop.unregister(ready.key).expect("registered");
            my_loop.call_soon(note(&inner, "queued by the handler"));
        };
        my_loop
            .register(socket, Interest::Read, handler)
            .expect("registered");
        finish(&my_loop);
        assert_eq!(
            *log.borrow(),
            ["ready", "queued by the handler"],
            "a handler, and the callback that it queued"
        );
    });
}

#[test]
fn all_that_is_ready_and_all_that_is_queued_has_its_turn() {
    check(
        "two sockets that are ready, and two callbacks",
        |my_loop, log| {
            my_loop.call_soon(note(&log, "queued"));
            my_loop.call_soon(note(&log, "queued"));
            for _ in 0..2 {
                let (socket, inner) = (socket(), log.clone());
                ring(&socket);
                let handler = move |my_loop: &MyLoop, _: Ready| {
                    inner.borrow_mut().push("ready");
                    my_loop.call_soon(note(&inner, "queued by a handler"));
                };
                my_loop
                    .register(socket, Interest::Read, handler)
                    .expect("registered");
            }
            my_loop.run_once().expect("it runs");
            assert_eq!(
                log.borrow().join(", "),
                "queued, queued, ready, ready",
                "one turn: what was queued, then what is ready; what they queue belongs to the next"
            );
        },
    );
}

#[test]
fn without_a_socket_what_is_queued_waits_for_the_next_turn_too() {
    check("two callbacks, and no socket", |my_loop, log| {
        let (first, second) = (note(&log, "queued"), note(&log, "queued by it"));
        my_loop.call_soon(move |my_loop| {
            first(my_loop);
            my_loop.call_soon(second);
        });
        my_loop.run_once().expect("it runs");
        assert_eq!(
            log.borrow().join(", "),
            "queued",
            "one turn without a socket: what a callback queues belongs to the next (the callback could have registered one)"
        );
    });
}

#[test]
fn handlers_run_in_the_order_of_select() {
    check("three sockets that are ready", |my_loop, log| {
        for name in ["first", "second", "third"] {
            let (socket, inner) = (socket(), log.clone());
            ring(&socket);
            my_loop
                .register(socket, Interest::Read, move |_, _| {
                    inner.borrow_mut().push(name)
                })
                .expect("registered");
        }
        my_loop.run_once().expect("it runs");
        assert_eq!(
            log.borrow().join(", "),
            "first, second, third",
            "the handlers of three ready sockets, in the order in which `select` returns them"
        );
    });
}

#[test]
fn a_callback_that_queues_itself_does_not_starve_the_sockets() {
    fn again(my_loop: &MyLoop, turns: Rc<Cell<u32>>) {
        turns.set(turns.get() + 1);
        assert!(
            turns.get() < 1000,
            "a ready socket was not looked at for 1000 callbacks"
        );
        my_loop.call_soon(move |my_loop| again(my_loop, turns));
    }
    check(
        "a ready socket beside a callback that queues itself",
        |my_loop, _| {
            let (socket, seen) = (socket(), Rc::new(Cell::new(false)));
            ring(&socket);
            let flag = seen.clone();
            my_loop
                .register(socket, Interest::Read, move |_, _| flag.set(true))
                .expect("registered");
            let turns = Rc::new(Cell::new(0));
            let own = turns.clone();
            my_loop.call_soon(move |my_loop| again(my_loop, own));
            for _ in 0..10 {
                my_loop.run_once().expect("it runs");
            }
            assert!(
                seen.get(),
                "ten turns, and the handler of a ready socket has not run"
            );
            assert_eq!(
                turns.get(),
                10,
                "what a callback queues waits for the next turn: one call a turn"
            );
        },
    );
}
