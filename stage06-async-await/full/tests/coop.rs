//! A task has a budget for each poll: one whose leaves are always ready lets others go first.

mod support;

use futures::{AsyncReadExt, AsyncWriteExt};
use stage06_full::{
    Runtime, block_on,
    net::{TcpListener, TcpStream, UdpSocket},
    now, sleep_until, spawn,
    task::consume_budget,
    timeout, yield_now,
};
use std::{
    cell::Cell,
    future::{pending, poll_fn},
    io::Write,
    pin::Pin,
    rc::Rc,
    task::Poll,
};
use support::{Counted, any, half_pair, ms, promptly};

const BUDGET: u32 = 128;

/// A stream with a byte, which `peek` leaves there: it is readable forever.
fn always_readable() -> (TcpStream, std::net::TcpStream) {
    let (ours, mut theirs) = half_pair();
    theirs.write_all(b"x").unwrap();
    (ours, theirs)
}

/// Reads forever, and counts the reads.
async fn greedy(stream: &TcpStream, reads: &Cell<u32>) {
    loop {
        stream.peek(&mut [0]).await.unwrap();
        reads.set(reads.get() + 1);
    }
}

#[test]
fn a_greedy_reader_starves_no_sleeper() {
    promptly("the sleeper", || {
        Runtime::new().block_on(async {
            let (stream, _peer) = always_readable();
            stream.readable().await.unwrap();
            let reads = Rc::new(Cell::new(0));
            let counted = reads.clone();
            spawn(async move { greedy(&stream, &counted).await });
            yield_now().await;
            let before = reads.get();
            assert!(before > 0, "it reads");
            sleep_until(now()).await; // it is due already, and fires when the loop looks around
            let meanwhile = reads.get() - before;
            assert!(meanwhile <= 2 * BUDGET, "{meanwhile} reads");
        });
    });
}

#[test]
fn a_greedy_task_keeps_its_time_limit() {
    promptly("the limit", || {
        Runtime::new().block_on(async {
            let (stream, _peer) = always_readable();
            let reads = Cell::new(0);
            let limited = timeout(ms(1), greedy(&stream, &reads)).await;
            assert!(limited.is_err() && reads.get() > 0);
        });
    });
}

#[test]
fn what_waits_costs_nothing() {
    promptly("the wait", || {
        let runtime = Runtime::new();
        runtime.block_on(async {
            let mut sockets = Vec::new();
            for _ in 0..BUDGET + 20 {
                sockets.push(UdpSocket::bind(any()).await.unwrap());
            }
            let (last, polls) = (sockets.last().unwrap().local_addr(), Rc::new(Cell::new(0)));
            let counted = polls.clone();
            // It asks them all in each poll, in the same order.
            let any_datagram = spawn(async move {
                let receive = async |socket: &UdpSocket| socket.recv(&mut [0]).await.unwrap();
                let mut waits: Vec<_> = sockets.iter().map(|s| Box::pin(receive(s))).collect();
                poll_fn(|context| {
                    counted.set(counted.get() + 1);
                    let ready = waits.iter_mut().map(|wait| wait.as_mut().poll(context));
                    let ready: Vec<_> = ready.filter(Poll::is_ready).collect();
                    ready.into_iter().next().unwrap_or(Poll::Pending)
                })
                .await
            });
            // The first poll, and perhaps one for the first edge.
            for _ in 0..100 {
                yield_now().await;
            }
            let before = polls.get();
            assert!(before <= 2, "{before} polls");
            let sender = std::net::UdpSocket::bind(any()).unwrap();
            sender.send_to(b"x", last.unwrap()).unwrap();
            assert_eq!(any_datagram.await.unwrap(), 1);
        });
    });
}

/// How many steps a future takes in a task.
fn steps<F: Future + 'static>(future: impl FnOnce() -> F) -> u32 {
    let polls = Rc::new(Cell::new(0));
    let counted = polls.clone();
    Runtime::new().block_on(async {
        let task: Pin<Box<F>> = Box::pin(future());
        Counted(task, counted).await
    });
    polls.get()
}

async fn spend(operations: u32) {
    for _ in 0..operations {
        consume_budget().await;
    }
}

#[test]
fn a_task_pauses_after_as_many_operations_as_its_budget_has() {
    promptly("the steps", || {
        assert_eq!(steps(|| spend(BUDGET)), 1);
        assert_eq!(steps(|| spend(BUDGET + 1)), 2);
        assert_eq!(steps(|| spend(10 * BUDGET)), 10);
        let after_a_timer = async || {
            sleep_until(now()).await; // it waits once
            spend(BUDGET).await;
        };
        assert_eq!(steps(after_a_timer), 3, "a timer that fires costs one");
    });
}

#[test]
fn every_leaf_spends() {
    const OPERATIONS: u32 = 10 * BUDGET;
    let pauses = |leaf: &str, steps: u32| assert!(steps >= 10, "{leaf}: {steps} steps");
    promptly("the leaves", move || {
        let peek = async || {
            let (stream, _peer) = always_readable();
            for _ in 0..OPERATIONS {
                stream.peek(&mut [0]).await.unwrap();
            }
        };
        pauses("peek", steps(peek));
        let read_and_write = async || {
            let (mut ours, mut theirs) = half_pair();
            theirs.write_all(&[0; OPERATIONS as usize / 2]).unwrap();
            for _ in 0..OPERATIONS / 2 {
                ours.read_exact(&mut [0]).await.unwrap();
                ours.write_all(&[0]).await.unwrap();
            }
        };
        pauses("read and write", steps(read_and_write));
        let send = async || {
            let socket = UdpSocket::bind(any()).await.unwrap();
            for _ in 0..OPERATIONS {
                socket
                    .send_to(b"", socket.local_addr().unwrap())
                    .await
                    .unwrap();
            }
        };
        pauses("datagrams", steps(send));
        let join = async || {
            let tasks: Vec<_> = (0..OPERATIONS).map(|_| spawn(async {})).collect();
            while !tasks.iter().all(|task| task.is_finished()) {
                yield_now().await;
            }
            for task in tasks {
                task.await.unwrap();
            }
        };
        pauses("tasks", steps(join));
        let runtime = Runtime::new();
        let spawn = |_| runtime.handle().spawn(async {});
        let tasks: Vec<_> = (0..OPERATIONS).map(spawn).collect();
        runtime.run_until_stalled();
        let join = async || {
            for task in tasks {
                task.await.unwrap();
            }
        };
        pauses("tasks of other threads", steps(join));
        let bound = || std::net::TcpListener::bind(any()).unwrap();
        let listener = Runtime::new().block_on(async { TcpListener::from_std(bound()).unwrap() });
        let accept = async move || {
            for _ in 0..OPERATIONS {
                listener.accept().await.unwrap_err();
            }
        };
        pauses("errors", steps(accept));
    });
}

#[test]
fn there_is_no_budget_where_no_loop_turns() {
    promptly("the operations", || {
        let runtime = Runtime::new();
        runtime.block_on(spend(BUDGET));
        let polls = Rc::new(Cell::new(0));
        block_on(Counted(Box::pin(spend(10 * BUDGET)), polls.clone()));
        assert_eq!(polls.get(), 1);
        // An abort in a task enters its runtime again, and leaves the budget as it is.
        let aborts = async || {
            spawn(pending::<()>()).abort();
            spend(10 * BUDGET).await;
        };
        assert_eq!(steps(aborts), 10);
    });
}
