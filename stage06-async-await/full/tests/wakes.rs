//! A task is polled when it has been woken, once, and never else.

mod support;

use stage06_full::{Runtime, spawn, yield_now};
use std::{
    cell::Cell,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};
use support::{Gate, Log, panic_of, promptly, settle};

/// A runtime with one task that waits at the gate, and has been polled once.
fn waiting() -> (Runtime, Gate) {
    let (runtime, gate) = (Runtime::new(), Gate::default());
    runtime.spawn(gate.clone().wait());
    settle(&runtime);
    assert_eq!(gate.polls(), 1);
    (runtime, gate)
}

#[test]
fn a_task_that_is_woken_many_times_is_polled_once() {
    promptly("the task", || {
        let (runtime, gate) = waiting();
        let waker = gate.waker();
        let wakes = || (0..7).for_each(|_| waker.wake_by_ref());
        runtime.block_on(async { wakes() });
        settle(&runtime);
        assert_eq!(gate.polls(), 2);
        wakes(); // from outside: through the inject queue
        settle(&runtime);
        assert_eq!(gate.polls(), 3);
        settle(&runtime);
        assert_eq!(gate.polls(), 3, "it was not woken since");
    });
}

#[test]
fn every_wake_after_a_poll_is_another_poll() {
    promptly("the task", || {
        let (runtime, gate) = waiting();
        for polls in 2..5 {
            gate.waker().wake();
            settle(&runtime);
            assert_eq!(gate.polls(), polls);
        }
    });
}

#[test]
fn a_task_that_wakes_itself_while_it_is_polled_is_polled_once_more() {
    promptly("the task", || {
        let runtime = Runtime::new();
        let polls = Rc::new(Cell::new(0));
        let count = polls.clone();
        runtime.spawn(poll_fn(move |context| {
            count.set(count.get() + 1);
            if count.get() == 1 {
                (0..3).for_each(|_| context.waker().wake_by_ref());
            }
            Poll::<()>::Pending
        }));
        settle(&runtime);
        assert_eq!(polls.get(), 2);
    });
}

#[test]
fn waking_a_task_that_has_ended_does_nothing() {
    promptly("the task", || {
        let (runtime, gate) = waiting();
        let stale = gate.waker();
        gate.open();
        settle(&runtime);
        assert_eq!((gate.polls(), runtime.metrics().tasks), (2, 0));
        let before = runtime.metrics().polls;
        runtime.block_on(async { stale.wake_by_ref() });
        stale.wake();
        runtime.block_on(async {});
        assert_eq!(runtime.metrics().polls, before + 2, "the two roots");
    });
}

#[test]
fn an_outcome_that_waits_for_its_handle_is_not_polled() {
    promptly("the task", || {
        let (runtime, gate) = (Runtime::new(), Gate::default());
        let task = runtime.spawn(gate.clone().wait());
        settle(&runtime);
        let stale = gate.waker();
        gate.open();
        settle(&runtime);
        let before = runtime.metrics().polls;
        runtime.block_on(async { stale.wake_by_ref() });
        assert_eq!(runtime.metrics().polls, before + 1);
        runtime.block_on(task).unwrap();
    });
}

#[test]
fn a_task_that_was_aborted_in_the_queue_is_not_polled() {
    promptly("the task", || {
        let runtime = Runtime::new();
        let task = runtime.spawn(async {});
        task.abort();
        runtime.block_on(async {});
        assert_eq!(runtime.metrics().polls, 1, "the root");
    });
}

#[test]
fn nobody_is_polled_unasked() {
    promptly("one of 100 tasks", || {
        let runtime = Runtime::new();
        let gates: Vec<Gate> = (0..100).map(|_| Gate::default()).collect();
        let wait = |gate: &Gate| drop(runtime.spawn(gate.clone().wait()));
        gates.iter().for_each(wait);
        settle(&runtime);
        let before = runtime.metrics().polls;
        runtime.block_on(async {
            gates[42].open();
            yield_now().await;
        });
        let polls = runtime.metrics().polls - before;
        assert_eq!(polls, 3, "2 of the root, and 1");
        settle(&runtime);
        let polls: u32 = gates.iter().map(Gate::polls).sum();
        assert_eq!((polls, gates[42].polls()), (101, 2));
    });
}

