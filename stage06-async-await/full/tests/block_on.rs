//! The future of `block_on`: of a runtime, and of the smallest executor.

mod support;

use stage06_full::{Runtime, spawn, yield_now};
use std::{
    cell::Cell,
    future::poll_fn,
    rc::Rc,
    sync::mpsc,
    task::{Poll, Waker},
    thread,
};
use support::{Gate, Log, panic_of, promptly, settle};

/// A future that is ready at its `n`th poll, and hands out its waker at each.
fn polled(n: u32, mut hand_out: impl FnMut(&Waker)) -> impl Future<Output = u32> {
    let mut polls = 0;
    poll_fn(move |context| {
        polls += 1;
        hand_out(context.waker());
        match polls == n {
            true => Poll::Ready(polls),
            false => Poll::Pending,
        }
    })
}

/// Both executors.
fn blocking<F: Future>(runtime: bool, future: F) -> F::Output {
    match runtime {
        true => Runtime::new().block_on(future),
        false => stage06_full::block_on(future),
    }
}

#[test]
fn the_value_comes_back() {
    for runtime in [true, false] {
        let text = String::from("borrowed");
        assert_eq!(blocking(runtime, async { &text[..3] }), "bor");
    }
}

#[test]
fn a_root_that_wakes_itself_often_is_polled_once_more() {
    promptly("the root", || {
        for runtime in [true, false] {
            let wake = |waker: &Waker| (0..5).for_each(|_| waker.wake_by_ref());
            assert_eq!(blocking(runtime, polled(3, wake)), 3);
        }
    });
}

#[test]
fn a_root_is_not_polled_unasked() {
    promptly("the root", || {
        let runtime = Runtime::new();
        let (gate, opener) = (Gate::default(), Gate::default());
        let busy = async {
            for _ in 0..200 {
                yield_now().await;
            }
        };
        let (task, open) = (runtime.spawn(busy), gate.clone());
        runtime.spawn(async move {
            task.await.unwrap();
            open.open();
            opener.wait().await;
        });
        runtime.block_on(gate.clone().wait());
        assert_eq!(gate.polls(), 2);
    });
}

#[test]
fn a_root_is_woken_by_another_thread() {
    promptly("the root", || {
        for runtime in [true, false] {
            let (hand_out, wakers) = mpsc::channel::<Waker>();
            let waking = thread::spawn(move || wakers.into_iter().for_each(Waker::wake));
            let root = polled(100, move |waker| hand_out.send(waker.clone()).unwrap());
            assert_eq!(blocking(runtime, root), 100);
            waking.join().unwrap();
        }
    });
}

#[test]
fn a_token_that_code_in_the_poll_steals_is_no_lost_wake() {
    promptly("the root", || {
        for runtime in [true, false] {
            let root = polled(2, |waker| {
                waker.wake_by_ref();
                thread::current().unpark(); // there is a token now, whatever the wake did
                thread::park();
            });
            assert_eq!(blocking(runtime, root), 2);
        }
    });
}

#[test]
fn a_token_that_nobody_needs_is_no_wake() {
    promptly("the root", || {
        for runtime in [true, false] {
            let (hand_out, wakers) = mpsc::channel::<Waker>();
            let waking = thread::spawn(move || wakers.into_iter().for_each(Waker::wake));
            let (polls, unpark) = (Rc::new(Cell::new(0)), thread::current());
            let count = polls.clone();
            let root = polled(2, move |waker| {
                count.set(count.get() + 1);
                unpark.unpark();
                hand_out.send(waker.clone()).unwrap();
            });
            blocking(runtime, root);
            waking.join().unwrap();
            assert_eq!(polls.get(), 2);
        }
    });
}

#[test]
fn the_smallest_executors_may_be_nested() {
    assert_eq!(
        stage06_full::block_on(async { stage06_full::block_on(async { 7 }) }),
        7
    );
}

#[test]
fn the_wakers_of_a_root_that_has_ended_wake_nobody() {
    promptly("the roots", || {
        let (runtime, gate) = (Runtime::new(), Gate::default());
        gate.unlock();
        runtime.block_on(gate.clone().wait());
        let tasks = [(); 4].map(|()| Gate::default());
        for task in tasks.clone() {
            runtime.spawn(task.wait()); // one of them has the root's slot
        }
        settle(&runtime);
        gate.waker().wake();
        settle(&runtime);
        assert_eq!(tasks.map(|task| task.polls()), [1; 4]);
    });
}

#[test]
fn a_second_root_goes_on_with_the_tasks_of_the_first() {
    promptly("the task", || {
        let (runtime, log) = (Runtime::new(), Log::new());
        let lines = log.clone();
        let task = runtime.block_on(async {
            Some(spawn(async move {
                for n in 0..3 {
                    lines.add(n);
                    yield_now().await;
                }
            }))
        });
        let task = task.expect("it was spawned");
        assert_eq!(log.lines(), [0; 0], "the root ended first");
        runtime.block_on(yield_now());
        assert!(!task.is_finished());
        runtime.block_on(task).unwrap();
        assert_eq!(log.lines(), [0, 1, 2]);
    });
}

#[test]
fn a_runtime_inside_of_a_runtime_panics_with_a_sentence_and_the_outer_one_goes_on() {
    promptly("the outer one", || {
        let (outer, inner) = (Runtime::new(), Runtime::new());
        outer.block_on(async {
            for runtime in [&outer, &inner] {
                let message = panic_of(|| runtime.block_on(async {}));
                assert!(message.contains("block_on inside of block_on"), "{message}");
            }
            spawn(async {}).await.unwrap();
        });
        inner.block_on(async {});
    });
}

#[test]
fn a_root_that_panics_leaves_the_runtime_usable() {
    promptly("the task", || {
        let runtime = Runtime::new();
        let task = runtime.spawn(async {
            yield_now().await;
            7
        });
        let message = panic_of(|| {
            runtime.block_on(async {
                yield_now().await;
                panic!("on purpose")
            })
        });
        assert_eq!(message, "on purpose");
        assert_eq!(runtime.block_on(task).unwrap(), 7);
        assert_eq!(runtime.metrics().tasks, 0);
    });
}
