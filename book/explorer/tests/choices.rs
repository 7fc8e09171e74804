//! Each kind of choice finds a bug that is missed without it.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use explorer::sync::atomic::{AtomicBool, Ordering::SeqCst};
use explorer::{Check, Verdict, World};

fn passes(verdict: Verdict) {
    assert!(verdict.complete, "{verdict}");
    if let Some(failure) = verdict.failure {
        panic!("{failure}");
    }
}

fn fails(verdict: Verdict, why: &str) {
    let failure = verdict.failure.expect("an order fails");
    assert!(failure.why().contains(why), "{failure}");
}

/// Only the first order: what an ordinary executor does.
fn first_come_first_served() -> Check {
    Check::new().limit(1).random(0, 1)
}

/// A flag, and the waker of the task that waits for it.
#[derive(Default)]
struct Flag {
    set: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Flag {
    fn set(&self) {
        self.set.store(true, SeqCst);
        let waker = self.waker.lock().expect("no panic").take();
        waker.into_iter().for_each(Waker::wake);
    }

    fn keep(&self, cx: &Context<'_>) {
        *self.waker.lock().expect("no panic") = Some(cx.waker().clone());
    }
}

#[test]
fn which_task_is_next_finds_a_task_that_relies_on_another_one_before_it() {
    let test = |world: &World| {
        let ready = Rc::new(Cell::new(false));
        let of_second = ready.clone();
        world.spawn("first", async move { ready.set(true) });
        world.spawn("second", async move { assert!(of_second.get(), "not yet") });
    };
    fails(Check::new().run(test), "second panicked: not yet (at ");
    let verdict = first_come_first_served().run(test);
    assert!(verdict.failure.is_none());
}

#[test]
fn a_wake_during_the_poll_finds_a_waker_that_is_kept_too_late() {
    let test = |look: fn(&AtomicBool) -> bool| {
        move |world: &World| {
            let flag = Arc::new(Flag::default());
            let waits = flag.clone();
            world.spawn("reader", async move {
                let look_and_keep = poll_fn(|cx| {
                    if look(&waits.set) {
                        return Poll::Ready(());
                    }
                    explorer::pause("keep the waker");
                    waits.keep(cx);
                    Poll::Pending
                });
                look_and_keep.await;
            });
            world.outside("the flag is set", move || flag.set());
        }
    };
    let verdict = Check::new().run(test(|flag| flag.load(SeqCst)));
    let story = verdict.failure.as_ref().expect("it fails").to_string();
    assert!(
        story.contains(
            "1. Just before reader's `explorer::pause(\"keep the waker\");`: the flag is set."
        ),
        "{story}"
    );
    fails(
        verdict,
        "reader has waited since step 2, and nothing is left that could wake it",
    );
}

#[test]
fn without_a_point_within_the_poll_the_same_bug_is_missed() {
    passes(Check::new().run(|world| {
        let flag = Arc::new(Flag::default());
        let waits = flag.clone();
        world.spawn("reader", async move {
            let look_and_keep = poll_fn(|cx| {
                if waits.set.peek() {
                    return Poll::Ready(());
                }
                waits.keep(cx);
                Poll::Pending
            });
            look_and_keep.await;
        });
        world.outside("the flag is set", move || flag.set());
    }));
}

#[test]
fn a_spurious_poll_finds_a_leaf_that_takes_each_poll_for_its_wake() {
    let test = |world: &World| {
        let flag = Arc::new(Flag::default());
        let waits = flag.clone();
        world.spawn("reader", async move {
            let mut asked = false;
            let trusting = poll_fn(|cx| {
                if waits.set.load(SeqCst) || std::mem::replace(&mut asked, true) {
                    return Poll::Ready(());
                }
                waits.keep(cx);
                Poll::Pending
            });
            trusting.await;
            assert!(waits.set.peek(), "it goes on, and nothing has come");
        });
        world.spawn("writer", async move { flag.set() });
    };
    fails(
        Check::new().spurious(1).run(test),
        "it goes on, and nothing has come",
    );
    passes(Check::new().run(test));
}

#[test]
fn a_fresh_waker_finds_a_leaf_that_keeps_its_first_one() {
    let test = |world: &World| {
        let flag = Arc::new(Flag::default());
        let waits = flag.clone();
        world.spawn("reader", async move {
            let keeps_the_first = poll_fn(|cx| {
                if waits.set.load(SeqCst) {
                    return Poll::Ready(());
                }
                let mut waker = waits.waker.lock().expect("no panic");
                waker.get_or_insert_with(|| cx.waker().clone());
                Poll::Pending
            });
            keeps_the_first.await;
        });
        world.spawn("writer", async move { flag.set() });
    };
    fails(
        Check::new().spurious(1).fresh_wakers().run(test),
        "reader has waited",
    );
    passes(Check::new().spurious(1).run(test));
}

/// A queue of one item whose reader is woken with the item in its hand.
#[derive(Default)]
struct Handoff {
    sent: Cell<u32>,
    hand: Rc<RefCell<Option<u32>>>,
    waker: Cell<Option<Waker>>,
}

impl Handoff {
    async fn receive(self: Rc<Self>) -> u32 {
        let hand = self.hand.clone();
        poll_fn(move |cx| {
            self.waker.set(Some(cx.waker().clone()));
            hand.take().map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    fn send(&self, item: u32) {
        self.sent.set(self.sent.get() + 1);
        *self.hand.borrow_mut() = Some(item);
        self.waker.take().into_iter().for_each(Waker::wake);
    }
}

#[test]
fn a_cancel_finds_an_item_that_is_lost_with_the_hand_that_holds_it() {
    let test = |cancel: bool| {
        move |world: &World| {
            let queue = Rc::new(Handoff::default());
            let (receives, sends) = (queue.clone(), queue.clone());
            let received = Rc::new(Cell::new(false));
            let of_reader = received.clone();
            let reader = world.spawn("reader", async move {
                receives.receive().await;
                of_reader.set(true);
            });
            if cancel {
                drop(reader.clone().may_cancel());
            }
            world.spawn("writer", async move { sends.send(7) });
            world.at_end(move || {
                assert!(
                    received.get() || reader.is_finished() && queue.sent.get() == 0,
                    "the item is lost"
                )
            });
        }
    };
    fails(Check::new().run(test(true)), "the item is lost");
    passes(Check::new().run(test(false)));
}

#[test]
fn a_deadline_that_comes_together_with_the_item_finds_that_it_is_looked_at_first() {
    let test = |world: &World| {
        let queue = Rc::new(Handoff::default());
        let (receives, sends, clock) = (queue.clone(), queue.clone(), world.clone());
        world.spawn("reader", async move {
            let mut sleep = Box::pin(clock.sleep(Duration::from_millis(10)));
            let mut item = Box::pin(receives.receive());
            let deadline_first = poll_fn(|cx| match sleep.as_mut().poll(cx) {
                Poll::Ready(()) => Poll::Ready(None),
                Poll::Pending => item.as_mut().poll(cx).map(Some),
            });
            if deadline_first.await.is_none() {
                assert_eq!(
                    queue.hand.take(),
                    None,
                    "the item came in time, and is lost"
                );
            }
        });
        world.spawn("writer", async move { sends.send(7) });
    };
    let verdict = Check::new().run(test);
    fails(verdict, "the item came in time, and is lost");
    passes(Check::new().idle_clock().run(test));
}