#[test]
fn tasks_are_polled_in_the_order_of_their_wakes() {
    promptly("5 tasks", || {
        let (runtime, log) = (Runtime::new(), Log::new());
        let gates: Vec<Gate> = (0..5).map(|_| Gate::default()).collect();
        for (n, gate) in gates.iter().cloned().enumerate() {
            let log = log.clone();
            runtime.spawn(async move {
                gate.wait().await;
                log.add(n);
            });
        }
        settle(&runtime);
        gates.iter().for_each(Gate::unlock);
        let order = [3, 0, 4, 3, 1, 0, 2];
        runtime.block_on(async {
            order.into_iter().for_each(|n| gates[n].waker().wake());
            yield_now().await;
        });
        assert_eq!(log.lines(), [3, 0, 4, 1, 2]);
    });
}

#[test]
fn a_stale_waker_never_polls_the_task_that_has_its_slot_now() {
    promptly("the second task", || {
        let (runtime, first) = waiting();
        let stale = first.waker();
        first.open();
        settle(&runtime);
        // Several, so that one has the slot.
        let others = [(); 4].map(|()| Gate::default());
        for other in others.clone() {
            runtime.spawn(other.wait());
        }
        settle(&runtime);
        runtime.block_on(async { stale.wake_by_ref() });
        settle(&runtime);
        stale.wake_by_ref();
        settle(&runtime);
        for other in others {
            assert!(!stale.will_wake(&other.waker()));
            assert_eq!(other.polls(), 1);
        }
    });
}

#[test]
fn the_wakers_of_a_task_are_equal_and_those_of_two_tasks_are_not() {
    promptly("2 tasks", || {
        let (runtime, one) = waiting();
        let two = Gate::default();
        runtime.spawn(two.clone().wait());
        settle(&runtime);
        let first = one.waker();
        first.wake_by_ref();
        settle(&runtime);
        assert!(first.will_wake(&one.waker()), "from poll to poll");
        assert!(first.will_wake(&first.clone()));
        assert!(!first.will_wake(&two.waker()));
    });
}

#[test]
fn a_task_that_keeps_no_waker_costs_none_and_one_that_does_keeps_its_own() {
    promptly("3 tasks", || {
        let runtime = Runtime::new();
        let (kept, other) = (Rc::new(Cell::new(None::<Waker>)), Gate::default());
        let (keep, polls) = (kept.clone(), Rc::new(Cell::new(0)));
        let count = polls.clone();
        runtime.spawn(yield_now()); // leaves its waker for the next
        runtime.spawn(async {
            yield_now().await;
            std::future::pending::<()>().await;
        });
        runtime.spawn(poll_fn(move |context| {
            count.set(count.get() + 1);
            keep.set(Some(context.waker().clone()));
            Poll::<()>::Pending
        }));
        runtime.spawn(other.clone().wait());
        settle(&runtime);
        kept.take().unwrap().wake();
        settle(&runtime);
        assert_eq!((polls.get(), other.polls()), (2, 1));
    });
}

#[test]
fn waking_after_the_runtime_is_gone_does_nothing() {
    promptly("the wakes", || {
        let (runtime, gate) = waiting();
        let waker = gate.waker();
        drop(runtime);
        waker.wake_by_ref();
        let elsewhere = waker.clone();
        std::thread::spawn(move || elsewhere.wake()).join().unwrap();
        waker.wake();
        assert_eq!(gate.polls(), 1);
    });
}

#[test]
fn spawning_outside_of_a_runtime_panics_with_a_sentence() {
    let message = panic_of(|| spawn(async {}));
    assert!(
        message.contains("no runtime runs on this thread"),
        "{message}"
    );
}
