//! The end of a runtime, and what comes after it.

mod support;

use stage06::join::{JoinError, JoinHandle};
use stage06::runtime::{Runtime, sleep, spawn};
use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::rc::Rc;
use std::sync::mpsc;
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;
use support::{OnDrop, promptly, settle};

#[test]
fn futures_are_dropped_the_oldest_first_and_their_handles_say_so() {
    promptly("the handles", || {
        let (runtime, drops) = (Runtime::new().unwrap(), Rc::new(RefCell::new(Vec::new())));
        let tasks = [0, 1, 2].map(|n| {
            let drops = drops.clone();
            runtime.spawn(async move {
                let _note = OnDrop(|| drops.borrow_mut().push(n));
                pending::<()>().await
            })
        });
        settle(&runtime);
        drop(runtime);
        assert_eq!(*drops.borrow(), [0, 1, 2]);
        for task in tasks {
            let outcome = stage06::block_on::block_on(task);
            assert_eq!(outcome, Err(JoinError::Cancelled));
        }
    });
}

#[test]
fn what_destructors_spawn_is_dropped_unpolled() {
    promptly("the drop", || {
        let (runtime, late) = (Runtime::new().unwrap(), Rc::new(Cell::new([false; 2])));
        let seen = late.clone();
        runtime.spawn(async move {
            let _spawns = OnDrop(move || {
                let [polled, dropped] = [seen.clone(), seen.clone()];
                let note = OnDrop(move || dropped.set([dropped.get()[0], !thread::panicking()]));
                spawn(async move {
                    let _note = note;
                    polled.set([true, false]);
                });
            });
            pending::<()>().await
        });
        settle(&runtime);
        drop(runtime);
        assert_eq!(late.get(), [false, true], "polled, dropped");
    });
}

/// Spawns a task with another of these when it is dropped, without end.
struct Phoenix(Rc<Cell<u32>>);

impl Drop for Phoenix {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
        if !thread::panicking() {
            let next = Phoenix(self.0.clone());
            spawn(async move {
                let _next = next;
                pending::<()>().await
            });
        }
    }
}

#[test]
fn destructors_that_spawn_for_ever_do_not_keep_it_alive() {
    promptly("the end of the runtime", || {
        let (runtime, drops) = (Runtime::new().unwrap(), Rc::new(Cell::new(0)));
        let first = Phoenix(drops.clone());
        runtime.spawn(async move {
            let _first = first;
            pending::<()>().await
        });
        settle(&runtime);
        drop(runtime);
        assert!(
            drops.get() >= 2,
            "one generation of spawned tasks is dropped"
        );
    });
}

#[test]
fn a_late_wake_does_no_harm() {
    promptly("the wakes", || {
        let (runtime, kept) = (Runtime::new().unwrap(), Rc::new(Cell::new(None::<Waker>)));
        let keep = kept.clone();
        runtime.spawn(poll_fn(move |context| -> Poll<()> {
            keep.set(Some(context.waker().clone()));
            Poll::Pending
        }));
        settle(&runtime);
        drop(runtime);
        let waker = kept.take().unwrap();
        waker.wake_by_ref();
        let other = waker.clone();
        thread::spawn(move || other.wake()).join().unwrap();
        waker.wake();
    });
}

#[test]
fn two_tasks_that_hold_each_others_handles_are_freed() {
    promptly("the drop", || {
        let (runtime, value) = (Runtime::new().unwrap(), Rc::new(()));
        let slots = [(); 2].map(|()| Rc::new(RefCell::new(None::<JoinHandle<()>>)));
        for n in 0..2 {
            let (value, other) = (value.clone(), slots[1 - n].clone());
            let task = runtime.spawn(async move {
                let other = other.borrow_mut().take().unwrap();
                let _never = other.await;
                drop(value);
            });
            slots[n].replace(Some(task));
        }
        settle(&runtime);
        assert_eq!(Rc::strong_count(&value), 3);
        drop(runtime);
        assert_eq!(Rc::strong_count(&value), 1);
    });
}

#[test]
fn a_runtime_may_be_dropped_inside_of_another() {
    promptly("the outer task", || {
        let (inner, value) = (Runtime::new().unwrap(), Rc::new(()));
        let held = value.clone();
        inner.spawn(async move {
            let _held = held;
            sleep(Duration::from_secs(1000)).await
        });
        settle(&inner);
        Runtime::new().unwrap().block_on(async move {
            drop(inner);
            assert_eq!(
                spawn(async { 7 }).await,
                Ok(7),
                "the outer is current again"
            );
        });
        assert_eq!(Rc::strong_count(&value), 1);
    });
}

#[test]
fn tasks_that_end_keep_no_memory() {
    promptly("the tasks", || {
        let value = Rc::new(());
        Runtime::new().unwrap().block_on(async {
            for _ in 0..10_000 {
                let value = value.clone();
                spawn(async move { drop(value) }).await.unwrap();
            }
            assert_eq!(Rc::strong_count(&value), 1);
            let state = stage06::snapshot::snapshot().unwrap();
            let root = 1; // the task that stands for this block
            assert_eq!((state.tasks.len(), state.ready.len()), (root, 0));
        });
    });
}

#[test]
fn block_on_leaves_nothing_behind() {
    promptly("the futures", || {
        let runtime = Runtime::new().unwrap();
        for n in 0..1000 {
            assert_eq!(runtime.block_on(async { n }), n);
        }
        let tasks = runtime.block_on(async {
            stage06::runtime::yield_now().await;
            stage06::snapshot::snapshot().unwrap().tasks
        });
        assert_eq!(tasks.len(), 1, "only the root of this block_on");
    });
}

#[test]
fn a_runtime_may_be_kept_in_a_thread_local() {
    thread_local!(static KEPT: Cell<Option<Runtime>> = const { Cell::new(None) });
    promptly("the end of the thread", || {
        let (tell, told) = mpsc::channel();
        let thread = thread::spawn(move || {
            KEPT.set(None); // before those of the runtime itself, which are gone when this one is dropped
            let runtime = Runtime::new().unwrap();
            let dropped = OnDrop(move || tell.send(()).unwrap());
            runtime.spawn(async move {
                let _dropped = dropped;
                sleep(Duration::from_secs(1000)).await;
            });
            settle(&runtime);
            KEPT.set(Some(runtime));
        });
        thread.join().unwrap();
        told.recv().unwrap();
    });
}
