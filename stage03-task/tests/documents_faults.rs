//! What the document's programs do wrong, one test a fault: ours does not. `--example task` shows some of them at work.

mod support;

use stage01::{Yielder, co};
use stage02::{EventLoop, Future};
use stage03::{Await, Fetcher, Task, Wait};
use std::{io, net::TcpListener};
use support::{noting, promptly, refused, result};

// The document never reads SO_ERROR, and prints "connected".
#[test]
fn a_port_that_refuses_is_not_connected() {
    promptly("the refusal", || {
        let (_kept, address) = refused();
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, Fetcher::new(&event_loop).connect(address));
        event_loop.run().unwrap();
        let error = result(&task).unwrap_err();
        let error: &io::Error = error.downcast_ref().expect("an io::Error");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    });
}

// The document's callback that comes late never runs, so its task hangs.
#[test]
fn a_future_that_is_done_already_is_a_future_like_any_other() {
    promptly("the result", || {
        let event_loop = EventLoop::new().unwrap();
        let done = Future::new(&event_loop);
        done.set_result(7).unwrap();
        let task = Task::spawn(&event_loop, Await::new(&done));
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), 7);
    });
}

// The document runs every callback again, and the task takes that for its next future.
#[test]
fn a_second_result_is_refused_and_resumes_nobody() {
    promptly("the result", || {
        let event_loop = EventLoop::new().unwrap();
        let (first, second) = (Future::new(&event_loop), Future::new(&event_loop));
        let (a, b) = (Await::new(&first), Await::new(&second));
        let both = async |y: Yielder<Wait>| Ok((y.yield_from(a).await?, y.yield_from(b).await?));
        let task = Task::spawn(&event_loop, co(both));
        event_loop.run().unwrap();
        first.set_result("a").unwrap();
        assert!(first.set_result("b").is_err());
        event_loop.run().unwrap();
        assert!(!task.done(), "resumed at the second future by the first");
        second.set_result("c").unwrap();
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), ("a", "c"));
    });
}

// The document's `while True` calls `select` with nothing registered, and blocks forever.
#[test]
fn the_loop_ends_when_there_is_nothing_to_wait_for() {
    promptly("the loop to end", || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, Fetcher::new(&event_loop).connect(address));
        event_loop.run().unwrap();
        assert!(task.done());
        event_loop.run().unwrap();
    });
}

// The document's comes out of `set_result`, and ends whoever set it: the socket's callback, and with it the loop.
#[test]
fn an_exception_does_not_come_out_where_the_future_is_set() {
    promptly("the other task", || {
        let (event_loop, told) = noting();
        let future = Future::new(&event_loop);
        let (a, b) = (Await::new(&future), Await::new(&future));
        let failing = Task::<()>::spawn(
            &event_loop,
            co(async |y| {
                let () = y.yield_from(a).await?;
                Err(io::Error::other("boom").into())
            }),
        );
        let other = Task::spawn(&event_loop, b);
        event_loop.run().unwrap();
        assert!(future.set_result(()).is_ok());
        event_loop.run().unwrap();
        result(&other).unwrap();
        assert_eq!(result(&failing).unwrap_err().to_string(), "boom");
        assert_eq!(told.take(), [""; 0]);
    });
}

// The document's task catches `StopIteration`, and forgets its value.
#[test]
fn what_the_coroutine_returns_is_kept() {
    promptly("the value", || {
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, co(async |_: Yielder<Wait>| Ok("kept")));
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), "kept");
    });
}
