//! Gather: results in order, failures, and no task left behind.

mod support;

use stage01::{Routine, co};
use stage05::{Loop, NoLoop, Panicked, Task, gather, run_task, sleep};
use std::{cell::Cell, fmt, rc::Rc};
use support::{failing, ms, panicking, promptly, turns, virtual_loop};

/// Ends after this many milliseconds, with that number.
fn after(n: u64) -> impl Task<u64> {
    co(async move |y| {
        y.yield_from(sleep(ms(n))).await?;
        Ok(n)
    })
}

#[test]
fn results_stand_in_the_order_of_the_tasks() {
    promptly("three tasks", || {
        let event_loop = virtual_loop();
        for times in [[30, 10, 20], [10, 20, 30]] {
            let before = event_loop.now();
            let gathered = event_loop.run_task(gather(times.map(after).into()));
            assert_eq!(gathered.unwrap(), times);
            let took = event_loop.now() - before;
            assert!(took < ms(35), "one by one, and not at once: {took:?}");
        }
        let none = Vec::<Routine<(), u64>>::new();
        assert_eq!(event_loop.run_task(gather(none)).unwrap(), [0; 0]);
    });
}

#[test]
fn a_failure_comes_out_once_everybody_has_ended() {
    promptly("the slow task", || {
        let slow = Rc::new(Cell::new(0));
        let tasks: Vec<Routine<()>> = vec![
            Box::new(failing()),
            Box::new(panicking()),
            Box::new(turns(50, &slow)),
        ];
        let error = Loop::new().run_task(gather(tasks)).unwrap_err();
        assert!(error.is::<fmt::Error>(), "the first in order: {error}");
        assert_eq!(slow.get(), 50);
    });
}

#[test]
fn a_panic_comes_out_as_an_error() {
    promptly("the panic", || {
        let tasks: Vec<Routine<()>> = vec![Box::new(panicking()), Box::new(failing())];
        let error = Loop::new().run_task(gather(tasks)).unwrap_err();
        assert!(error.is::<Panicked>());
    });
}

#[test]
fn gathers_may_be_gathered() {
    promptly("all of them", || {
        let inner = |times: [u64; 2]| gather(times.map(after).into());
        let both = gather(vec![inner([4, 3]), inner([2, 1])]);
        let results = virtual_loop().run_task(both).unwrap();
        assert_eq!(results, [[4, 3], [2, 1]]);
    });
}

#[test]
fn outside_of_a_loop_it_says_so() {
    promptly("an error", || {
        let error = run_task(gather(vec![after(1)])).unwrap_err();
        assert!(error.is::<NoLoop>());
    });
}
