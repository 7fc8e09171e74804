//! A task that is always ready takes one step a turn, and the others theirs.

mod support;

use stage06::net::TcpListener;
use stage06::runtime::{Runtime, sleep, spawn, yield_now};
use std::cell::Cell;
use std::future::poll_fn;
use std::net::TcpStream;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;
use support::promptly;

/// Wakes itself in each poll, and counts them.
fn busy() -> Rc<Cell<u32>> {
    let polls = Rc::new(Cell::new(0));
    let count = polls.clone();
    spawn(poll_fn(move |context| -> Poll<()> {
        count.set(count.get() + 1);
        context.waker().wake_by_ref();
        Poll::Pending
    }));
    polls
}

#[test]
fn it_starves_neither_timers_nor_sockets() {
    promptly("the timer and the socket", || {
        Runtime::new().unwrap().block_on(async {
            let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
            let _client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            busy();
            sleep(Duration::from_millis(5)).await;
            listener.accept().await.unwrap();
        });
    });
}

#[test]
fn two_of_them_take_turns() {
    promptly("the turns", || {
        Runtime::new().unwrap().block_on(async {
            let polls = [busy(), busy()];
            for _ in 0..100 {
                yield_now().await;
            }
            let [left, right] = polls.map(|polls| polls.get());
            assert!(
                left.abs_diff(right) <= 1 && left <= 101,
                "{left} and {right}"
            );
        });
    });
}
