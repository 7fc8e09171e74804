//! What a task does with its coroutine: step by step, to its end, and to the end of its errors.

mod support;

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete},
    Exception, Result, Yielder, co,
};
use stage02::{EventLoop, Future};
use stage03::{Await, Task, Wait};
use std::{fmt, io};
use support::{Log, noting, promptly, result};

/// A coroutine that waits for a future.
fn waiting<T: Clone + 'static>(future: &Future<T>) -> Await<T> {
    Await::new(future)
}

fn refused() -> io::Error {
    io::Error::other("refused")
}

#[test]
fn it_goes_on_when_its_future_is_done_and_not_before() {
    promptly("two steps", || {
        let event_loop = EventLoop::new().unwrap();
        let log = Log::default();
        let (first, second) = (Future::new(&event_loop), Future::new(&event_loop));
        let (a, b, noted) = (waiting(&first), waiting(&second), log.clone());
        let task = Task::spawn(
            &event_loop,
            co(async move |y| {
                noted.note("starts");
                let got: &str = y.yield_from(a).await?;
                noted.note(got);
                let got: i32 = y.yield_from(b).await?;
                noted.note(got);
                Ok("returned")
            }),
        );
        assert_eq!(log.take(), [""; 0], "it began in spawn");
        event_loop.run().unwrap();
        assert_eq!(log.take(), ["starts"]);
        second.set_result(2).unwrap();
        event_loop.run().unwrap();
        assert_eq!(
            log.take(),
            [""; 0],
            "resumed by a future it does not wait for"
        );
        first.set_result("one").unwrap();
        assert_eq!(log.take(), [""; 0], "resumed inside set_result");
        event_loop.run().unwrap();
        assert_eq!(log.take(), ["one", "2"]);
        assert_eq!(result(&task).unwrap(), "returned");
    });
}

#[test]
fn the_futures_error_is_raised_where_the_coroutine_waits() {
    promptly("the error", || {
        let event_loop = EventLoop::new().unwrap();
        let future = Future::<()>::new(&event_loop);
        let wait = waiting(&future);
        let task = Task::spawn(
            &event_loop,
            co(async |y| match y.yield_from(wait).await {
                Err(error) => Ok(format!("caught: {error}")),
                Ok(()) => Ok("nothing to catch".to_string()),
            }),
        );
        event_loop.run().unwrap();
        future.set_exception(refused()).unwrap();
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), "caught: refused");
    });
}

#[test]
fn what_it_returns_or_raises_reaches_all_who_join_it_early_or_late() {
    promptly("the joins", || {
        let event_loop = EventLoop::new().unwrap();
        let future = Future::<i32>::new(&event_loop);
        let child = Task::spawn(&event_loop, waiting(&future));
        let failing = Task::spawn(&event_loop, co(async |_| Err::<i32, _>(refused().into())));
        let parents = |child: &Task<i32>| {
            [(); 2].map(|()| {
                let join = child.join();
                Task::spawn(&event_loop, co(async |y| y.yield_from(join).await))
            })
        };
        let (early, wronged) = (parents(&child), parents(&failing));
        event_loop.run().unwrap();
        future.set_result(3).unwrap();
        event_loop.run().unwrap();
        let late = parents(&child);
        event_loop.run().unwrap();
        for parent in early.iter().chain(&late) {
            assert_eq!(result(parent).unwrap(), 3);
        }
        for parent in &wronged {
            assert_eq!(result(parent).unwrap_err().to_string(), "refused");
        }
    });
}

#[test]
fn a_failing_task_takes_neither_the_loop_nor_the_other_down() {
    promptly("the other task", || {
        let (event_loop, told) = noting();
        let future = Future::new(&event_loop);
        let wait = waiting(&future);
        let failing = Task::spawn(
            &event_loop,
            co(async |y| {
                let () = y.yield_from(wait).await?;
                Err::<(), _>(refused().into())
            }),
        );
        let good = Task::spawn(&event_loop, waiting(&future));
        future.set_result(()).unwrap();
        event_loop.run().unwrap();
        assert!(result(&failing).is_err());
        result(&good).unwrap();
        assert_eq!(told.take(), [""; 0], "somebody asked for it");
    });
}

