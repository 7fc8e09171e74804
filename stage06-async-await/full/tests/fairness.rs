//! Tasks that are always ready keep no other task from its poll.

mod support;

use futures::{AsyncReadExt, AsyncWriteExt};
use stage06_full::{Runtime, net::TcpStream, now, sleep, sleep_until, spawn, yield_now};
use std::{
    cell::Cell,
    io::Write,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
};
use support::{half_pair, ms, pair, promptly};

/// Counts the polls of 100 tasks that wake themselves all the time.
fn busy() -> Rc<Cell<u32>> {
    let polls = Rc::new(Cell::new(0));
    for _ in 0..100 {
        let polls = polls.clone();
        spawn(async move {
            loop {
                polls.set(polls.get() + 1);
                yield_now().await;
            }
        });
    }
    polls
}

#[test]
fn a_socket_is_looked_at_though_100_tasks_are_always_ready() {
    promptly("20 bytes", || {
        Runtime::new().block_on(async {
            let polls = busy();
            let (mut ours, mut theirs) = half_pair();
            let reader = polls.clone();
            let reading = spawn(async move {
                let (mut byte, mut seen_at) = ([0], Vec::new());
                for _ in 0..20 {
                    ours.read_exact(&mut byte).await.unwrap();
                    seen_at.push(reader.get());
                }
                seen_at
            });
            let mut written_at = Vec::new();
            for _ in 0..20 {
                sleep(ms(1)).await; // the reader waits again
                theirs.write_all(b"x").unwrap();
                written_at.push(polls.get());
            }
            let seen_at = reading.await.unwrap();
            for (written, seen) in written_at.into_iter().zip(seen_at) {
                // 64 polls until the look, then the 100 who stand before the reader in the queue.
                assert!(seen - written <= 64 + 100, "{} polls", seen - written);
            }
        });
    });
}

#[test]
fn a_timer_is_looked_at_though_100_tasks_are_always_ready() {
    promptly("20 timers", || {
        Runtime::new().block_on(async {
            let polls = busy();
            let due = Rc::new(Cell::new(0));
            for _ in 0..20 {
                // Due already: it fires at the next look.
                due.set(polls.get());
                sleep_until(now()).await;
                let waited = polls.get() - due.get();
                assert!(waited <= 64 + 100, "{waited} polls");
            }
        });
    });
}

#[test]
fn a_letter_is_read_though_100_tasks_are_always_ready() {
    promptly("a message", || {
        Runtime::new().block_on(async {
            let polls = busy();
            let sent = Arc::new(AtomicBool::new(false));
            let (answer, answered) = futures::channel::oneshot::channel();
            let waiting = spawn(answered);
            yield_now().await;
            let done = sent.clone();
            thread::spawn(move || {
                answer.send(()).unwrap();
                done.store(true, SeqCst);
            });
            while !sent.load(SeqCst) {
                yield_now().await;
            }
            let sent_at = polls.get();
            waiting.await.unwrap().unwrap();
            let waited = polls.get() - sent_at;
            assert!(waited <= 64 + 200, "{waited} polls");
        });
    });
}

#[test]
fn two_tasks_that_always_have_something_to_read_and_write_both_go_on() {
    promptly("the second pair", || {
        Runtime::new().block_on(async {
            let (a, b) = pair();
            let mut ends = [a, b].map(|end| TcpStream::from_std(end).unwrap());
            spawn(async move {
                loop {
                    let mut bytes = [0; 64];
                    ends[0].write_all(&bytes).await.unwrap();
                    ends[1].read_exact(&mut bytes).await.unwrap();
                }
            });
            let (mut ours, mut theirs) = half_pair();
            for _ in 0..20 {
                theirs.write_all(b"x").unwrap();
                ours.read_exact(&mut [0]).await.unwrap();
            }
        });
    });
}
