//! To abort a task is to drop its future, now.

mod support;

use futures::channel::oneshot;
use stage06_full::{JoinHandle, Runtime, sleep, spawn, yield_now};
use std::{
    cell::{Cell, RefCell},
    future::pending,
    rc::Rc,
};
use support::{Gate, Log, OnDrop, ms, promptly, settle};

/// Counts its drops.
fn counter() -> (Rc<Cell<u32>>, OnDrop<impl FnMut()>) {
    let drops = Rc::new(Cell::new(0));
    let count = drops.clone();
    (drops, OnDrop(move || count.set(count.get() + 1)))
}

#[test]
fn before_the_first_poll() {
    promptly("the abort", || {
        let runtime = Runtime::new();
        let (drops, guard) = counter();
        let polled = Rc::new(Cell::new(false));
        let seen = polled.clone();
        let task = runtime.spawn(async move {
            let _guard = guard;
            seen.set(true);
        });
        task.abort();
        assert_eq!((drops.get(), task.is_finished()), (1, true));
        assert!(runtime.block_on(task).unwrap_err().is_cancelled());
        assert_eq!((drops.get(), polled.get()), (1, false));
    });
}

#[test]
fn while_it_waits() {
    promptly("the abort", || {
        let runtime = Runtime::with_virtual_time();
        runtime.block_on(async {
            let (drops, guard) = counter();
            let (sender, receiver) = oneshot::channel::<()>();
            let task = spawn(async move {
                let _guard = guard;
                sleep(ms(1000)).await;
                drop(receiver);
            });
            yield_now().await;
            assert_eq!(runtime.metrics().timers, 1);
            task.abort();
            task.abort();
            assert_eq!((drops.get(), runtime.metrics().timers), (1, 0));
            assert!(sender.is_canceled());
            assert!(task.await.unwrap_err().is_cancelled());
        });
    });
}

#[test]
fn who_waits_for_it_is_told() {
    promptly("the joiner", || {
        Runtime::new().block_on(async {
            let task = Rc::new(RefCell::new(spawn(pending::<()>())));
            let handle = task.clone();
            let joining = spawn(std::future::poll_fn(move |context| {
                std::pin::Pin::new(&mut *handle.borrow_mut()).poll(context)
            }));
            yield_now().await;
            task.borrow().abort();
            let error = joining.await.unwrap().unwrap_err();
            assert_eq!(error.to_string(), "the task was cancelled");
        });
    });
}

#[test]
fn from_inside_of_its_own_poll_it_ends_at_its_next_pause() {
    promptly("the abort", || {
        let (runtime, log) = (Runtime::new(), Log::new());
        let own = Rc::new(RefCell::new(None::<JoinHandle<()>>));
        let (myself, lines) = (own.clone(), log.clone());
        let task = runtime.spawn(async move {
            let _guard = OnDrop(|| lines.add("dropped"));
            let task = myself.borrow_mut().take().unwrap();
            task.abort();
            assert!(!task.is_finished());
            myself.replace(Some(task));
            lines.add("goes on");
            yield_now().await;
            lines.add("never");
        });
        own.replace(Some(task));
        settle(&runtime);
        assert_eq!(log.lines(), ["goes on", "dropped"]);
        let task = own.take().unwrap();
        assert!(runtime.block_on(task).unwrap_err().is_cancelled());
    });
}

#[test]
fn a_task_that_ends_in_the_poll_in_which_it_was_aborted_has_ended() {
    promptly("the task", || {
        let runtime = Runtime::new();
        let own = Rc::new(RefCell::new(None::<JoinHandle<u8>>));
        let myself = own.clone();
        let task = runtime.spawn(async move {
            myself.borrow().as_ref().unwrap().abort();
            7
        });
        own.replace(Some(task));
        settle(&runtime);
        let task = own.take().unwrap();
        assert_eq!(runtime.block_on(task).unwrap(), 7);
    });
}

#[test]
fn after_the_end_it_stays_as_it_ended() {
    promptly("the result", || {
        Runtime::new().block_on(async {
            let task = spawn(async { 7 });
            yield_now().await;
            task.abort();
            assert_eq!(task.await.unwrap(), 7);
        });
    });
}

#[test]
fn an_aborted_task_is_never_polled_again_and_keeps_nothing() {
    promptly("the abort", || {
        let (runtime, gate) = (Runtime::new(), Gate::default());
        let (held, weak) = {
            let value = Rc::new(());
            (value.clone(), Rc::downgrade(&value))
        };
        let waits = gate.clone();
        let task = runtime.spawn(async move {
            waits.wait().await;
            drop(held);
        });
        settle(&runtime);
        task.abort();
        assert_eq!(weak.strong_count(), 0);
        gate.open();
        settle(&runtime);
        assert_eq!(gate.polls(), 1);
        drop(task);
        assert_eq!(runtime.metrics().tasks, 0);
    });
}

#[test]
fn a_task_may_abort_another_that_stands_behind_it_in_the_queue() {
    promptly("both tasks", || {
        Runtime::new().block_on(async {
            let (drops, guard) = counter();
            let slot = Rc::new(RefCell::new(None::<JoinHandle<()>>));
            let victim = slot.clone();
            let first = spawn(async move { victim.borrow().as_ref().unwrap().abort() });
            slot.replace(Some(spawn(async move {
                let _guard = guard;
                unreachable!("it was aborted before its turn");
            })));
            first.await.unwrap();
            assert_eq!(drops.get(), 1);
            let task = slot.take().unwrap();
            assert!(task.await.unwrap_err().is_cancelled());
        });
    });
}