#[test]
fn an_error_that_nobody_asks_for_is_reported_once() {
    promptly("the report", || {
        let (event_loop, told) = noting();
        let task = Task::spawn(&event_loop, co(async |_| Err::<(), _>(refused().into())));
        let other = task.clone();
        event_loop.run().unwrap();
        drop(task);
        assert_eq!(told.take(), [""; 0], "somebody could still ask");
        drop(other);
        event_loop.run().unwrap();
        assert_eq!(told.take(), ["refused"]);
    });
}

#[test]
fn an_error_that_a_parent_passes_on_is_reported_once() {
    promptly("the report", || {
        let (event_loop, told) = noting();
        let child = Task::spawn(&event_loop, co(async |_| Err::<(), _>(refused().into())));
        drop(Task::spawn(&event_loop, child.join()));
        drop(child);
        event_loop.run().unwrap();
        assert_eq!(told.take(), ["refused"]);
    });
}

#[test]
fn a_task_whose_handles_are_dropped_goes_on() {
    promptly("the task", || {
        let event_loop = EventLoop::new().unwrap();
        let log = Log::default();
        let future = Future::new(&event_loop);
        let (wait, noted) = (waiting(&future), log.clone());
        drop(Task::spawn(
            &event_loop,
            co(async move |y| {
                let value: i32 = y.yield_from(wait).await?;
                noted.note(value);
                Ok(())
            }),
        ));
        event_loop.run().unwrap();
        future.set_result(5).unwrap();
        event_loop.run().unwrap();
        assert_eq!(log.take(), ["5"]);
    });
}

/// A coroutine that ends at once, and notes when it is dropped.
struct Noting(Log);

impl Coroutine<Result> for Noting {
    type Yield = Wait;
    type Return = Result;

    fn resume(&mut self, _sent: Result) -> CoroutineState<Wait, Result> {
        Complete(Ok(()))
    }
}

impl Drop for Noting {
    fn drop(&mut self) {
        self.0.note("dropped");
    }
}

#[test]
fn the_coroutine_is_dropped_before_anybody_hears_of_its_end() {
    promptly("the end", || {
        let event_loop = EventLoop::new().unwrap();
        let log = Log::default();
        let task = Task::spawn(&event_loop, Noting(log.clone()));
        let noted = log.clone();
        task.future().add_done_callback(move |_| noted.note("done"));
        event_loop.run().unwrap();
        assert_eq!(log.take(), ["dropped", "done"]);
    });
}

#[test]
fn a_task_that_waits_for_what_never_comes_is_never_done_and_nothing_says_so() {
    promptly("the loop to end", || {
        let (event_loop, told) = noting();
        let task = Task::spawn(&event_loop, waiting(&Future::<()>::new(&event_loop)));
        event_loop.run().unwrap();
        assert!(!task.done());
        drop(task);
        assert_eq!(told.take(), [""; 0]);
    });
}

#[test]
fn two_tasks_that_await_each_other_are_never_done_and_the_loop_ends() {
    promptly("the loop to end", || {
        let event_loop = EventLoop::new().unwrap();
        let hers = Future::<Task>::new(&event_loop);
        let wait = waiting(&hers);
        let his = Task::spawn(
            &event_loop,
            co(async |y| {
                let hers = y.yield_from(wait).await?;
                y.yield_from(hers.join()).await
            }),
        );
        let her = Task::spawn(&event_loop, his.join());
        hers.set_result(her.clone()).unwrap();
        event_loop.run().unwrap();
        assert!(!his.done() && !her.done());
    });
}

#[test]
fn an_exception_of_any_kind_reaches_the_future() {
    promptly("the end", || {
        let event_loop = EventLoop::new().unwrap();
        let raise = |error: Exception| -> Result { Err(error) };
        let task = Task::spawn(
            &event_loop,
            co(async move |_: Yielder<Wait>| raise(fmt::Error.into())),
        );
        event_loop.run().unwrap();
        assert!(result(&task).unwrap_err().is::<fmt::Error>());
    });
}
