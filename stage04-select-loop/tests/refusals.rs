//! Joins and cancels that make no sense, and coroutines that are written by hand.

mod support;

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    Result, co, raising, yield_from,
};
use stage04::{
    Ask, Asks, EventLoop, Handle, JoinedItself, OtherLoop, Request, Simulated, cancel, ended, join,
    sleep, spawn, yield_now,
};
use std::{cell::RefCell, rc::Rc};
use support::{ms, promptly, simulated};

/// Ends after this many milliseconds, with that number.
fn after(n: u64) -> impl Asks<u64> {
    co(async move |y| {
        y.yield_from(sleep(ms(n))).await?;
        Ok(n)
    })
}

#[test]
fn a_task_that_joins_itself_is_refused() {
    promptly("a refusal", || {
        let main = co(async |y| {
            let own: Rc<RefCell<Option<Handle>>> = Rc::default();
            let me = own.clone();
            let task = y.yield_from(spawn(co(async move |y| {
                let me = me.borrow().clone().expect("it was left here");
                y.yield_from(join(&me)).await
            })));
            let task = task.await?;
            own.replace(Some(task.clone()));
            y.yield_from(join(&task)).await
        });
        assert!(simulated(main).0.unwrap_err().is::<JoinedItself>());
    });
}

#[test]
fn a_handle_of_another_loop_is_refused() {
    promptly("a refusal", || {
        let mut other = EventLoop::with(Simulated::new());
        other.spawn(after(1));
        other.spawn(after(1));
        let stranger = other.spawn(after(1));
        let main = co(async move |y| y.yield_from(join(&stranger)).await);
        assert!(simulated(main).0.unwrap_err().is::<OtherLoop>());
    });
}

#[test]
fn a_task_of_another_loop_is_not_taken_for_one_with_the_same_number() {
    promptly("three refusals", || {
        let mut other = EventLoop::with(Simulated::new());
        other.spawn(after(1));
        let stranger = other.spawn(after(1));
        let main = co(async move |y| {
            let innocent = y.yield_from(spawn(after(5))).await?;
            assert_eq!(innocent.id().to_string(), stranger.id().to_string());
            assert_ne!(innocent.id(), stranger.id());
            let refusals = [
                y.yield_from(join(&stranger)).await.map(drop),
                y.yield_from(ended(&stranger)).await,
                y.yield_from(cancel(&stranger)).await,
            ];
            for refused in refusals {
                assert!(refused.unwrap_err().is::<OtherLoop>());
            }
            assert!(!innocent.done(), "no task waited for it");
            y.yield_from(join(&innocent)).await
        });
        assert_eq!(simulated(main).0.unwrap(), 5, "and it was not cancelled");
        other.run().unwrap();
    });
}

/// Asks twice, written by hand.
enum Both {
    First(Ask, Ask),
    Second(Ask),
}

impl Coroutine<Result> for Both {
    type Yield = Request;
    type Return = Result<&'static str>;

    fn resume(&mut self, mut sent: Result) -> CoroutineState<Request, Result<&'static str>> {
        raising(|| {
            loop {
                match self {
                    Both::First(first, second) => {
                        yield_from!(*first, sent)?;
                        *self = Both::Second(std::mem::replace(second, yield_now()));
                    }
                    Both::Second(second) => {
                        yield_from!(*second, sent)?;
                        return Ok(Complete(Ok("both")));
                    }
                }
            }
        })
    }
}

#[test]
fn a_machine_written_by_hand_is_a_task_like_any_other() {
    promptly("both", || {
        let (result, event_loop) = simulated(Both::First(sleep(ms(3)), sleep(ms(4))));
        assert_eq!(result.unwrap(), "both");
        assert_eq!(stage04::World::now(event_loop.world()), ms(7));
    });
}

#[test]
fn an_ask_yields_once() {
    let mut ask = sleep(ms(1));
    assert!(matches!(ask.resume(Ok(())), Yielded(Request::Sleep(d)) if d == ms(1)));
    assert!(matches!(ask.resume(Ok(())), Complete(Ok(()))));
}
