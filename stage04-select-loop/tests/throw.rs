//! What is thrown into a task, and what it raises itself: it harms no other task.

mod support;

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete},
    Exception, Result, Routine, co,
};
use stage04::{
    Asks, Cancelled, EventLoop, Handle, Panicked, Request, Simulated, Stream, World, cancel, ended,
    gather, join, now, readable, sleep, spawn, yield_now,
};
use std::{cell::RefCell, fmt, rc::Rc};
use support::{Log, ms, promptly, simulated};

/// Ends well or badly, after a while.
fn child(ms_: u64, result: Result<u64>) -> Routine<Request, u64> {
    Box::new(co(async move |y| {
        y.yield_from(sleep(ms(ms_))).await?;
        result
    }))
}

/// Panics, after a while.
fn panicking(ms_: u64) -> Routine<Request, u64> {
    Box::new(co(async move |y| {
        y.yield_from(sleep(ms(ms_))).await?;
        panic!("on purpose")
    }))
}

#[test]
fn an_exception_or_a_panic_of_one_task_harms_no_other() {
    promptly("the good task", || {
        for bad in [child(2, Err(fmt::Error.into())), panicking(2)] {
            let mut event_loop = EventLoop::with(Simulated::new());
            let bad = event_loop.spawn(bad);
            let good = event_loop.spawn(child(5, Ok(5)));
            event_loop.run().unwrap();
            assert_eq!(good.result().unwrap().unwrap(), 5);
            assert!(bad.result().unwrap().is_err());
        }
    });
}

#[test]
fn a_panic_is_raised_in_the_task_that_joins() {
    promptly("the panic", || {
        let main = co(async |y| {
            let bad = y.yield_from(spawn(panicking(1))).await?;
            y.yield_from(join(&bad)).await
        });
        let error = simulated(main).0.unwrap_err();
        assert!(error.is::<Panicked>());
        assert_eq!(error.to_string(), "the task panicked: on purpose");
        assert!(simulated(panicking(1)).0.unwrap_err().is::<Panicked>());
    });
}

/// Ends well, and panics when it is dropped.
struct Bomb;

impl Coroutine<Result> for Bomb {
    type Yield = Request;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<Request, Result> {
        Complete(sent)
    }
}

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("in drop");
    }
}

#[test]
fn a_panic_in_a_destructor_harms_no_other_task() {
    promptly("the good task", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        let bad = event_loop.spawn(Bomb);
        let good = event_loop.spawn(child(5, Ok(5)));
        event_loop.run().unwrap();
        assert_eq!(good.result().unwrap().unwrap(), 5);
        assert!(bad.result().unwrap().unwrap_err().is::<Panicked>());
    });
}

#[test]
fn gather_gives_values_in_order_whichever_ends_first() {
    promptly("three values", || {
        let children = vec![child(30, Ok(1)), child(10, Ok(2)), child(20, Ok(3))];
        let (values, event_loop) = simulated(gather(children));
        assert_eq!(values.unwrap(), [1, 2, 3]);
        assert_eq!(event_loop.world().now(), ms(30));
        let none: Vec<Routine<Request, u64>> = vec![];
        assert_eq!(simulated(gather(none)).0.unwrap(), []);
    });
}

#[test]
fn gather_with_one_that_fails_waits_for_the_others_and_raises_it() {
    promptly("the error", || {
        let log = Log::default();
        let seen = log.clone();
        let slow: Routine<Request, u64> = Box::new(co(async move |y| {
            y.yield_from(sleep(ms(50))).await?;
            log.add("the slow one ended");
            Ok(1)
        }));
        let children = vec![child(10, Err(fmt::Error.into())), slow, panicking(5)];
        let error = simulated(gather(children)).0.unwrap_err();
        assert!(error.is::<fmt::Error>(), "the first in order, not in time");
        assert_eq!(seen.lines(), ["the slow one ended"]);
    });
}

#[test]
fn a_cancelled_gather_cancels_its_tasks() {
    promptly("all of them", || {
        let main = co(async |y| {
            let children = vec![child(50, Ok(1)), child(60, Ok(2))];
            let all = y.yield_from(spawn(gather(children))).await?;
            y.yield_from(sleep(ms(1))).await?;
            y.yield_from(cancel(&all)).await?;
            y.yield_from(join(&all)).await
        });
        let (result, mut event_loop) = simulated(main);
        assert!(result.unwrap_err().is::<Cancelled>());
        event_loop.run().unwrap();
        assert_eq!(event_loop.world().now(), ms(1));
    });
}

