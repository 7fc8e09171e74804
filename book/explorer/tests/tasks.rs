//! Tasks in every order: how many there are, and what is told of one that waits forever.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use explorer::{Check, World, check};

/// A cell that tasks wait for: right, or with its wake forgotten.
#[derive(Clone, Default)]
struct Mailbox(Rc<RefCell<(Option<u32>, Option<Waker>)>>);

impl Mailbox {
    fn put(&self, value: u32, wake: bool) {
        self.0.borrow_mut().0 = Some(value);
        let waker = self.0.borrow_mut().1.take();
        waker.filter(|_| wake).into_iter().for_each(Waker::wake);
    }

    async fn get(&self) -> u32 {
        let take = |waker: &Waker| {
            let mut state = self.0.borrow_mut();
            state.1 = Some(waker.clone());
            state.0.take()
        };
        poll_fn(|cx| take(cx.waker()).map_or(Poll::Pending, Poll::Ready)).await
    }
}

fn reader_and_writer(wake: bool) -> impl Fn(&World) {
    move |world| {
        let mailbox = Mailbox::default();
        let [reads, writes] = [mailbox.clone(), mailbox];
        world.spawn("reader", async move {
            assert_eq!(reads.get().await, 7);
        });
        world.spawn("writer", async move { writes.put(7, wake) });
    }
}

#[test]
fn tasks_that_never_wait_have_as_many_orders_as_permutations() {
    for (tasks, orders) in [(1, 1), (2, 2), (3, 6), (4, 24)] {
        let verdict = check(|world| {
            for name in &["a", "b", "c", "d"][..tasks] {
                world.spawn(name, async {});
            }
        });
        assert_eq!((verdict.orders, verdict.complete), (orders, true));
    }
}

#[test]
fn a_wake_that_is_kept_is_lost_in_no_order() {
    let verdict = check(reader_and_writer(true));
    assert_eq!(verdict.to_string(), "all 2 orders");
}

#[test]
fn a_wake_that_is_forgotten_is_told_as_a_story() {
    let verdict = Check::new().run(reader_and_writer(false));
    let failure = verdict.failure.expect("the reader waits forever");
    assert_eq!(
        failure.to_string(),
        "   1. reader runs and waits.\n   2. writer runs and ends.\n   => reader has waited since step 1, and nothing is left that could wake it\n"
    );
    assert_eq!(failure.number(), "0");
}

#[test]
fn an_update_is_lost_when_another_task_comes_between() {
    let verdict = Check::new().run(|world| {
        let counter = Rc::new(Cell::new(0));
        for name in ["left", "right"] {
            let (counter, of_task) = (counter.clone(), world.clone());
            world.spawn(name, async move {
                let seen = counter.get();
                of_task.yield_now().await;
                counter.set(seen + 1);
            });
        }
        world.at_end(move || assert_eq!(counter.get(), 2, "an update is lost"));
    });
    let failure = verdict.failure.expect("first come, first served is enough");
    assert_eq!(failure.found, 1);
    assert!(failure.why().contains("an update is lost"), "{failure}");
}

#[test]
fn a_wake_is_told_of_the_task_that_has_called_the_waker() {
    let test = |world: &World| {
        let (mailbox, of_writer) = (Mailbox::default(), world.clone());
        let reads = mailbox.clone();
        world.spawn("reader", async move { assert_eq!(reads.get().await, 7) });
        world.spawn("writer", async move {
            mailbox.put(7, true);
            of_writer.pause();
        });
        world.outside("a byte arrives", || {});
    };
    // reader, writer, and the byte within the poll.
    let told = Check::new()
        .replay("001", test)
        .expect("it fits")
        .to_string();
    let lines = [
        "   1. reader runs and waits.",
        "   2. Just before writer's `of_writer.pause();`: a byte arrives.",
        "   3. writer goes on, wakes reader and ends.",
        "   4. reader runs and ends.",
        "   => nothing goes wrong\n",
    ];
    assert_eq!(told, lines.join("\n"));
}
