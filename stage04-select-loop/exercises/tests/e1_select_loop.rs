//! The provided tests of s4e1.

#[path = "e1_select_loop/joins.rs"]
mod joins;
#[path = "e1_select_loop/reads.rs"]
mod reads;
#[path = "e1_select_loop/turns.rs"]
mod turns;

use super::*;
use stage01::{Yielder, co};
use stage04::{Handle, Ready, Simulated, Stream, join, readable, spawn, yield_now};
use std::{
    cell::{Cell, RefCell},
    fmt, io,
    rc::Rc,
};
use testkit::within;

/// No program of these tests needs as many calls of `select`.
const MOST: usize = 300;

/// A simulated world that notes how it is used. It refuses every stream called `refused`.
struct Noted {
    world: Simulated,
    seen: Seen,
}

/// What the loop has done so far. Clones see the same.
#[derive(Clone, Default)]
struct Seen {
    /// The timeout of each call of `select`.
    timeouts: Rc<RefCell<Vec<Option<Duration>>>>,
    /// What the tasks have written down.
    log: Rc<RefCell<Vec<String>>>,
    /// How many steps were taken since the last call of `select`, by tasks that count them.
    steps: Rc<Cell<usize>>,
}

impl World for Noted {
    fn now(&self) -> Duration {
        self.world.now()
    }
    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        if source.to_string() == "stream refused" {
            return Err(io::Error::other("this stream cannot be watched"));
        }
        self.world.watch(source, interest)
    }
    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        self.seen.timeouts.borrow_mut().push(timeout);
        self.seen.steps.set(0);
        assert!(
            self.seen.selects() < MOST,
            "`select` was called {MOST} times, in a program that needs a few calls; {}",
            match self.seen.timeouts.borrow().as_slice() {
                [.., Some(_)] =>
                    "the last timeout was zero: does the loop wait when no task is ready?",
                _ => "the last timeout was `None`: does the loop end with the main task?",
            }
        );
        self.world.select(timeout)
    }
}

impl Seen {
    fn selects(&self) -> usize {
        self.timeouts.borrow().len()
    }

    fn add(&self, line: &str) {
        self.log.borrow_mut().push(line.into());
    }

    /// What the tasks have written down, sorted: the order is not asked for.
    fn log(&self) -> String {
        let mut log = self.log.borrow().clone();
        log.sort();
        log.join(", ")
    }
}

#[derive(Debug)]
struct Oops;

impl fmt::Display for Oops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("oops")
    }
}
impl std::error::Error for Oops {}

/// Runs a main task; gives what `run` returned, and what was seen. The child tasks have `Seen` to write to.
fn run<C: Asks + 'static>(
    main: impl FnOnce(Seen) -> C + Send + 'static,
    check: impl FnOnce(String, Seen) + Send + 'static,
) {
    within(Duration::from_secs(5), "`run` to return", move || {
        let seen = Seen::default();
        let (world, noted) = (Simulated::new(), seen.clone());
        let mut my_loop = MyLoop::new(Noted { world, seen: noted });
        let result = match my_loop.run(main(seen.clone())) {
            Ok(()) => "Ok".to_string(),
            Err(error) => format!("Err: {error}"),
        };
        check(result, seen);
    });
}

/// Waits for the stream, and writes down its own name.
fn reader(seen: &Seen, name: &'static str, stream: &Stream) -> impl Asks + use<> {
    let (seen, ready) = (seen.clone(), readable(stream));
    co(async move |y: Yielder<Request>| {
        y.yield_from(ready).await?;
        seen.add(name);
        Ok(())
    })
}

/// Takes this many steps, one a turn, and writes down its own name.
fn steps(seen: &Seen, name: &'static str, steps: usize) -> impl Asks + use<> {
    let seen = seen.clone();
    co(async move |y: Yielder<Request>| {
        for _ in 1..steps {
            y.yield_from(yield_now()).await?;
        }
        seen.add(name);
        Ok(())
    })
}

/// Waits until all of them have ended, one after another. Their errors are not its own.
async fn join_all(y: &Yielder<Request>, tasks: &[Handle]) -> Result {
    for task in tasks {
        y.yield_from(stage04::ended(task)).await?;
    }
    Ok(())
}

#[test]
fn what_the_main_task_returns_or_raises_is_returned() {
    run(
        |seen| steps(&seen, "main", 3),
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "main"),
                "what `run` returns for a main task that returned, and what that wrote down"
            );
        },
    );
    run(
        |_| {
            co(async |y: Yielder<Request>| {
                y.yield_from(yield_now()).await?;
                Err(Oops.into())
            })
        },
        |result, _| {
            assert_eq!(
                result, "Err: oops",
                "what `run` returns for a main task that raised `oops`"
            );
        },
    );
}

#[test]
fn it_ends_with_the_main_task_though_a_child_waits() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let never = reader(&seen, "the child", &Stream::never("A"));
                drop(y.yield_from(spawn(never)).await?);
                y.yield_from(yield_now()).await?;
                y.yield_from(yield_now()).await
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", ""),
                "result and log when the main task has ended and a child waits for a stream that is never ready"
            );
        },
    );
}

#[test]
fn an_error_of_a_child_ends_that_child_alone() {
    run(
        |seen| {
            co(async move |y: Yielder<Request>| {
                let fails = y.yield_from(spawn(co(async |_: Yielder<Request>| -> Result {
                    Err(Oops.into())
                })));
                let fails = fails.await?;
                let good = y
                    .yield_from(spawn(steps(&seen, "the other child", 4)))
                    .await?;
                join_all(&y, &[fails, good]).await
            })
        },
        |result, seen| {
            assert_eq!(
                (&*result, &*seen.log()),
                ("Ok", "the other child"),
                "result and log of a program with two children, of which the first raised `oops`, and the main task did not"
            );
        },
    );
}
