//! Several futures in one: results in order, losers dropped, no future polled for nothing.

use futures::channel::oneshot;
use stage06_full::{Runtime, gather, race, sleep, spawn, yield_now};
use std::{
    cell::Cell,
    future::{pending, poll_fn, ready},
    pin::pin,
    rc::Rc,
    time::Duration,
};
use testkit::within;

const LIMIT: Duration = Duration::from_secs(20);

/// Counts how many of them are alive.
struct Alive(Rc<Cell<u32>>);

impl Alive {
    fn new(count: &Rc<Cell<u32>>) -> Self {
        count.set(count.get() + 1);
        Alive(count.clone())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

#[test]
fn gather_gives_results_in_the_order_of_the_futures() {
    within(LIMIT, "the results", || {
        Runtime::with_virtual_time().block_on(async {
            let naps = [5, 1, 4, 2, 3].map(|n| async move {
                sleep(Duration::from_secs(n)).await;
                n
            });
            assert_eq!(gather(naps).await, [5, 1, 4, 2, 3]);
            assert!(
                gather(Vec::<std::future::Ready<()>>::new())
                    .await
                    .is_empty()
            );
        });
    });
}

#[test]
fn gather_polls_only_who_was_woken() {
    within(LIMIT, "the results", || {
        Runtime::new().block_on(async {
            let polls = Rc::new(Cell::new(0));
            let (senders, receivers): (Vec<_>, Vec<_>) =
                (0..100).map(|_| oneshot::channel::<()>()).unzip();
            let waits = receivers.into_iter().map(|receiver| {
                let polls = polls.clone();
                async move {
                    let mut receiver = pin!(receiver);
                    poll_fn(|context| {
                        polls.set(polls.get() + 1);
                        receiver.as_mut().poll(context)
                    })
                    .await
                }
            });
            let all = spawn(gather(waits.collect::<Vec<_>>()));
            for sender in senders {
                sender.send(()).unwrap();
                yield_now().await;
            }
            assert_eq!(all.await.unwrap().len(), 100);
            assert!(polls.get() <= 200, "{} polls", polls.get());
        });
    });
}

#[test]
fn gather_drops_them_all_when_it_is_dropped() {
    let alive = Rc::new(Cell::new(0));
    Runtime::new().block_on(async {
        let waits = [(); 3].map(|()| {
            let alive = Alive::new(&alive);
            async move {
                let _alive = alive;
                pending::<()>().await
            }
        });
        race(async { drop(gather(waits).await) }, yield_now()).await;
        assert_eq!(alive.get(), 0);
    });
}

#[test]
fn race_gives_the_first_and_drops_the_other() {
    within(LIMIT, "the winner", || {
        let count = Rc::new(Cell::new(0));
        let alive = Alive::new(&count);
        Runtime::with_virtual_time().block_on(async {
            let loser = async move {
                let _alive = alive;
                sleep(Duration::from_secs(3600)).await;
                "late"
            };
            let winner = async {
                sleep(Duration::from_secs(1)).await;
                "first"
            };
            assert_eq!(race(loser, winner).await, "first");
            assert_eq!(count.get(), 0);
            assert_eq!(stage06_full::metrics().timers, 0);
        });
    });
}

#[test]
fn when_both_are_ready_left_wins() {
    within(LIMIT, "the winner", || {
        let winner = Runtime::new().block_on(race(ready("left"), ready("right")));
        assert_eq!(winner, "left");
    });
}
