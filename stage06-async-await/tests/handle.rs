//! A handle reaches the loop from other threads, and its join handles never wait for what cannot come.

use futures::channel::oneshot;
use stage06::{
    Handle, JoinError, Runtime, SendJoinHandle, block_on, net::TcpListener, sleep, spawn, yield_now,
};
use std::{
    future::pending,
    sync::{Arc, Barrier, Mutex, mpsc},
    thread::{self, ThreadId},
    time::Duration,
};
use testkit::within;

const LIMIT: Duration = Duration::from_secs(20);

/// Notes on which thread it is dropped, and its name.
struct Noted(&'static str, Log);

type Log = Arc<Mutex<Vec<(&'static str, ThreadId)>>>;

impl Drop for Noted {
    fn drop(&mut self) {
        let here = thread::current().id();
        self.1.lock().unwrap().push((self.0, here));
    }
}

fn names(log: &Log) -> Vec<&'static str> {
    log.lock().unwrap().iter().map(|(name, _)| *name).collect()
}

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
fn what_is_spawned_when_the_runtime_is_gone_is_dropped_and_cancelled() {
    within(LIMIT, "the cancellation", || {
        let handle = Runtime::new().handle();
        let log = Log::default();
        let noted = Noted("future", log.clone());
        let task = handle.spawn(async move { drop(noted) });
        assert_eq!(names(&log), ["future"]);
        assert!(task.is_finished());
        assert!(block_on(task).unwrap_err().is_cancelled());
        let job = handle.spawn_blocking(|| unreachable!("begun"));
        assert!(block_on(job).unwrap_err().is_cancelled());
    });
}

#[test]
fn a_runtime_that_is_dropped_drops_its_tasks_and_what_lies_in_the_mailbox_oldest_first() {
    within(LIMIT, "the drops", || {
        let here = thread::current().id();
        let log = Log::default();
        let noted = |name| Noted(name, log.clone());
        let runtime = Runtime::new();
        let waiting = |noted: Noted| async move {
            let _noted = noted;
            pending::<()>().await
        };
        let first = runtime.handle().spawn(waiting(noted("first")));
        runtime.run_until_stalled();
        let _second = runtime.spawn(waiting(noted("second")));
        let bomb = noted("third");
        let third = runtime.handle().spawn(async move {
            struct Bomb {
                _noted: Noted,
            }
            impl Drop for Bomb {
                fn drop(&mut self) {
                    panic!("as it is dropped");
                }
            }
            let _bomb = Bomb { _noted: bomb };
            pending::<()>().await
        });
        let fourth = runtime.handle().spawn(waiting(noted("fourth")));
        drop(runtime);
        let all = ["first", "second", "third", "fourth"];
        assert_eq!(names(&log), all);
        assert!(
            log.lock()
                .unwrap()
                .iter()
                .all(|(_, thread)| *thread == here)
        );
        for task in [first, third, fourth] {
            assert!(block_on(task).is_err());
        }
    });
}

#[test]
fn what_a_drop_spawns_by_a_handle_while_the_runtime_is_dropped_is_cancelled() {
    struct Respawns(Handle, mpsc::Sender<SendJoinHandle<()>>);
    impl Drop for Respawns {
        fn drop(&mut self) {
            let task = self.0.spawn(async { unreachable!("polled") });
            self.1.send(task).unwrap();
        }
    }
    within(LIMIT, "the cancellation", || {
        let runtime = Runtime::new();
        let (send, receive) = mpsc::channel();
        let respawns = Respawns(runtime.handle(), send);
        drop(runtime.spawn(async move {
            let _respawns = respawns;
            pending::<()>().await
        }));
        drop(runtime);
        let task = receive.recv().unwrap();
        assert!(block_on(task).unwrap_err().is_cancelled());
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
fn a_runtime_that_is_dropped_while_others_spawn_leaves_nobody_waiting() {
    within(LIMIT, "the outcomes", || {
        for _ in 0..100 {
            let runtime = Runtime::new();
            let both = Arc::new(Barrier::new(2));
            let (handle, start) = (runtime.handle(), both.clone());
            let other = thread::spawn(move || {
                start.wait();
                let tasks: Vec<_> = (0..20).map(|_| handle.spawn(pending::<()>())).collect();
                for task in tasks {
                    assert!(block_on(task).unwrap_err().is_cancelled());
                }
            });
            both.wait();
            runtime.run_until_stalled();
            drop(runtime);
            other.join().unwrap();
        }
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
