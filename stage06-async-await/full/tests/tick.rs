//! The loop by hand: it polls, and never sleeps.

use stage06_full::{Runtime, net::TcpListener, sleep, spawn, yield_now};
use std::{
    cell::{Cell, RefCell},
    future::pending,
    rc::Rc,
    thread,
    time::Duration,
};
use testkit::within;

const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn a_tick_polls_one_task_in_the_order_of_the_wakes() {
    within(LIMIT, "the ticks", || {
        let runtime = Runtime::new();
        let log = Rc::new(RefCell::new(Vec::new()));
        for name in ["ada", "bea"] {
            let log = log.clone();
            drop(runtime.spawn(async move {
                log.borrow_mut().push(name);
                yield_now().await;
                log.borrow_mut().push(name);
            }));
        }
        for polls in 1..=4 {
            assert!(runtime.try_tick());
            assert_eq!(log.borrow().len(), polls);
        }
        assert!(!runtime.try_tick());
        assert_eq!(*log.borrow(), ["ada", "bea", "ada", "bea"]);
        assert_eq!(runtime.metrics().parks, 0);
    });
}

#[test]
fn a_task_that_was_aborted_in_the_queue_is_no_tick() {
    within(LIMIT, "the ticks", || {
        let runtime = Runtime::new();
        let aborted = runtime.spawn(pending::<()>());
        let after = runtime.spawn(async {});
        aborted.abort();
        assert!(
            runtime.try_tick() && after.is_finished(),
            "it polls the next one"
        );
        runtime.spawn(pending::<()>()).abort();
        assert!(!runtime.try_tick(), "no task was polled");
        assert_eq!(runtime.metrics().polls, 1);
    });
}

#[test]
fn who_waits_for_long_is_left_waiting() {
    within(LIMIT, "the steps", || {
        let runtime = Runtime::new();
        let long = runtime.spawn(sleep(Duration::from_secs(3600)));
        let never = runtime.spawn(pending::<()>());
        runtime.run_until_stalled();
        assert!(!runtime.try_tick());
        assert!(!long.is_finished() && !never.is_finished());
        let metrics = runtime.metrics();
        assert_eq!((metrics.polls, metrics.parks), (2, 0));
    });
}

#[test]
fn until_stalled_means_tasks_of_tasks_and_timers_that_are_due() {
    within(LIMIT, "the tasks", || {
        let runtime = Runtime::new();
        let task = runtime.spawn(async {
            sleep(Duration::ZERO).await;
            spawn(yield_now()).await
        });
        runtime.run_until_stalled();
        assert!(task.is_finished());
    });
}

#[test]
fn virtual_time_does_not_pass() {
    within(LIMIT, "the steps", || {
        let runtime = Runtime::with_virtual_time();
        let task = runtime.spawn(sleep(Duration::from_nanos(1)));
        runtime.run_until_stalled();
        assert!(!runtime.try_tick() && !task.is_finished());
        runtime.block_on(task).unwrap();
    });
}

#[test]
fn messages_of_other_threads_are_read() {
    within(LIMIT, "the messages", || {
        let runtime = Runtime::new();
        let handle = runtime.handle();
        let spawned = move || thread::spawn(move || handle.spawn(async {})).join();
        let task = spawned().unwrap();
        assert!(runtime.try_tick() && task.is_finished());
        let handle = runtime.handle();
        let spawned = move || thread::spawn(move || handle.spawn(async {})).join();
        let task = spawned().unwrap();
        runtime.run_until_stalled();
        assert!(task.is_finished());
    });
}

#[test]
fn sockets_that_are_ready_are_seen() {
    within(LIMIT, "the client", || {
        let runtime = Runtime::new();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let accepted = Rc::new(Cell::new(0));
        let seen = accepted.clone();
        drop(runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                drop(listener.accept().await.unwrap());
                seen.set(seen.get() + 1);
            }
        }));
        runtime.run_until_stalled();
        assert_eq!(accepted.get(), 0);
        let _client = std::net::TcpStream::connect(address).unwrap();
        while accepted.get() == 0 {
            runtime.run_until_stalled(); // the connection may take a moment to be announced
        }
        let _client = std::net::TcpStream::connect(address).unwrap();
        while accepted.get() == 1 {
            runtime.try_tick();
        }
    });
}

#[test]
#[should_panic(expected = "block_on inside of block_on")]
fn a_runtime_is_not_turned_from_inside() {
    let runtime = Runtime::new();
    runtime.block_on(async { runtime.try_tick() });
}
