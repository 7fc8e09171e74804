//! Wakes from other threads.

mod support;

use futures::channel::oneshot;
use stage06_full::{Runtime, net::TcpListener, spawn};
use std::{
    future::poll_fn,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    task::{Poll, Waker},
    thread,
};
use support::{Gate, any, promptly};

/// Sends a round of wakes back and forth: the loop sleeps before each of them.
fn ping_pong(runtime: &Runtime, rounds: usize) {
    let (ask, asked) = mpsc::channel::<oneshot::Sender<()>>();
    let answering = thread::spawn(move || {
        asked
            .into_iter()
            .for_each(|answer| answer.send(()).unwrap())
    });
    runtime.block_on(async {
        for _ in 0..rounds {
            let (answer, answered) = oneshot::channel();
            ask.send(answer).unwrap();
            answered.await.unwrap();
        }
        drop(ask);
    });
    answering.join().unwrap();
}

#[test]
fn a_loop_that_sleeps_without_sockets_is_woken() {
    promptly("1000 answers", || ping_pong(&Runtime::new(), 1000));
}

#[test]
fn a_loop_that_sleeps_with_sockets_is_woken() {
    promptly("1000 answers", || {
        let runtime = Runtime::new();
        let _listener = runtime
            .block_on(async { TcpListener::bind(any()).await })
            .unwrap();
        ping_pong(&runtime, 1000);
    });
}

#[test]
fn a_loop_that_gets_its_first_socket_between_two_wakes_hears_both() {
    promptly("the answers", || {
        for _ in 0..50 {
            let runtime = Runtime::new();
            ping_pong(&runtime, 2);
            let _listener = runtime
                .block_on(async { TcpListener::bind(any()).await })
                .unwrap();
            ping_pong(&runtime, 2);
        }
    });
}

#[test]
fn a_loop_that_sleeps_in_virtual_time_is_woken() {
    promptly("100 answers", || {
        ping_pong(&Runtime::with_virtual_time(), 100)
    });
}

#[test]
fn a_thousand_wakes_while_the_loop_is_busy_are_one_poll() {
    promptly("the wakes", || {
        let (runtime, gate) = (Runtime::new(), Gate::default());
        runtime.spawn(gate.clone().wait());
        support::settle(&runtime);
        let waker = gate.waker();
        runtime.block_on(async {
            let wakes = || (0..1000).for_each(|_| waker.wake_by_ref());
            thread::scope(|threads| drop(threads.spawn(wakes)));
        });
        support::settle(&runtime);
        assert_eq!(gate.polls(), 2);
    });
}

#[test]
fn no_wake_of_many_threads_is_lost() {
    const THREADS: usize = 8;
    const EVENTS: usize = 2000;
    promptly("all events of all threads", || {
        let runtime = Runtime::new();
        let events = Arc::new(AtomicUsize::new(0));
        let (hand_out, wakers) = mpsc::channel::<Waker>();
        let (seen, mut handed_out) = (events.clone(), false);
        let waiting = poll_fn(move |context| {
            if !std::mem::replace(&mut handed_out, true) {
                (0..THREADS).for_each(|_| hand_out.send(context.waker().clone()).unwrap());
            }
            match seen.load(SeqCst) == THREADS * EVENTS {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        });
        let threads = thread::spawn(move || {
            let spawn = |mut waker: Waker| {
                let events = events.clone();
                thread::spawn(move || {
                    for event in 0..EVENTS {
                        events.fetch_add(1, SeqCst);
                        match event % 2 {
                            0 => waker.wake_by_ref(),
                            _ => {
                                let spent = waker.clone();
                                std::mem::replace(&mut waker, spent).wake();
                            }
                        }
                    }
                })
            };
            let threads: Vec<_> = wakers.into_iter().take(THREADS).map(spawn).collect();
            threads
                .into_iter()
                .for_each(|thread| thread.join().unwrap());
        });
        runtime.block_on(async { spawn(waiting).await.unwrap() });
        threads.join().unwrap();
        let polls = runtime.metrics().polls as usize;
        assert!(polls <= THREADS * EVENTS + 10, "{polls}");
    });
}

#[test]
fn wakes_of_another_runtime_on_another_thread_come_home() {
    promptly("both runtimes", || {
        let (there, back) = (oneshot::channel(), oneshot::channel());
        let other = thread::spawn(move || {
            Runtime::new().block_on(async {
                spawn(async { back.0.send(there.1.await.unwrap() + 1).unwrap() })
                    .await
                    .unwrap();
            });
        });
        Runtime::new().block_on(async {
            let task = spawn(back.1);
            there.0.send(41).unwrap();
            assert_eq!(task.await.unwrap(), Ok(42));
        });
        other.join().unwrap();
    });
}

#[test]
fn wakes_that_race_with_the_end_of_the_runtime_do_no_harm() {
    promptly("the threads", || {
        for _ in 0..200 {
            let (runtime, gate) = (Runtime::new(), Gate::default());
            runtime.spawn(gate.clone().wait());
            support::settle(&runtime);
            let waker = gate.waker();
            let racing = thread::spawn(move || (0..50).for_each(|_| waker.wake_by_ref()));
            drop(runtime);
            racing.join().unwrap();
        }
    });
}
