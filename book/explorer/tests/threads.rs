//! Threads beside the tasks: they act between two polls, and within one.

use std::future::poll_fn;
use std::sync::Mutex as StdMutex;
use std::task::{Poll, Waker};

use explorer::sync::atomic::{AtomicBool, Ordering::SeqCst};
use explorer::sync::thread::park;
use explorer::sync::{Arc, Mutex};
use explorer::{Check, World, check};

/// A flag that a thread sets, and then it wakes the task that waits.
#[derive(Default)]
struct Flag {
    set: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Flag {
    fn set(&self) {
        self.set.store(true, SeqCst);
        let waker = self.waker.lock().expect("never poisoned").take();
        waker.into_iter().for_each(Waker::wake);
    }

    fn keep(&self, waker: &Waker) {
        *self.waker.lock().expect("never poisoned") = Some(waker.clone());
    }

    /// Keeps the waker before it looks, or after.
    async fn wait(&self, keep_first: bool) {
        poll_fn(|cx| {
            if keep_first {
                self.keep(cx.waker());
            }
            if self.set.load(SeqCst) {
                return Poll::Ready(());
            }
            if !keep_first {
                self.keep(cx.waker());
            }
            Poll::Pending
        })
        .await
    }
}

fn reader_and_thread(keep_first: bool) -> impl Fn(&World) {
    move |world| {
        let flag = Arc::new(Flag::default());
        let waits = flag.clone();
        world.spawn("reader", async move { waits.wait(keep_first).await });
        world.thread("setter", move || flag.set());
    }
}

#[test]
fn a_waker_that_is_kept_before_the_look_is_woken_in_every_order() {
    let verdict = check(reader_and_thread(true));
    assert_eq!(verdict.to_string(), "all 10 orders"); // 5! / (3! 2!): the poll begins, and does two operations; the thread does two
}

#[test]
fn a_waker_that_is_kept_after_the_look_misses_a_thread_between_the_two() {
    let verdict = Check::new().run(reader_and_thread(false));
    let failure = verdict.failure.expect("it is lost");
    let before = "Just before reader's `*self.waker.lock().expect(\"never poisoned\") = Some(waker.clone());`";
    let lines = [
        format!("   1. {before}: setter does `self.set.store(true, SeqCst);`."),
        format!(
            "   2. {before}: setter does `let waker = self.waker.lock().expect(\"never poisoned\").take();`."
        ),
        "   3. reader goes on and waits.".into(),
        "   => reader has waited since step 3, and nothing is left that could wake it\n".into(),
    ];
    assert_eq!(failure.to_string(), lines.join("\n"));
}

#[test]
fn a_task_waits_for_a_lock_that_a_thread_holds() {
    let verdict = check(|world| {
        let both = Arc::new((Mutex::new(0), AtomicBool::new(false)));
        let of_thread = both.clone();
        world.spawn("task", async move {
            *both.0.lock().expect("never poisoned") += 1
        });
        world.thread("thread", move || {
            let mut count = of_thread.0.lock().expect("never poisoned");
            let before = *count;
            of_thread.1.store(true, SeqCst); // the thread stops here, and holds the lock
            *count = before + 1;
        });
    });
    assert!(verdict.complete && verdict.orders > 2, "{verdict}");
}

#[test]
fn nothing_comes_from_outside_while_the_polled_task_holds_a_lock() {
    let verdict = check(|world| {
        let both = Arc::new((Mutex::new(0), AtomicBool::new(false)));
        let of_outside = both.clone();
        world.spawn("task", async move {
            let mut count = both.0.lock().expect("never poisoned");
            let before = *count;
            both.1.store(true, SeqCst); // a point at which something may come, if there were no lock
            *count = before + 1;
        });
        world.outside("another thread counts", move || {
            *of_outside.0.lock().expect("never poisoned") += 1;
        });
    });
    // It comes before the poll, before the lock, or after the poll.
    assert_eq!(verdict.to_string(), "all 3 orders");
}

#[test]
fn threads_that_wait_forever_and_threads_that_panic_are_named() {
    fn sleep() {
        park();
    }
    let failure = |test: fn(&World)| Check::new().run(test).failure.expect("it fails");
    let parked = failure(|world| world.thread("sleeper", sleep));
    assert_eq!(
        parked.why(),
        "sleeper is parked at `park();`, and nothing is left that could wake it"
    );
    let panicked = failure(|world| world.thread("thread", || panic!("no such message")));
    let why = panicked.why();
    assert!(
        why.starts_with("thread panicked: no such message (at "),
        "{panicked}"
    );
}

#[test]
fn no_thread_is_left_of_a_run() {
    let left = Arc::new(StdMutex::new(()));
    let of_test = left.clone();
    Check::new().run(move |world| {
        let left = of_test.clone();
        world.thread("sleeper", move || {
            park();
            drop(left);
        });
    });
    assert_eq!(Arc::strong_count(&left), 1);
}
