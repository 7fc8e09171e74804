//! Which step of a task is its last.

use super::*;
use stage05::Clock;
use std::io::Error;

/// A clock that a test sets.
#[derive(Debug, Clone, Default)]
struct Hands(Rc<Cell<Duration>>);

impl Clock for Hands {
    fn now(&self) -> Duration {
        self.0.get()
    }
}

/// Runs a task whose steps take 30 ms each, and which takes this many: returns its end, and the number of its steps. A task of one step fails.
fn long_steps(count: u32, limit: Duration) -> (String, u32) {
    let what = "a task whose steps are long: is its time ever over?";
    within(Duration::from_secs(3), what, move || {
        let (clock, steps) = (Hands::default(), Rc::new(Cell::new(0)));
        let (hands, counter) = (clock.clone(), steps.clone());
        let slow = co(async move |y| {
            loop {
                counter.set(counter.get() + 1);
                hands.0.set(hands.now() + ms(30));
                if counter.get() == count {
                    return match count {
                        1 => Err(Error::other("its own error").into()),
                        _ => Ok("42"),
                    };
                }
                y.yield_from(yield_now()).await?;
            }
        });
        let result = Loop::with_clock(clock).run_task(timeout(limit, Box::new(slow)));
        let end = result.map_or_else(
            |error| match error.is::<TimedOut>() {
                true => "timed out".to_string(),
                false => format!("raised {error}"),
            },
            str::to_string,
        );
        (end, steps.get())
    })
}

#[test]
fn a_step_that_takes_longer_than_the_limit_is_the_last() {
    assert_eq!(
        long_steps(100, ms(20)),
        ("timed out".into(), 1),
        "the end, and the steps that the task took: each takes 30 ms, and the limit is 20"
    );
}

#[test]
fn the_step_after_which_the_limit_is_reached_is_the_last() {
    assert_eq!(
        long_steps(100, ms(60)),
        ("timed out".into(), 2),
        "the end, and the steps that the task took: each takes 30 ms, and the limit is 60"
    );
}

#[test]
fn a_task_that_ends_in_the_step_that_reaches_the_limit_is_in_time() {
    for limit in [60, 50] {
        assert_eq!(
            long_steps(2, ms(limit)),
            ("42".into(), 2),
            "the end, and the steps: the task returned 42 in its second step of 30 ms, and the limit is {limit}"
        );
    }
    assert_eq!(
        long_steps(1, ms(20)).0,
        "raised its own error",
        "the task raised an error in its first step of 30 ms, and the limit is 20"
    );
}

#[test]
fn a_task_whose_time_is_over_is_not_resumed_again() {
    let (errors, steps) = within(Duration::from_secs(3), "a task that catches errors", || {
        let (errors, steps) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let (caught, counter) = (errors.clone(), steps.clone());
        let stubborn = co(async move |y| -> Result {
            loop {
                counter.set(counter.get() + 1);
                if y.yield_from(yield_now()).await.is_err() {
                    caught.set(caught.get() + 1);
                }
            }
        });
        let event_loop = Loop::with_clock(Virtual::new());
        let _timed_out = event_loop.run_task(timeout(ms(10), Box::new(stubborn)));
        (errors.get(), steps.get())
    });
    assert_eq!(
        errors, 0,
        "errors that the task caught: it is to be dropped, and not resumed with an error"
    );
    assert_eq!(steps, 11, "steps of 1 ms within a limit of 10 ms");
}
