//! The loops of stages 1 to 5, each with many that wait and one that works.

use super::{HOUR, due, many, timed};
use measure::machine::thread_time;
use stage01::{Coroutine, Generator, Result, co};
use stage02::EventLoop as Callbacks;
use stage03::{Await, Task};
use stage04::EventLoop as SelectLoop;
use stage05::{Loop, until, yield_now};
use std::{cell::Cell, rc::Rc, time::Duration};

/// A generator of stage 1, resumed again and again. Nothing waits beside it.
pub(super) fn generator(operations: usize) -> Result<f64> {
    let mut generator = Generator::new(Box::new(co(async move |y| {
        for number in 0..=operations {
            let () = y.yield_(number).await?;
        }
        Ok(())
    })));
    Ok(timed(operations, || {
        for _ in 0..operations {
            let _paused = generator.resume(Ok(()));
        }
    }))
}

/// Futures that wait, each with a callback; and a callback that queues itself.
pub(super) fn callbacks(number: usize, operations: usize) -> Result<f64> {
    fn again(event_loop: &Callbacks, left: usize) {
        if left > 0 {
            event_loop.call_soon(move |event_loop| again(event_loop, left - 1));
        }
    }
    let event_loop = Callbacks::new()?;
    let waiting = many(number, |_| stage02::Future::<()>::new(&event_loop));
    for future in &waiting {
        future.add_done_callback(|_| {});
    }
    event_loop.call_soon(move |event_loop| again(event_loop, operations - 1));
    let start = thread_time();
    event_loop.run()?;
    Ok((thread_time() - start) / operations as f64)
}

/// Tasks of stage 3 that wait for futures, and one whose futures are done.
pub(super) fn tasks(number: usize, operations: usize) -> Result<f64> {
    let event_loop = Callbacks::new()?;
    let waiting = many(number, |_| stage02::Future::<()>::new(&event_loop));
    let _tasks = many(number, |n| {
        Task::spawn(&event_loop, Await::new(&waiting[n]))
    });
    event_loop.run()?;
    let done = stage02::Future::new(&event_loop);
    done.set_result(())?;
    let working = Task::spawn(
        &event_loop,
        co(async move |y| {
            for _ in 0..operations {
                y.yield_from(Await::new(&done)).await?;
            }
            Ok(())
        }),
    );
    let start = thread_time();
    event_loop.run()?;
    let took = thread_time() - start;
    working.future().result().expect("it has ended")?;
    Ok(took / operations as f64)
}

/// Tasks of stage 4 that wait for the end of another, and one that gives up its turn.
pub(super) fn requests(number: usize, operations: usize) -> Result<f64> {
    let mut event_loop = SelectLoop::new()?;
    let sleeper = event_loop.spawn(stage04::sleep(Duration::MAX));
    let _waiting = many(number, |_| event_loop.spawn(stage04::ended(&sleeper)));
    event_loop.run_once()?;
    let start = thread_time();
    event_loop.run_until_complete(co(async move |y| {
        for _ in 0..operations {
            y.yield_from(stage04::yield_now()).await?;
        }
        Ok(())
    }))?;
    Ok((thread_time() - start) / operations as f64)
}

/// Tasks of stage 4 that sleep, and one that starts another sleeper and cancels it.
pub(super) fn request_timers(number: usize, operations: usize) -> Result<f64> {
    let mut event_loop = SelectLoop::new()?;
    let _waiting = many(number, |n| event_loop.spawn(stage04::sleep(due(n))));
    event_loop.run_once()?;
    let start = thread_time();
    event_loop.run_until_complete(co(async move |y| {
        for _ in 0..operations {
            let sleeper = y.yield_from(stage04::spawn(stage04::sleep(HOUR))).await?;
            y.yield_from(stage04::yield_now()).await?;
            y.yield_from(stage04::cancel(&sleeper)).await?;
            y.yield_from(stage04::yield_now()).await?;
        }
        Ok(())
    }))?;
    Ok((thread_time() - start) / operations as f64)
}

/// Tasks of stage 5 that look for what never comes, and one that gives up its turn.
pub(super) fn round_robin(number: usize, operations: usize) -> Result<f64> {
    let event_loop = Loop::new();
    let never = Rc::new(Cell::new(None::<()>));
    for _ in 0..number {
        let never = never.clone();
        event_loop.add_task(until(move || never.get()));
    }
    let start = thread_time();
    event_loop.run_task(co(async move |y| {
        for _ in 0..operations {
            y.yield_from(yield_now()).await?;
        }
        Ok(())
    }))?;
    Ok((thread_time() - start) / operations as f64)
}

/// Tasks of stage 5 that sleep, and one that starts to sleep and gives it up.
pub(super) fn round_robin_timers(number: usize, operations: usize) -> Result<f64> {
    let event_loop = Loop::new();
    for n in 0..number {
        event_loop.add_task(stage05::sleep(due(n)));
    }
    let start = thread_time();
    event_loop.run_task(co(async move |y| {
        for _ in 0..operations {
            let mut sleeping = stage05::sleep(HOUR);
            let _waits = sleeping.resume(Ok(()));
            drop(sleeping);
            y.yield_from(yield_now()).await?;
        }
        Ok(())
    }))?;
    Ok((thread_time() - start) / operations as f64)
}
