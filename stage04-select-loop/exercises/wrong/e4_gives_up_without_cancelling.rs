//! Rejected with: the task was cancelled at 5; this is when the loop had nothing left to do

use stage01::{Result, Routine, Yielder, co};
use stage04::{Request, TimedOut, cancel, ended, sleep, spawn};
use std::time::Duration;

async fn timeout<T: Clone + 'static>(y: Yielder<Request>, limit: Duration, routine: Routine<Request, T>) -> Result<T> {
    let task = y.yield_from(spawn(routine)).await?;
    let late = task.clone();
    let main = std::rc::Rc::new(std::cell::RefCell::new(None));
    let waiting = co(async move |y| y.yield_from(ended(&late)).await);
    let waiting = y.yield_from(spawn(waiting)).await?;
    *main.borrow_mut() = Some(waiting.clone());
    let clock = co(async move |y| {
        y.yield_from(sleep(limit)).await?;
        let waiting = main.take().expect("it waits");
        y.yield_from(cancel(&waiting)).await
    });
    let clock = y.yield_from(spawn(clock)).await?;
    y.yield_from(ended(&waiting)).await?;
    match task.result() {
        None => Err(TimedOut.into()),
        Some(result) => {
            y.yield_from(cancel(&clock)).await?;
            result
        }
    }
}

#[path = "../tests/e4_timeout.rs"]
mod tests;
