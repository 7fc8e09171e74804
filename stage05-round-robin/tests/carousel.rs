//! Steps in turn: in which order, beside failures, and with tasks that are added later.

mod support;

use stage01::{Result, co};
use stage05::{Loop, NoLoop, Panicked, Task, run_task, run_tasks, sleep, until, yield_now};
use std::{cell::Cell, fmt, rc::Rc};
use support::{Log, failing, ms, panicking, promptly, turns, virtual_loop};

fn steps(log: &Log, name: &'static str, times: u32) -> impl Task<&'static str> + use<> {
    let log = log.clone();
    co(async move |y| {
        for n in 1..=times {
            log.add(format!("{name}{n}"));
            y.yield_from(yield_now()).await?;
        }
        Ok(name)
    })
}

#[test]
fn each_task_takes_one_step_in_turn() {
    promptly("three tasks", || {
        let expected = ["a1", "b1", "c1", "a2", "c2", "c3"];
        let log = Log::default();
        let results = run_tasks(vec![
            Box::new(steps(&log, "a", 2)),
            Box::new(steps(&log, "b", 1)),
            Box::new(steps(&log, "c", 3)),
        ]);
        assert_eq!(log.lines(), expected);
        let results: Result<Vec<_>> = results.into_iter().collect();
        assert_eq!(results.unwrap(), ["a", "b", "c"], "not in their order");

        let log = Log::default();
        let event_loop = Loop::new();
        for (name, times) in [("a", 2), ("b", 1), ("c", 3)] {
            event_loop.add_task(steps(&log, name, times));
        }
        event_loop.run();
        assert_eq!(log.lines(), expected);
        assert_eq!(event_loop.steps(), 3 + 2 + 4, "one more each, to end");
        assert_eq!(event_loop.tasks(), 0);
    });
}

#[test]
fn a_result_and_an_error_come_out() {
    promptly("two tasks", || {
        assert_eq!(run_task(steps(&Log::default(), "a", 2)).unwrap(), "a");
        assert!(run_task(failing()).unwrap_err().is::<fmt::Error>());
        let event_loop = Loop::new();
        let task = steps(&Log::default(), "a", 2);
        assert_eq!(event_loop.run_task(task).unwrap(), "a");
        let error = event_loop.run_task(failing()).unwrap_err();
        assert!(error.is::<fmt::Error>());
        let error = event_loop.run_task(panicking()).unwrap_err();
        assert!(error.is::<Panicked>());
        assert_eq!(error.to_string(), "the task panicked: on purpose");
    });
}

#[test]
fn a_task_that_fails_or_panics_harms_no_other() {
    promptly("the good tasks", || {
        let event_loop = Loop::new();
        let counter = Rc::new(Cell::new(0));
        let before = event_loop.add_task(turns(5, &counter));
        let failed = event_loop.add_task(failing());
        let panicked = event_loop.add_task(panicking());
        let after = event_loop.add_task(turns(5, &counter));
        event_loop.run();
        assert!(before.result().unwrap().is_ok() && after.result().unwrap().is_ok());
        assert_eq!(counter.get(), 10);
        assert!(failed.result().unwrap().unwrap_err().is::<fmt::Error>());
        assert!(panicked.result().unwrap().unwrap_err().is::<Panicked>());
    });
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped on purpose");
    }
}

#[test]
fn a_task_that_panics_when_it_is_dropped_at_its_end_harms_no_other() {
    promptly("the good task", || {
        let event_loop = Loop::new();
        let bomb = Bomb;
        let bad = event_loop.add_task(until(move || {
            let _kept = &bomb;
            Some(())
        }));
        let good = event_loop.add_task(yield_now());
        event_loop.run();
        assert!(bad.result().unwrap().unwrap_err().is::<Panicked>());
        assert!(good.result().unwrap().is_ok());
    });
}

