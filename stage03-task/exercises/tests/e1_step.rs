//! The provided tests of s3e1.

use super::*;
use stage01::{CoroutineState, Result, co};
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
            self.resumes.get() < 100,
            "a coroutine that waits for one thing was resumed a hundred times"
        );
        self.body.resume(sent)
    }
}

fn check(test: impl FnOnce(EventLoop) + Send + 'static) {
    within(Duration::from_secs(2), "a task to end", || {
        test(EventLoop::new().expect("a loop"))
    });
}

/// Takes this many turns of the loop.
fn turns(event_loop: &EventLoop, n: u32) {
    (0..n).for_each(|_| event_loop.run_once().expect("the loop runs"));
}

/// A task that waits for a number, and returns its double; and how often it was resumed.
fn doubling(event_loop: &EventLoop, number: &Future<u32>) -> (MyTask<u32>, Rc<Cell<u32>>) {
    let wait = Await::new(number);
    let body = Box::new(co(async |y| Ok(2 * y.yield_from(wait).await?)));
    let resumes = Rc::new(Cell::new(0));
    let counted = Counted {
        body,
        resumes: resumes.clone(),
    };
    (MyTask::spawn(event_loop, Box::new(counted)), resumes)
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
            "times that it was resumed, while nothing was there to go on with"
        );
        assert_eq!(result(&task), "None");
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
        assert_eq!(
            resumes.get(),
            2,
            "times that it was resumed: to the wait, and to the end"
        );
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
        let task: MyTask<u32> =
            MyTask::spawn(&event_loop, Box::new(co(async |_| Err(Oops.into()))));
        turns(&event_loop, 2);
        assert_eq!(
            result(&task),
            "Some(Err(Oops))",
            "the coroutine raised, and whoever waits for the task must be told"
        );
    });
}

#[test]
fn the_futures_exception_is_raised_inside_and_may_be_caught() {
    check(|event_loop| {
        let number = Future::<u32>::new(&event_loop);
        let wait = Await::new(&number);
        let body = co(async |y| Ok(y.yield_from(wait).await.unwrap_or(7)));
        let task = MyTask::spawn(&event_loop, Box::new(body));
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
        let task = MyTask::spawn(&event_loop, Box::new(body));
        turns(&event_loop, 2);
        b.set_result(2).expect("set once");
        turns(&event_loop, 2);
        assert_eq!(
            result(&task),
            "None",
            "b is there, but the task waits for a first"
        );
        a.set_result(1).expect("set once");
        turns(&event_loop, 4);
        assert_eq!(result(&task), "Some(Ok(12))");
    });
}

#[test]
fn two_tasks_do_not_wait_for_each_other() {
    check(|event_loop| {
        let (a, b) = (Future::new(&event_loop), Future::new(&event_loop));
        let ((first, _), (second, _)) = (doubling(&event_loop, &a), doubling(&event_loop, &b));
        turns(&event_loop, 2);
        b.set_result(2).expect("set once");
        turns(&event_loop, 3);
        assert_eq!(
            (result(&first), result(&second)),
            ("None".into(), "Some(Ok(4))".into())
        );
        a.set_result(1).expect("set once");
        turns(&event_loop, 3);
        assert_eq!(result(&first), "Some(Ok(2))");
    });
}

#[test]
fn stepped_from_inside_itself_it_does_nothing() {
    check(|event_loop| {
        let own: Rc<RefCell<Option<MyTask<u32>>>> = Rc::default();
        let inside = own.clone();
        let body = co(async move |_| {
            inside.borrow().as_ref().expect("the task").step();
            Ok(3)
        });
        let task = MyTask::spawn(&event_loop, Box::new(body));
        *own.borrow_mut() = Some(task.clone());
        turns(&event_loop, 2);
        assert_eq!(
            result(&task),
            "Some(Ok(3))",
            "a step from inside the running coroutine does nothing"
        );
        own.take();
    });
}

/// Ends in its first turn. What it holds is not freed by ending, only by being dropped.
struct Holds {
    _held: Rc<()>,
}

impl Coroutine<Result> for Holds {
    type Yield = Wait;
    type Return = Result<u32>;

    fn resume(&mut self, _: Result) -> CoroutineState<Wait, Result<u32>> {
        Complete(Ok(1))
    }
}

#[test]
fn the_coroutine_is_dropped_when_it_has_ended() {
    check(|event_loop| {
        let held = Rc::new(());
        let body = Holds {
            _held: held.clone(),
        };
        let task = MyTask::spawn(&event_loop, Box::new(body));
        turns(&event_loop, 2);
        assert_eq!(result(&task), "Some(Ok(1))", "it ends in its first turn");
        let alive = Rc::strong_count(&held) > 1;
        assert!(
            !alive,
            "the coroutine has ended: what it held must be freed"
        );
        task.step();
        assert_eq!(
            result(&task),
            "Some(Ok(1))",
            "a step after the end does nothing"
        );
    });
}
