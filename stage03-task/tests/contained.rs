//! Whatever a task's user panics in, or with: that task ends, the loop and all others go on.

mod support;

use stage01::{
    Coroutine,
    CoroutineState::{self, Yielded},
    Result, Yielder, co,
};
use stage02::{EventLoop, Future};
use stage03::{Await, Awaitable, Panicked, Task, Wait};
use std::{cell::Cell, panic::panic_any, rc::Rc};
use support::{promptly, result};

/// Panics when it is dropped, with another one, and so on forever.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic_any(Bomb);
    }
}

/// Runs the loop, and a task beside whatever is in it. The loop must end, and the task too.
fn another_goes_on(event_loop: &EventLoop) {
    let future = Future::new(event_loop);
    let other = Task::spawn(event_loop, Await::new(&future));
    event_loop.call_soon(move |_| future.set_result(7).unwrap());
    event_loop.run().unwrap();
    assert_eq!(result(&other).unwrap(), 7);
}

#[track_caller]
fn panicked<T: Clone + 'static>(task: &Task<T>) {
    let Err(error) = result(task) else {
        panic!("it returned");
    };
    assert!(error.is::<Panicked>(), "{error}");
}

#[test]
fn a_payload_that_panics_when_it_is_dropped() {
    promptly("the other task", || {
        let event_loop = EventLoop::new().unwrap();
        let body = async |_: Yielder<Wait>| -> Result { panic_any(Bomb) };
        let task = Task::spawn(&event_loop, co(body));
        let joined = Task::spawn(&event_loop, task.join());
        another_goes_on(&event_loop);
        panicked(&task);
        panicked(&joined);
    });
}

/// A machine that panics when it is resumed, or waits forever; and has a bomb in it.
struct Machine(Option<Wait>, Bomb);

impl Coroutine<Result> for Machine {
    type Yield = Wait;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<Wait, Result> {
        match (self.0.take(), sent) {
            (Some(wait), Ok(())) => Yielded(wait),
            (None, Err(error)) => CoroutineState::Complete(Err(error)),
            _ => panic_any(Bomb),
        }
    }
}

#[test]
fn a_coroutine_that_panics_and_then_when_it_is_dropped() {
    promptly("the other task", || {
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, Machine(None, Bomb));
        another_goes_on(&event_loop);
        panicked(&task);
    });
}

#[test]
fn a_coroutine_that_panics_when_it_is_dropped_at_its_end() {
    promptly("the other task", || {
        let event_loop = EventLoop::new().unwrap();
        let never = Future::<()>::new(&event_loop);
        let task = Task::spawn(&event_loop, Machine(Some(Box::new(never)), Bomb));
        event_loop.run().unwrap();
        task.cancel();
        another_goes_on(&event_loop);
        panicked(&task);
    });
}

#[test]
fn a_task_that_is_dropped_with_its_coroutine() {
    promptly("the drop", || {
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, Machine(None, Bomb));
        drop(event_loop);
        drop(task);
    });
}

#[test]
fn a_result_that_panics_when_it_is_dropped_and_has_no_handle() {
    promptly("the other task", || {
        let event_loop = EventLoop::new().unwrap();
        Task::spawn(&event_loop, co(async |_: Yielder<Wait>| Ok(Rc::new(Bomb))));
        let awaited = Future::new(&event_loop);
        let wait = Await::new(&awaited);
        Task::spawn(
            &event_loop,
            co(async |y| y.yield_from(wait).await.map(drop)),
        );
        awaited.set_result(Rc::new(Bomb)).unwrap();
        drop(awaited);
        another_goes_on(&event_loop);
    });
}

/// A wait that panics when the task hangs itself on it, or when it is dropped.
struct BadWait {
    hangs: bool,
    dropped: Rc<Cell<bool>>,
}

impl Awaitable for BadWait {
    fn wake_when_done(&self, _wake: Box<dyn FnOnce()>) {
        if !self.hangs {
            panic_any(Bomb);
        }
    }
}

impl Drop for BadWait {
    fn drop(&mut self) {
        self.dropped.set(true);
        if self.hangs {
            panic_any(Bomb);
        }
    }
}

#[test]
fn a_wait_that_panics() {
    promptly("the other task", || {
        for hangs in [true, false] {
            let event_loop = EventLoop::new().unwrap();
            let dropped = Rc::new(Cell::new(false));
            let wait = BadWait {
                hangs,
                dropped: dropped.clone(),
            };
            let wait: Wait = Box::new(wait);
            let task = Task::spawn(&event_loop, co(async |y| y.yield_(wait).await));
            another_goes_on(&event_loop);
            panicked(&task);
            assert!(dropped.get());
        }
    });
}

#[test]
fn a_long_chain_of_tasks_that_never_ran_needs_no_stack_when_it_is_dropped() {
    promptly("a chain of 100,000 tasks", || {
        let event_loop = EventLoop::new().unwrap();
        let first = Task::spawn(&event_loop, co(async |_: Yielder<Wait>| Ok(1)));
        let last = (0..100_000).fold(first, |previous, _| {
            let next = async move |y: Yielder<Wait>| Ok(y.yield_from(previous.join()).await? + 1);
            Task::spawn(&event_loop, co(next))
        });
        drop(event_loop);
        drop(last);
    });
}