#[test]
fn without_a_loop_a_failure_or_a_panic_harms_no_other_either() {
    promptly("the good task", || {
        let good = Rc::new(Cell::new(0));
        let results = run_tasks(vec![
            Box::new(failing()),
            Box::new(panicking()),
            Box::new(turns(5, &good)),
        ]);
        assert!(results[0].as_ref().unwrap_err().is::<fmt::Error>());
        assert!(results[1].as_ref().unwrap_err().is::<Panicked>());
        assert!(results[2].is_ok() && good.get() == 5);
    });
}

#[test]
fn a_task_that_is_added_while_the_loop_runs_takes_its_step_last() {
    promptly("the child", || {
        let log = Log::default();
        let (parents, bystanders) = (log.clone(), log.clone());
        let event_loop = Loop::new();
        let parent = event_loop.add_task(co(async move |y| {
            let child = Loop::current()?.add_task(steps(&parents, "child", 1));
            parents.add("parent");
            let name = y.yield_from(child.join()).await?;
            y.yield_from(child.join()).await?; // a second join does not wait
            Ok(name)
        }));
        event_loop.add_task(steps(&bystanders, "other", 1));
        event_loop.run();
        assert_eq!(log.lines(), ["parent", "other1", "child1"]);
        assert_eq!(parent.result().unwrap().unwrap(), "child");
    });
}

#[test]
fn a_turn_is_one_step_of_each_task_that_was_there_at_its_start() {
    promptly("two turns", || {
        let log = Log::default();
        let children = log.clone();
        let event_loop = Loop::new();
        event_loop.add_task(co(async move |y| {
            Loop::current()?.add_task(steps(&children, "child", 2));
            y.yield_from(yield_now()).await
        }));
        event_loop.add_task(steps(&log, "other", 2));
        event_loop.run_once();
        assert_eq!(log.lines(), ["other1"]);
        assert_eq!(event_loop.numbers(), [2, 0, 1], "the child was added first");
        assert_eq!(Loop::current(), Err(NoLoop));
        event_loop.run_once();
        assert_eq!(log.lines(), ["other1", "child1", "other2"]);
    });
}

#[test]
fn run_task_ends_with_its_task_and_the_others_stay() {
    promptly("the short task", || {
        let event_loop = Loop::new();
        let counter = Rc::new(Cell::new(0));
        let long = event_loop.add_task(turns(100, &counter));
        let short = steps(&Log::default(), "a", 2);
        assert_eq!(event_loop.run_task(short).unwrap(), "a");
        assert_eq!((counter.get(), long.done()), (3, false));
        event_loop.run();
        assert_eq!((counter.get(), long.done()), (100, true));
    });
}

#[test]
fn a_loop_that_is_dropped_drops_its_tasks() {
    promptly("one turn", || {
        let kept = Rc::new(());
        let task_keeps = kept.clone();
        let event_loop = Loop::new();
        let handle = event_loop.add_task(co(async move |y| {
            y.yield_from(sleep(ms(1))).await?;
            drop(task_keeps);
            Ok(())
        }));
        event_loop.run_task(yield_now()).unwrap();
        drop(event_loop);
        assert_eq!(Rc::strong_count(&kept), 1);
        assert!(!handle.done());
    });
}

#[test]
fn a_task_that_has_ended_is_dropped_at_once() {
    promptly("the long task", || {
        let kept = Rc::new(());
        let (short_keeps, seen) = (kept.clone(), kept.clone());
        let event_loop = virtual_loop();
        event_loop.add_task(co(async move |_| {
            drop(short_keeps);
            Ok(())
        }));
        let count = co(async move |y| {
            y.yield_from(yield_now()).await?;
            Ok(Rc::strong_count(&seen))
        });
        assert_eq!(event_loop.run_task(count).unwrap(), 2);
        drop(kept);
    });
}

#[test]
fn without_a_loop_a_sleep_says_what_is_missing() {
    promptly("an error", || {
        let error = run_task(sleep(ms(1))).unwrap_err();
        assert!(error.is::<NoLoop>());
        assert_eq!(
            error.to_string(),
            "no loop runs here: add the task to a Loop, and run that"
        );
    });
}
