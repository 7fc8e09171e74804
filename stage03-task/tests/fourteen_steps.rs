//! The document's fourteen steps are printed by what happens: if it happens in another order, so are the lines.

mod support;

#[path = "../examples/fourteen_steps.rs"]
#[expect(dead_code, reason = "what its main prints is compared by the book")]
mod fourteen_steps;

use fourteen_steps::{connect, steps};
use stage01::{Result, co};
use stage02::{EventLoop, Future, Interest, begin_connect};
use stage03::{Await, Fetcher, Task};
use std::{
    net::{SocketAddr, TcpListener},
    rc::Rc,
    sync::{Arc, Mutex},
};
use support::promptly;

/// The numbers of the steps, in the order in which they happened.
fn numbers(program: impl FnOnce(SocketAddr) -> Result) -> Vec<u32> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let lines = Arc::new(Mutex::new(Vec::new()));
    let noted = lines.clone();
    let note = move |line: &str| {
        let number = line.split_whitespace().next().unwrap();
        noted.lock().unwrap().push(number.parse().unwrap());
    };
    steps(note, || program(listener.local_addr().unwrap())).unwrap();
    let lines = lines.lock().unwrap();
    lines.clone()
}

#[test]
fn a_connect_takes_them_in_order() {
    promptly("the connect", || {
        // The first is printed by the program itself.
        let all: Vec<u32> = (2..=14).collect();
        assert_eq!(numbers(connect), all);
    });
}

#[test]
fn a_callback_that_sets_the_result_first_takes_9_after_11() {
    promptly("the connect", || {
        let order = numbers(|address| {
            let event_loop = EventLoop::new()?;
            let future = Future::new(&event_loop);
            let (on_connected, wait) = (future.clone(), Await::new(&future));
            let on_loop = event_loop.clone();
            let connect = co(async move |y| {
                let socket = Rc::new(begin_connect(address)?);
                on_loop.register(socket, Interest::Write, move |event_loop, ready| {
                    on_connected.set_result(()).expect("set once");
                    event_loop.unregister(ready.key).expect("registered");
                })?;
                y.yield_from(wait).await
            });
            Task::spawn(&event_loop, connect);
            Ok(event_loop.run()?)
        });
        assert_eq!(order, [2, 3, 4, 5, 6, 7, 8, 10, 11, 9, 12, 13, 14]);
    });
}

#[test]
fn a_cancelled_connect_takes_neither_8_nor_10() {
    promptly("the connect", || {
        let order = numbers(|address| {
            let event_loop = EventLoop::new()?;
            let task = Task::spawn(&event_loop, Fetcher::new(&event_loop).connect(address));
            event_loop.run_once()?;
            task.cancel();
            Ok(event_loop.run()?)
        });
        // Queued by cancel, step unregisters the socket by dropping the coroutine.
        assert_eq!(order, [2, 3, 4, 5, 6, 7, 11, 7, 12, 9, 13, 14]);
    });
}

#[test]
fn a_coroutine_that_waits_for_nothing_takes_none_of_them_in_the_middle() {
    promptly("the end", || {
        let order = numbers(|_| {
            let event_loop = EventLoop::new()?;
            Task::spawn(&event_loop, co(async |_| Ok(())));
            Ok(event_loop.run()?)
        });
        assert_eq!(order, [2, 3, 4, 13, 14]);
    });
}
