//! Cancelling: thrown in where the coroutine is paused, whenever that comes, and whatever the coroutine makes of it.

mod support;

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete},
    Result, Yielder, co,
};
use stage02::{EventLoop, Future};
use stage03::{Await, Cancelled, Task, Wait};
use std::{cell::Cell, rc::Rc};
use support::{Log, noting, promptly, result};

/// A task that waits for `future`, and the log of what happens to it.
fn noted(event_loop: &EventLoop, future: &Future) -> (Task, Log) {
    let log = Log::default();
    let (noted, wait) = (log.clone(), Await::new(future));
    let body = async move |y: Yielder<Wait>| {
        noted.note("starts");
        let waited = y.yield_from(wait).await;
        noted.note(match &waited {
            Ok(()) => "the future is done".to_string(),
            Err(error) => error.to_string(),
        });
        waited
    };
    (Task::spawn(event_loop, co(body)), log)
}

fn was_cancelled<T: Clone + 'static>(task: &Task<T>) -> bool {
    matches!(result(task), Err(error) if error.is::<Cancelled>())
}

#[test]
fn it_raises_at_the_place_where_the_coroutine_is_paused() {
    promptly("the cancel", || {
        let event_loop = EventLoop::new().unwrap();
        let (task, log) = noted(&event_loop, &Future::new(&event_loop));
        event_loop.run().unwrap();
        assert!(task.cancel());
        assert_eq!(log.take(), ["starts"], "it raised inside cancel");
        event_loop.run().unwrap();
        assert_eq!(log.take(), ["the task was cancelled"]);
        assert!(was_cancelled(&task));
    });
}

#[test]
fn before_the_first_step_it_keeps_the_coroutine_from_starting() {
    promptly("the cancel", || {
        let event_loop = EventLoop::new().unwrap();
        let (task, log) = noted(&event_loop, &Future::new(&event_loop));
        assert!(task.cancel());
        event_loop.run().unwrap();
        assert_eq!(log.take(), [""; 0]);
        assert!(was_cancelled(&task));
    });
}

/// A machine that does not look at what is sent when it starts.
struct Careless(Log);

impl Coroutine<Result> for Careless {
    type Yield = Wait;
    type Return = Result;

    fn resume(&mut self, _sent: Result) -> CoroutineState<Wait, Result> {
        self.0.note("starts");
        Complete(Ok(()))
    }
}

#[test]
fn before_the_first_step_even_a_careless_machine_does_not_start() {
    promptly("the cancel", || {
        let event_loop = EventLoop::new().unwrap();
        let log = Log::default();
        let task = Task::spawn(&event_loop, Careless(log.clone()));
        task.cancel();
        event_loop.run().unwrap();
        assert_eq!(log.take(), [""; 0]);
        assert!(was_cancelled(&task));
    });
}

#[test]
fn twice_is_once() {
    promptly("the cancels", || {
        let event_loop = EventLoop::new().unwrap();
        let log = Log::default();
        let waits = [(); 3].map(|()| Await::new(&Future::<()>::new(&event_loop)));
        let noted = log.clone();
        let task = Task::spawn(
            &event_loop,
            co(async move |y| {
                for wait in waits {
                    if let Err(error) = y.yield_from(wait).await {
                        noted.note(error);
                    }
                }
                Ok(())
            }),
        );
        event_loop.run().unwrap();
        task.cancel();
        task.cancel();
        event_loop.run().unwrap();
        assert_eq!(log.take(), ["the task was cancelled"]);
        assert!(!task.done());
    });
}

#[test]
fn after_the_end_there_is_nothing_to_cancel() {
    promptly("the end", || {
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, co(async |_| Ok(1)));
        event_loop.run().unwrap();
        assert!(!task.cancel());
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), 1);
    });
}

#[test]
fn a_result_that_comes_in_the_same_turn_stands() {
    promptly("the end", || {
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, co(async |_| Ok(1)));
        let late = task.clone();
        event_loop.call_soon(move |_| assert!(!late.cancel(), "it has ended by now"));
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), 1);
    });
}

