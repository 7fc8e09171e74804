//! The provided tests of s3e1.

#[path = "e1_step/life.rs"]
mod life;

use super::*;
use stage01::{CoroutineState, Result, co};
use stage02::catch_panic;
use stage03::Await;
use std::{cell::Cell, time::Duration};
use testkit::within;

#[derive(Debug, Clone, PartialEq)]
struct Oops;

impl std::fmt::Display for Oops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("oops")
    }
}
impl std::error::Error for Oops {}

/// Counts how often a coroutine is resumed.
struct Counted<T> {
    body: Routine<Wait, T>,
    resumes: Rc<Cell<u32>>,
}

impl<T> Coroutine<Result> for Counted<T> {
    type Yield = Wait;
    type Return = Result<T>;

    fn resume(&mut self, sent: Result) -> CoroutineState<Wait, Result<T>> {
        self.resumes.set(self.resumes.get() + 1);
        assert!(
            self.resumes.get() < 20,
            "a coroutine that waits twice at most was resumed twenty times: does `step` go on by itself?"
        );
        self.body.resume(sent)
    }
}

fn check(test: impl FnOnce(EventLoop) + Send + 'static) {
    within(Duration::from_secs(2), "a task to end", || {
        let event_loop = EventLoop::new().expect("a loop");
        event_loop.set_exception_handler(|_| {});
        test(event_loop)
    });
}

/// A task of this coroutine, and how often it was resumed.
fn spawn<T: Clone + 'static>(
    event_loop: &EventLoop,
    body: Routine<Wait, T>,
) -> (MyTask<T>, Rc<Cell<u32>>) {
    let resumes = Rc::new(Cell::new(0));
    let counted = Counted {
        body,
        resumes: resumes.clone(),
    };
    (MyTask::spawn(event_loop, Box::new(counted)), resumes)
}

/// Calls `step`, which must not panic.
fn step<T: Clone + 'static>(task: &MyTask<T>, when: &str) {
    let stepped = catch_panic(|| task.step());
    assert!(
        stepped.is_ok(),
        "a call of `step` {when} does nothing, and this one panicked: {}",
        stepped.unwrap_err()
    );
}

/// Takes this many turns of the loop.
fn turns(event_loop: &EventLoop, n: u32) {
    (0..n).for_each(|_| event_loop.run_once().expect("the loop runs"));
}

/// A task that waits for a number, and returns its double; and how often it was resumed.
fn doubling(event_loop: &EventLoop, number: &Future<u32>) -> (MyTask<u32>, Rc<Cell<u32>>) {
    let wait = Await::new(number);
    let body = co(async |y| Ok(2 * y.yield_from(wait).await?));
    spawn(event_loop, Box::new(body))
}

fn result(task: &MyTask<u32>) -> String {
    format!("{:?}", task.0.future.result())
}

#[test]
fn it_runs_to_the_first_wait_and_stops_there() {
    check(|event_loop| {
        let number = Future::new(&event_loop);
        let (task, resumes) = doubling(&event_loop, &number);
        turns(&event_loop, 5);
        assert_eq!(
            resumes.get(),
            1,
            "resumes of a coroutine whose future is not done"
        );
        assert_eq!(
            result(&task),
            "None",
            "the task has a result, and its coroutine waits"
        );
    });
}

#[test]
fn spawn_leaves_the_first_step_to_the_loop() {
    check(|event_loop| {
        let (_task, resumes) = doubling(&event_loop, &Future::new(&event_loop));
        assert_eq!(
            resumes.get(),
            0,
            "a task was spawned, and its coroutine ran inside `spawn`; its first step is for the loop's next turn"
        );
        turns(&event_loop, 1);
        assert_eq!(resumes.get(), 1, "resumes after the loop's next turn");
    });
}

#[test]
fn it_goes_on_when_the_future_is_done() {
    check(|event_loop| {
        let number = Future::new(&event_loop);
        let (task, resumes) = doubling(&event_loop, &number);
        turns(&event_loop, 3);
        number.set_result(21).expect("set once");
        turns(&event_loop, 3);
        assert_eq!(
            result(&task),
            "Some(Ok(42))",
            "the coroutine's return value is the task's result"
        );
        assert_eq!(resumes.get(), 2, "resumes: to the wait, and to the end");
    });
}

#[test]
fn a_future_that_is_done_already_does_not_hang_it() {
    check(|event_loop| {
        let number = Future::new(&event_loop);
        number.set_result(4).expect("set once");
        let (task, _) = doubling(&event_loop, &number);
        turns(&event_loop, 5);
        assert_eq!(
            result(&task),
            "Some(Ok(8))",
            "the future was done before the task began"
        );
    });
}

#[test]
fn what_it_raises_is_the_tasks_exception() {
    check(|event_loop| {
        let body = co(async |_| Err(Oops.into()));
        let (task, _) = spawn::<u32>(&event_loop, Box::new(body));
        let ran = catch_panic(|| turns(&event_loop, 2));
        assert_eq!(
            ran,
            Ok(()),
            "the coroutine raised an exception, and the loop ends with a panic"
        );
        assert_eq!(
            result(&task),
            "Some(Err(Oops))",
            "the coroutine raised, and tasks that wait for this one must be told"
        );
    });
}

#[test]
fn the_futures_exception_is_raised_inside_and_may_be_caught() {
    check(|event_loop| {
        let number = Future::<u32>::new(&event_loop);
        let wait = Await::new(&number);
        let body = co(async |y| Ok(y.yield_from(wait).await.unwrap_or(7)));
        let (task, _) = spawn(&event_loop, Box::new(body));
        turns(&event_loop, 2);
        number.set_exception(Oops).expect("set once");
        turns(&event_loop, 3);
        assert_eq!(
            result(&task),
            "Some(Ok(7))",
            "the coroutine caught it and went on"
        );
    });
}

#[test]
fn it_waits_for_one_thing_after_another() {
    check(|event_loop| {
        let (a, b) = (
            Future::<u32>::new(&event_loop),
            Future::<u32>::new(&event_loop),
        );
        let (first, second) = (Await::new(&a), Await::new(&b));
        let body = co(async |y| Ok(y.yield_from(first).await? * 10 + y.yield_from(second).await?));
        let (task, resumes) = spawn(&event_loop, Box::new(body));
        turns(&event_loop, 2);
        b.set_result(2).expect("set once");
        turns(&event_loop, 2);
        assert_eq!(
            result(&task),
            "None",
            "b is done, but the task waits for a first"
        );
        a.set_result(1).expect("set once");
        turns(&event_loop, 6);
        assert_eq!(
            result(&task),
            "Some(Ok(12))",
            "both futures are done, so the task should be"
        );
        assert_eq!(
            resumes.get(),
            3,
            "resumes: to the first wait, to the second, to the end"
        );
    });
}

#[test]
fn each_wait_wakes_it_once() {
    check(|event_loop| {
        let (a, b) = (
            Future::<u32>::new(&event_loop),
            Future::<u32>::new(&event_loop),
        );
        let (first, second) = (Await::new(&a), Await::new(&b));
        let body = co(async |y| Ok(y.yield_from(first).await? + y.yield_from(second).await?));
        let (_task, resumes) = spawn(&event_loop, Box::new(body));
        turns(&event_loop, 2);
        a.set_result(1).expect("set once");
        turns(&event_loop, 6);
        assert_eq!(
            resumes.get(),
            2,
            "resumes after one of two futures is done: is `step` registered more than once?"
        );
    });
}
