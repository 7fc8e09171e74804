//! The provided tests of s2e1.

use super::*;
use stage01::Exception;
use std::{cell::Cell, time::Duration};
use testkit::within;

type Log = Rc<RefCell<Vec<String>>>;

fn check(test: impl FnOnce(EventLoop, Log) + Send + 'static) {
    within(
        Duration::from_secs(5),
        "a loop with a few callbacks to end",
        || {
            test(EventLoop::new().expect("a loop"), Log::default());
        },
    );
}

/// A callback that writes its name and the result it was called with.
fn note(log: &Log, name: &'static str) -> impl FnOnce(&MyFuture<u32>) + 'static {
    let log = log.clone();
    move |future| {
        log.borrow_mut()
            .push(format!("{name} {:?}", future.result()))
    }
}

fn run(event_loop: &EventLoop) {
    event_loop.run().expect("the loop runs");
}

#[test]
fn there_is_no_result_until_it_is_set() {
    check(|event_loop, _| {
        let future = MyFuture::new(&event_loop);
        assert!(future.result().is_none(), "it is not set yet");
        assert_eq!(future.settle(Ok(42)), Ok(()), "the first result");
        assert!(
            matches!(future.result(), Some(Ok(42))),
            "the result, right after settle"
        );
        assert!(
            matches!(future.clone().result(), Some(Ok(42))),
            "clones are the same future"
        );
    });
}

#[test]
fn callbacks_run_in_order_once_there_is_a_result() {
    check(|event_loop, log| {
        let future = MyFuture::new(&event_loop);
        future.add_done_callback(note(&log, "first"));
        future.add_done_callback(note(&log, "second"));
        run(&event_loop);
        assert_eq!(log.borrow().len(), 0, "there is no result yet");
        future.settle(Ok(1)).expect("it is the first result");
        run(&event_loop);
        assert_eq!(
            log.borrow().join(", "),
            "first Some(Ok(1)), second Some(Ok(1))",
            "in the order in which they were added"
        );
    });
}

#[test]
fn setting_the_result_runs_no_callback() {
    check(|event_loop, log| {
        let future = MyFuture::new(&event_loop);
        future.add_done_callback(note(&log, "callback"));
        future.settle(Ok(1)).expect("it is the first result");
        assert_eq!(
            log.borrow().len(),
            0,
            "a callback ran inside settle; its place is the loop's queue"
        );
        run(&event_loop);
        assert_eq!(log.borrow().len(), 1, "and the loop runs it");
    });
}

#[test]
fn a_late_callback_runs_too_and_from_the_queue() {
    check(|event_loop, log| {
        let future = MyFuture::new(&event_loop);
        future.settle(Ok(1)).expect("it is the first result");
        future.add_done_callback(note(&log, "late"));
        assert_eq!(
            log.borrow().len(),
            0,
            "a callback ran inside add_done_callback; its place is the loop's queue"
        );
        run(&event_loop);
        assert_eq!(
            log.borrow().join(", "),
            "late Some(Ok(1))",
            "a callback added after the result"
        );
    });
}

#[test]
fn a_late_callback_comes_after_those_that_waited() {
    check(|event_loop, log| {
        let future = MyFuture::new(&event_loop);
        for early in ["early", "second"] {
            future.add_done_callback(note(&log, early));
        }
        future.settle(Ok(1)).expect("it is the first result");
        future.add_done_callback(note(&log, "late"));
        run(&event_loop);
        assert_eq!(
            log.borrow().join(", "),
            "early Some(Ok(1)), second Some(Ok(1)), late Some(Ok(1))",
            "in the order in which they were added, each once"
        );
    });
}

#[test]
fn callbacks_run_though_every_handle_is_dropped() {
    check(|event_loop, log| {
        let future = MyFuture::new(&event_loop);
        future.add_done_callback(note(&log, "callback"));
        future.settle(Ok(1)).expect("it is the first result");
        drop(future);
        run(&event_loop);
        assert_eq!(
            log.borrow().join(", "),
            "callback Some(Ok(1))",
            "the last handle was dropped after settle"
        );
    });
}

#[test]
fn a_second_result_is_refused_and_changes_nothing() {
    check(|event_loop, log| {
        let future = MyFuture::new(&event_loop);
        future.add_done_callback(note(&log, "callback"));
        future.settle(Ok(1)).expect("it is the first result");
        assert_eq!(
            future.settle(Ok(2)),
            Err(InvalidState),
            "it has its result already"
        );
        run(&event_loop);
        assert_eq!(
            log.borrow().join(", "),
            "callback Some(Ok(1))",
            "once, with the first result"
        );
        assert!(
            matches!(future.result(), Some(Ok(1))),
            "the second result is refused, and the first remains"
        );
    });
}

#[test]
fn an_exception_is_a_result() {
    check(|event_loop, log| {
        let future = MyFuture::new(&event_loop);
        future.add_done_callback(note(&log, "callback"));
        future
            .settle(Err(Exception::from(std::fmt::Error)))
            .expect("it is the first result");
        run(&event_loop);
        assert_eq!(
            log.borrow().join(", "),
            "callback Some(Err(Error))",
            "an exception is a result too"
        );
        assert_eq!(
            future.settle(Ok(2)),
            Err(InvalidState),
            "its result is an exception, and a value that comes later is a second result"
        );
        assert!(
            matches!(future.result(), Some(Err(_))),
            "the value is refused, and the exception remains"
        );
    });
}

#[test]
fn a_callback_may_do_anything_to_its_future() {
    check(|event_loop, log| {
        let future = MyFuture::new(&event_loop);
        let (inner, again) = (log.clone(), future.clone());
        future.add_done_callback(move |future| {
            future.add_done_callback(note(&inner, "added by a callback"));
            assert_eq!(again.settle(Ok(2)), Err(InvalidState), "a second result");
        });
        future.settle(Ok(1)).expect("it is the first result");
        drop(future);
        run(&event_loop);
        assert_eq!(
            log.borrow().join(", "),
            "added by a callback Some(Ok(1))",
            "a callback may add another one"
        );
    });
}

#[test]
fn a_chain_of_futures_does_not_grow_the_stack() {
    check(|event_loop, _| {
        let (depth, deepest) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let chain: Vec<MyFuture<u32>> = (0..100).map(|_| MyFuture::new(&event_loop)).collect();
        for pair in chain.windows(2) {
            let (next, depth, deepest) = (pair[1].clone(), depth.clone(), deepest.clone());
            pair[0].add_done_callback(move |future| {
                depth.set(depth.get() + 1);
                deepest.set(deepest.get().max(depth.get()));
                let _ = next.settle(future.result().expect("it is done"));
                depth.set(depth.get() - 1);
            });
        }
        chain[0].settle(Ok(7)).expect("it is the first result");
        run(&event_loop);
        assert!(
            matches!(chain[99].result(), Some(Ok(7))),
            "each sets the next"
        );
        assert_eq!(
            deepest.get(),
            1,
            "callbacks ran inside each other, this many deep"
        );
    });
}