// A throw that is queued behind this wake would come too late, and be lost.
#[test]
fn a_wake_that_was_queued_first_does_not_lose_it() {
    promptly("the cancel", || {
        let event_loop = EventLoop::new().unwrap();
        let future = Future::new(&event_loop);
        let second = Future::<()>::new(&event_loop);
        let (a, b) = (Await::new(&future), Await::new(&second));
        let task = Task::spawn(
            &event_loop,
            co(async |y| {
                let () = y.yield_from(a).await?;
                y.yield_from(b).await
            }),
        );
        event_loop.run().unwrap();
        future.set_result(()).unwrap();
        task.cancel();
        event_loop.run().unwrap();
        assert!(was_cancelled(&task));
    });
}

#[test]
fn from_inside_the_task_it_raises_at_the_next_pause() {
    promptly("the cancel", || {
        let event_loop = EventLoop::new().unwrap();
        let log = Log::default();
        let own = Rc::new(Cell::new(None::<Task>));
        let (me, noted) = (own.clone(), log.clone());
        let never = Await::new(&Future::<()>::new(&event_loop));
        let task = Task::spawn(
            &event_loop,
            co(async move |y| {
                assert!(me.take().expect("it is there").cancel());
                noted.note("goes on");
                y.yield_from(never).await
            }),
        );
        own.set(Some(task.clone()));
        event_loop.run().unwrap();
        assert_eq!(log.take(), ["goes on"]);
        assert!(was_cancelled(&task));
    });
}

#[test]
fn from_inside_a_task_that_ends_without_another_pause_it_changes_nothing() {
    promptly("the end", || {
        let event_loop = EventLoop::new().unwrap();
        let own = Rc::new(Cell::new(None::<Task<i32>>));
        let me = own.clone();
        let body = async move |_: Yielder<Wait>| {
            me.take().expect("it is there").cancel();
            Ok(1)
        };
        let task = Task::spawn(&event_loop, co(body));
        own.set(Some(task.clone()));
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), 1);
    });
}

// It yields its futures itself: an `Await` that is resumed too early would hide a wake that is stale.
#[test]
fn a_task_that_catches_it_may_go_on_and_is_not_woken_by_what_it_left() {
    promptly("the task", || {
        let event_loop = EventLoop::new().unwrap();
        let log = Log::default();
        let (left, other) = (Future::new(&event_loop), Future::new(&event_loop));
        let [a, b]: [Wait; 2] = [Box::new(left.clone()), Box::new(other.clone())];
        let noted = log.clone();
        let task = Task::spawn(
            &event_loop,
            co(async move |y| {
                if let Err(error) = y.yield_(a).await {
                    noted.note(error);
                }
                y.yield_(b).await
            }),
        );
        event_loop.run().unwrap();
        task.cancel();
        event_loop.run().unwrap();
        assert_eq!(log.take(), ["the task was cancelled"]);
        left.set_result(()).unwrap();
        event_loop.run().unwrap();
        assert!(!task.done(), "woken by what it no longer waits for");
        other.set_result(()).unwrap();
        event_loop.run().unwrap();
        result(&task).unwrap();
    });
}

#[test]
fn a_cancelled_task_is_not_an_error_that_somebody_forgot() {
    promptly("the cancel", || {
        let (event_loop, told) = noting();
        let (task, _log) = noted(&event_loop, &Future::new(&event_loop));
        event_loop.run().unwrap();
        task.cancel();
        drop(task);
        event_loop.run().unwrap();
        assert_eq!(told.take(), [""; 0]);
    });
}

#[test]
fn who_joins_a_cancelled_task_is_told_and_a_cancelled_parent_leaves_its_child_alone() {
    promptly("the cancels", || {
        let event_loop = EventLoop::new().unwrap();
        let future = Future::new(&event_loop);
        let (child, log) = noted(&event_loop, &future);
        let (first, second) = (child.join(), child.join());
        let first = Task::spawn(&event_loop, first);
        let second = Task::spawn(&event_loop, second);
        event_loop.run().unwrap();
        first.cancel();
        event_loop.run().unwrap();
        assert!(was_cancelled(&first));
        assert!(!child.done() && !second.done());
        child.cancel();
        event_loop.run().unwrap();
        assert!(was_cancelled(&second));
        assert_eq!(log.take(), ["starts", "the task was cancelled"]);
    });
}
