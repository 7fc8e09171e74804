//! How a run ends: with a panic, a task without end, a test that is not the same twice; and what is left of it.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::time::Duration;

use explorer::{Check, Failure, World, check};

fn failure(test: impl Fn(&World)) -> Failure {
    Check::new().run(test).failure.expect("an order fails")
}

/// Returns the message with which a check fails.
fn message(test: impl Fn(&World)) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| check(test))).expect_err("it fails");
    panic.downcast_ref::<String>().expect("a sentence").clone()
}

fn fails(test: impl Fn(&World), words: &str) {
    let failure = failure(test);
    assert!(failure.why().contains(words), "{failure}");
}

#[test]
fn a_panic_is_told_with_its_task_and_its_line() {
    let failure = failure(|world| {
        world.spawn("reader", async { panic!("no such message") });
    });
    let why = failure.why();
    assert!(
        why.starts_with("reader panicked: no such message (at "),
        "{failure}"
    );
    assert!(why.contains("ends.rs:"), "{failure}");
    assert_eq!(failure.order.steps.len(), 1);
}

#[test]
fn a_panic_of_the_test_is_a_failure_wherever_it_comes_from() {
    fails(|_| panic!("as it begins"), "as it begins");
    fails(
        |world| world.outside("a byte arrives", || panic!("outside")),
        "outside",
    );
    fails(|world| world.at_end(|| panic!("at the end")), "at the end");
}

#[test]
fn a_panic_of_a_drop_is_a_failure_too() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            assert!(std::thread::panicking(), "the bomb goes off");
        }
    }
    async fn waits(bomb: Bomb) {
        let _bomb = bomb;
        pending::<()>().await;
    }
    fails(
        |world| drop(world.spawn("server", waits(Bomb)).background()),
        "the bomb goes off",
    );
    fails(
        |world| world.spawn("task", waits(Bomb)).abort(),
        "the bomb goes off",
    );
}

#[test]
fn a_task_that_is_woken_forever_is_named() {
    fails(
        |world| {
            let of_task = world.clone();
            world.spawn("spinner", async move {
                loop {
                    of_task.yield_now().await;
                }
            });
        },
        "spinner is woken again and again",
    );
}

#[test]
fn a_task_that_waits_forever_beside_a_clock_that_ticks_is_named() {
    let test = |world: &World| {
        let of_server = world.clone();
        let ticks = async move {
            loop {
                of_server.sleep(Duration::from_secs(1)).await;
            }
        };
        world.spawn("server", ticks).background();
        world.spawn("client", pending());
    };
    let failure = failure(test);
    let why =
        "the test has no end: time passes again and again, and client has waited since step 2";
    assert_eq!(failure.why(), why);
    // Of a thousand steps, the first and the last are told.
    let story = failure.to_string();
    assert_eq!(story.lines().count(), 40 + 1 + 10 + 1, "{story}");
    assert!(
        story.contains("\n  40. ") && story.contains("\n      (950 more)\n  991. "),
        "{story}"
    );
}

#[test]
fn a_server_may_wait_forever_and_its_clock_stops_with_the_last_task() {
    let verdict = check(|world| {
        let of_server = world.clone();
        let ticks = async move {
            loop {
                of_server.sleep(Duration::from_secs(1)).await;
            }
        };
        drop(world.spawn("server", ticks).background());
        world.spawn("client", async {});
    });
    // The client may be late by any number of ticks: these orders have no end.
    let tried = "201 orders, among them all with at most 199 deviations from first come, first served; 1 were so long that only their first 200 steps had choices";
    assert_eq!(verdict.to_string(), tried);
}

#[test]
fn two_tasks_that_wait_forever_are_both_named_and_one_has_a_line() {
    let failure = failure(|world| {
        let of_task = world.clone();
        world.spawn("left", async move { of_task.mark(pending::<()>()).await });
        world.spawn("right", pending());
    });
    assert_eq!(
        failure.why(),
        "left has waited since step 1 at `world.spawn(\"left\", async move { of_task.mark(pending::<()>()).await });`; \
         right has waited since step 2, and nothing is left that could wake it"
    );
}

#[test]
fn a_test_that_is_not_the_same_twice_is_refused() {
    let runs = Cell::new(0);
    let moody = |world: &World| {
        runs.set(runs.get() + 1);
        let now = runs.get();
        world.spawn("task", async move {
            assert_eq!(now, 1, "the second run differs")
        });
        world.spawn("other", async {});
    };
    let message = message(moody);
    assert!(
        message.starts_with("the test depends on more than the order"),
        "{message}"
    );
}

#[test]
fn a_wake_from_a_thread_that_the_explorer_does_not_know_is_refused() {
    fails(
        |world| {
            world.spawn(
                "reader",
                std::future::poll_fn(|cx| {
                    let waker = cx.waker().clone();
                    let thread = std::thread::spawn(move || waker.wake());
                    thread.join().expect("it only wakes");
                    std::task::Poll::Pending
                }),
            );
        },
        "another thread has called a waker",
    );
}

#[test]
fn nothing_is_left_of_a_run_however_it_ends() {
    let all = Rc::new(RefCell::new(vec![]));
    let kept = all.clone();
    let verdict = Check::new().run(move |world| {
        let token = Rc::new(());
        kept.borrow_mut().push(Rc::downgrade(&token));
        let [of_reader, of_server, of_outside, of_end] = [(); 4].map(|()| token.clone());
        let [reader, server] = [world.clone(), world.clone()];
        let waits = async move {
            reader.sleep(Duration::from_millis(1)).await;
            drop(of_reader);
        };
        drop(world.spawn("reader", waits).may_cancel());
        let serves = async move {
            let _here = (of_server, server);
            pending::<()>().await;
        };
        drop(world.spawn("server", serves).background());
        let other = world.clone();
        world.outside("a byte arrives", move || drop((of_outside, other)));
        world.at_end(move || drop(of_end));
    });
    assert!(verdict.complete && verdict.orders > 10, "{verdict}");
    assert_eq!(all.borrow().len(), verdict.orders);
    assert!(all.borrow().iter().all(|token| token.upgrade().is_none()));
}

#[test]
fn a_message_has_the_story_the_count_and_the_command() {
    let message = message(|world| {
        world.spawn("reader", pending());
    });
    let name = "a_message_has_the_story_the_count_and_the_command";
    assert_eq!(
        message,
        format!(
            "In this order it fails:\n\n   1. reader runs and waits.\n   => reader has waited since step 1, and nothing is left \
             that could wake it\n\nIts number is 0; order 1 was the first to fail, of 1 that were tried. Again, and alone: \
             EXPLORE=0 cargo test -p explorer --test ends {name}"
        )
    );
}
