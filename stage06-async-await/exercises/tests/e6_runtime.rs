//! The provided tests of s6e6.

use super::*;
use futures::channel::oneshot;
use std::{
    cell::{Cell, RefCell},
    future::{pending, poll_fn},
    task::Poll,
    thread,
};
use testkit::{echo::Suite, within};

const MS: Duration = Duration::from_millis(1);

/// Runs a test that is handed a runtime.
fn check(test: impl FnOnce(Runtime) + Send + 'static) {
    within(Duration::from_secs(3), "a runtime of your own", || {
        test(Runtime::new().unwrap())
    });
}

/// Pauses once, and asks at once for the next poll.
async fn yield_now() {
    let mut turns = 0;
    poll_fn(|context| {
        turns += 1;
        context.waker().wake_by_ref();
        if turns == 2 {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await
}

#[test]
fn a_future_runs_to_its_end() {
    check(|runtime| assert_eq!(runtime.block_on(async { 6 * 7 }), 42));
}

#[test]
fn tasks_run_beside_it_and_give_their_results() {
    check(|runtime| {
        let results = runtime.block_on(async {
            let tasks = [1, 2, 3].map(|n| {
                runtime.spawn(async move {
                    yield_now().await;
                    10 * n
                })
            });
            futures::future::join_all(tasks).await
        });
        assert_eq!(results, [Ok(10), Ok(20), Ok(30)]);
    });
}

#[test]
fn sleeps_end_in_their_order_and_never_early() {
    check(|runtime| {
        let order = Rc::new(RefCell::new(Vec::new()));
        let begin = Instant::now();
        let naps = [30, 10, 20].map(|ms| {
            let (sleep, order) = (runtime.sleep(ms * MS), order.clone());
            runtime.spawn(async move {
                sleep.await;
                assert!(begin.elapsed() >= ms * MS, "it ended early");
                order.borrow_mut().push(ms);
            })
        });
        let ended = runtime.block_on(futures::future::join_all(naps));
        assert!(ended.iter().all(Result::is_ok), "{ended:?}");
        assert_eq!(*order.borrow(), [10, 20, 30], "by deadline");
    });
}

#[test]
fn while_nobody_can_go_on_the_thread_sleeps() {
    check(|runtime| {
        let (turns, sleep) = (Cell::new(0), runtime.sleep(300 * MS));
        drive(sleep, &Signal::new(|| ()), |may_sleep| {
            turns.set(turns.get() + 1);
            runtime.turn(may_sleep);
        });
        assert!(
            turns.get() <= 4,
            "turns in a sleep of 0.3 s: {}, when two would do",
            turns.get()
        );
    });
}

#[test]
fn whoever_is_ready_does_not_wait_for_the_next_deadline() {
    check(|runtime| {
        let _far = runtime.spawn(runtime.sleep(60_000 * MS));
        runtime.block_on(async {
            for _ in 0..1000 {
                yield_now().await;
            }
        });
    });
}

#[test]
fn a_wake_from_another_thread_is_heard_while_it_sleeps() {
    check(|runtime| {
        let (sender, answer) = oneshot::channel();
        let worker = thread::spawn(move || {
            (0..1000).for_each(|_| thread::yield_now());
            sender.send(42).unwrap();
        });
        let task = runtime.spawn(answer);
        assert_eq!(runtime.block_on(task), Ok(Ok(42)));
        worker.join().unwrap();
    });
}

#[test]
fn the_future_itself_may_be_woken_from_another_thread() {
    check(|runtime| {
        let (sender, answer) = oneshot::channel();
        let worker = thread::spawn(move || {
            (0..1000).for_each(|_| thread::yield_now());
            sender.send(42).unwrap();
        });
        assert_eq!(runtime.block_on(answer), Ok(42));
        worker.join().unwrap();
    });
}

#[test]
fn a_task_that_always_wakes_itself_starves_neither_timers_nor_sockets() {
    check(|runtime| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        listener.set_nonblocking(true).unwrap();
        let listener = mio::net::TcpListener::from_std(listener);
        let listener = Registered::new(&runtime.reactor, listener).unwrap();
        runtime.spawn(poll_fn(|context| -> Poll<()> {
            context.waker().wake_by_ref();
            Poll::Pending
        }));
        let nap = runtime.sleep(5 * MS);
        runtime.block_on(async {
            nap.await;
            listener.accept().await.unwrap();
        });
    });
}

#[test]
fn the_future_itself_does_not_starve_its_tasks() {
    check(|runtime| {
        let task = runtime.spawn(async { 1 });
        let nap = runtime.spawn(runtime.sleep(5 * MS));
        runtime.block_on(async {
            while !task.is_finished() || !nap.is_finished() {
                yield_now().await;
            }
        });
    });
}

#[test]
#[cfg(target_os = "linux")] // elsewhere a listener that was shut down may still accept
fn a_listener_that_fails_is_tried_again_after_a_pause() {
    check(|runtime| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        socket2::SockRef::from(&listener)
            .shutdown(std::net::Shutdown::Both)
            .unwrap();
        let listener = mio::net::TcpListener::from_std(listener);
        let listener = Registered::new(&runtime.reactor, listener).unwrap();
        let accepting = pin!(accept_clients(&runtime, &listener));
        let limit = runtime.sleep(50 * MS);
        let first = runtime.block_on(futures::future::select(accepting, limit));
        let gave_up = matches!(first, futures::future::Either::Left(_));
        assert!(
            !gave_up,
            "the server gave up when it could not accept a client"
        );
    });
}

#[test]
fn a_panic_in_one_task_ends_nobody_else() {
    check(|runtime| {
        let bad = runtime.spawn(async { panic!("the milk is sour") });
        let good = runtime.spawn(async {
            yield_now().await;
            7
        });
        let (bad, good): (Result<(), _>, _) = runtime.block_on(futures::future::join(bad, good));
        assert_eq!(
            bad,
            Err(join::JoinError::Panicked("the milk is sour".into()))
        );
        assert_eq!(good, Ok(7));
    });
}

#[test]
fn tasks_that_have_not_ended_are_dropped_with_it() {
    check(|runtime| {
        let held = Rc::new(());
        let holds = held.clone();
        let task = runtime.spawn(async move {
            let _holds = holds;
            pending::<()>().await
        });
        runtime.block_on(yield_now());
        drop(runtime);
        assert_eq!(Rc::strong_count(&held), 1, "owners of what the task held");
        assert!(task.is_finished());
    });
}

#[test]
fn it_serves_the_echo_suite() {
    Suite::new("your runtime", serve).run();
}