/// Cancels a task that waits like this, and says what the task raised. The loop must have nothing left to do.
fn cancelled_while(waiting: impl Asks + 'static) -> Exception {
    let main = co(async move |y| {
        let task = y.yield_from(spawn(waiting)).await?;
        y.yield_from(yield_now()).await?;
        y.yield_from(cancel(&task)).await?;
        y.yield_from(join(&task)).await
    });
    let (result, mut event_loop) = simulated(main);
    event_loop.run().unwrap();
    result.unwrap_err()
}

#[test]
fn a_task_can_be_cancelled_wherever_it_waits() {
    promptly("a cancelled task", || {
        let joiner = co(async |y| {
            let child = y.yield_from(spawn(sleep(ms(9)))).await?;
            y.yield_from(join(&child)).await
        });
        assert!(cancelled_while(sleep(ms(10))).is::<Cancelled>());
        assert!(cancelled_while(readable(&Stream::new("A", 9))).is::<Cancelled>());
        assert!(cancelled_while(readable(&Stream::never("A"))).is::<Cancelled>());
        assert!(cancelled_while(joiner).is::<Cancelled>());
        let spinner = co(async |y| {
            loop {
                y.yield_from(yield_now()).await?;
            }
        });
        assert!(cancelled_while(spinner).is::<Cancelled>());
    });
}

#[test]
fn a_task_may_catch_what_is_thrown_and_go_on() {
    promptly("its value", || {
        let main = co(async |y| {
            let stubborn = y
                .yield_from(spawn(co(async |y| {
                    let thrown = y.yield_from(sleep(ms(1000))).await.is_err();
                    y.yield_from(sleep(ms(5))).await?;
                    Ok(thrown)
                })))
                .await?;
            y.yield_from(yield_now()).await?;
            y.yield_from(cancel(&stubborn)).await?;
            y.yield_from(join(&stubborn)).await
        });
        let (thrown, event_loop) = simulated(main);
        assert!(thrown.unwrap());
        assert_eq!(event_loop.world().now(), ms(5));
    });
}

#[test]
fn cancelled_while_its_step_is_queued_or_twice_a_task_is_resumed_once() {
    promptly("the whole of its sleep", || {
        for times in [1, 2] {
            let main = co(async move |y| {
                let stubborn = co(async |y| {
                    while y.yield_from(yield_now()).await.is_ok() {}
                    y.yield_from(sleep(ms(5))).await?;
                    y.yield_from(now()).await
                });
                let stubborn = y.yield_from(spawn(stubborn)).await?;
                y.yield_from(yield_now()).await?;
                for _ in 0..times {
                    y.yield_from(cancel(&stubborn)).await?;
                }
                y.yield_from(join(&stubborn)).await
            });
            assert_eq!(simulated(main).0.unwrap(), ms(5));
        }
    });
}

#[test]
fn cancelled_before_its_first_step_a_task_never_runs() {
    promptly("its end", || {
        let log = Log::default();
        let seen = log.clone();
        let main = co(async move |y| {
            let task = y
                .yield_from(spawn(co(async move |_| {
                    log.add("ran");
                    Ok(())
                })))
                .await?;
            y.yield_from(cancel(&task)).await?;
            y.yield_from(ended(&task)).await?;
            Ok(task.result().is_some_and(|r| r.is_err()))
        });
        assert!(simulated(main).0.unwrap());
        assert!(seen.lines().is_empty());
    });
}

#[test]
fn an_ended_task_can_be_cancelled_in_vain() {
    promptly("its value", || {
        let main = co(async |y| {
            let task = y.yield_from(spawn(child(1, Ok(7)))).await?;
            y.yield_from(join(&task)).await?;
            y.yield_from(cancel(&task)).await?;
            y.yield_from(join(&task)).await
        });
        assert_eq!(simulated(main).0.unwrap(), 7);
    });
}

#[test]
fn a_task_that_cancels_itself_is_thrown_into_at_once() {
    promptly("its end", || {
        let own: Rc<RefCell<Option<Handle>>> = Rc::default();
        let me = own.clone();
        let mut event_loop = EventLoop::with(Simulated::new());
        let task = event_loop.spawn(co(async move |y| {
            let me = me.borrow().clone().expect("it was left here");
            y.yield_from(cancel(&me)).await
        }));
        own.replace(Some(task.clone()));
        event_loop.run().unwrap();
        assert!(task.result().unwrap().unwrap_err().is::<Cancelled>());
    });
}
