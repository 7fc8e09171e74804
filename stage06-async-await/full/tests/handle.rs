//! A handle reaches the loop from other threads.

#[path = "support/noted.rs"]
mod noted;

use futures::{FutureExt, channel::oneshot};
use noted::{Log, Noted, names};
use stage06_full::{
    Handle, JoinError, Runtime, SendJoinHandle, block_on, net::TcpListener, sleep, spawn, yield_now,
};
use std::{future::pending, sync::mpsc, thread, time::Duration};
use testkit::within;

const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn handles_travel() {
    fn travels<T: Send + Sync>() {}
    fn is_sent<T: Send>() {}
    travels::<Handle>();
    is_sent::<SendJoinHandle<u8>>();
}

/// Many rounds: in most of them the loop sleeps when the task comes.
fn rounds(with_socket: bool) {
    let runtime = Runtime::new();
    let handle = runtime.handle();
    let (done, finished) = oneshot::channel();
    let other = thread::spawn(move || {
        for round in 0..200 {
            let task = handle.spawn(async move { (round, thread::current().id()) });
            let (outcome, thread) = block_on(task).unwrap();
            assert_eq!(outcome, round);
            assert_ne!(thread, thread::current().id());
        }
        let _ = done.send(());
    });
    runtime.block_on(async {
        let _socket = with_socket.then(|| {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            TcpListener::from_std(listener).unwrap()
        });
        finished.await.unwrap();
    });
    other.join().unwrap();
}

#[test]
fn a_task_from_another_thread_wakes_the_loop_that_sleeps_without_sockets() {
    within(LIMIT, "the tasks", || rounds(false));
}

#[test]
fn a_task_from_another_thread_wakes_the_loop_that_waits_for_sockets() {
    within(LIMIT, "the tasks", || rounds(true));
}

#[test]
fn the_current_handle_spawns_on_this_loop() {
    within(LIMIT, "the task", || {
        Runtime::new().block_on(async {
            let here = thread::current().id();
            let task = Handle::current().spawn(async {
                sleep(Duration::from_millis(1)).await;
                thread::current().id()
            });
            assert_eq!(task.await.unwrap(), here);
        });
    });
}

#[test]
fn abort_from_another_thread_drops_the_future_on_the_loops_thread() {
    within(LIMIT, "the cancellation", || {
        let runtime = Runtime::new();
        let here = thread::current().id();
        let log = Log::default();
        let noted = Noted("task", log.clone());
        let (begun, has_begun) = oneshot::channel();
        let task = runtime.handle().spawn(async move {
            let _noted = noted;
            begun.send(()).unwrap();
            pending::<()>().await
        });
        let error = runtime.block_on(async {
            has_begun.await.unwrap();
            assert!(!task.is_finished());
            let (done, aborted) = oneshot::channel();
            thread::spawn(move || {
                task.abort();
                let _ = done.send(task);
            });
            let task = aborted.await.unwrap();
            task.await.unwrap_err()
        });
        assert!(error.is_cancelled());
        assert_eq!(*log.lock().unwrap(), [("task", here)]);
    });
}

#[test]
fn a_task_that_is_aborted_before_it_arrives_is_never_polled() {
    within(LIMIT, "the cancellation", || {
        let runtime = Runtime::new();
        let task = runtime.handle().spawn(async { unreachable!("polled") });
        task.abort();
        assert!(runtime.block_on(task).unwrap_err().is_cancelled());
    });
}

#[test]
fn the_future_is_gone_when_the_outcome_comes() {
    within(LIMIT, "the outcome", || {
        let runtime = Runtime::new();
        let log = Log::default();
        let noted = Noted("future", log.clone());
        let task = runtime.handle().spawn(async move {
            let _noted = noted;
            yield_now().await;
        });
        let seen = thread::spawn(move || {
            block_on(task).unwrap();
            names(&log)
        });
        runtime.block_on(async {
            while !seen.is_finished() {
                yield_now().await;
            }
        });
        assert_eq!(seen.join().unwrap(), ["future"]);
    });
}

#[test]
fn a_panic_is_the_outcome_also_in_a_drop_and_the_loop_goes_on() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("in the drop");
        }
    }
    within(LIMIT, "the outcomes", || {
        let runtime = Runtime::new();
        let handle = runtime.handle();
        let in_poll = handle.spawn(async { panic!("in the poll") });
        let bomb = Bomb;
        let in_drop = handle.spawn(async move {
            let _bomb = bomb;
            pending::<()>().await
        });
        let result = handle.spawn(async { Bomb });
        drop(result); // and its outcome is dropped over there
        let text = |error: JoinError| error.to_string();
        runtime.block_on(async {
            let error: Result<(), _> = in_poll.await;
            assert_eq!(text(error.unwrap_err()), "the task panicked: in the poll");
            in_drop.abort();
            let error = in_drop.await.unwrap_err();
            assert_eq!(text(error), "the task panicked: in the drop");
            assert_eq!(handle.spawn(async { 42 }).await.unwrap(), 42);
        });
    });
}

#[test]
fn a_handle_that_is_dropped_lets_its_task_go_on() {
    within(LIMIT, "the detached task", || {
        let runtime = Runtime::new();
        let (done, finished) = oneshot::channel();
        drop(runtime.handle().spawn(async {
            yield_now().await;
            done.send(()).unwrap();
        }));
        runtime.block_on(finished).unwrap();
        assert_eq!(runtime.metrics().tasks, 0);
    });
}

#[test]
fn it_is_finished_when_it_has_ended_and_not_before() {
    within(LIMIT, "the task", || {
        let runtime = Runtime::new();
        let task = runtime.handle().spawn(yield_now());
        runtime.block_on(async {
            assert!(!task.is_finished());
            while !task.is_finished() {
                yield_now().await;
            }
            task.await.unwrap();
        });
    });
}

#[test]
fn an_error_gives_its_panic_back_or_itself() {
    within(LIMIT, "the outcomes", || {
        let runtime = Runtime::new();
        let panics = runtime.handle().spawn(async { panic!("on purpose") });
        let outcome: Result<(), _> = runtime.block_on(panics);
        let panic = outcome.unwrap_err().try_into_panic().unwrap();
        assert_eq!(panic.downcast_ref(), Some(&"on purpose"));
        let aborted = runtime.handle().spawn(pending::<()>());
        aborted.abort();
        let error = runtime.block_on(aborted).unwrap_err();
        assert!(error.try_into_panic().unwrap_err().is_cancelled());
    });
}

#[test]
fn one_runtime_awaits_a_task_of_another() {
    within(LIMIT, "the outcome", || {
        let (send, receive) = mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let other = thread::spawn(move || {
            let runtime = Runtime::new();
            send.send(runtime.handle()).unwrap();
            runtime.block_on(stopped).unwrap();
        });
        let handle = receive.recv().unwrap();
        let sum = Runtime::new().block_on(async {
            let mine = spawn(async { 2 });
            let other = handle.spawn(async {
                sleep(Duration::from_millis(1)).await;
                40
            });
            mine.await.unwrap() + other.await.unwrap()
        });
        assert_eq!(sum, 42);
        stop.send(()).unwrap();
        other.join().unwrap();
    });
}

#[test]
fn finished_means_that_the_outcome_is_there() {
    within(LIMIT, "the outcomes", || {
        let (stop, stopped) = oneshot::channel::<()>();
        let runtime = Runtime::new();
        let handle = runtime.handle();
        let other = thread::spawn(move || {
            for _ in 0..5000 {
                let mut task = handle.spawn(async { 1 });
                let mut job = handle.spawn_blocking(|| 2);
                while !(task.is_finished() && job.is_finished()) {
                    std::hint::spin_loop();
                }
                assert_eq!((&mut task).now_or_never().expect("a task").unwrap(), 1);
                assert_eq!((&mut job).now_or_never().expect("a job").unwrap(), 2);
                assert!(task.is_finished() && job.is_finished());
            }
            drop(stop);
        });
        runtime.block_on(stopped).unwrap_err();
        other.join().unwrap();
    });
}

#[test]
fn a_handle_is_finished_when_its_waker_has_been_called() {
    within(LIMIT, "the outcome", || {
        let runtime = Runtime::new();
        let mut task = runtime.handle().spawn(async { 1 });
        runtime.block_on(&mut task).unwrap();
        assert!(task.is_finished(), "the outcome has been taken");
    });
}
