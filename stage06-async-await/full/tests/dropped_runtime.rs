//! The end of a runtime: every future is dropped once, the oldest first, and nothing is kept.

mod support;

use stage06_full::{JoinHandle, Runtime, sleep, spawn};
use std::{
    cell::{Cell, RefCell},
    future::{pending, poll_fn},
    rc::{Rc, Weak},
    sync::Arc,
    task::{Poll, Wake, Waker},
    thread,
};
use support::{Gate, Log, OnDrop, half_pair, ms, promptly, settle};

#[test]
fn ten_thousand_tasks_that_wake_and_spawn_while_they_are_dropped() {
    const TASKS: usize = 10_000;
    promptly("the drops", || {
        let runtime = Runtime::new();
        let (log, wakers) = (Log::new(), Rc::new(RefCell::new(Vec::<Waker>::new())));
        let (late, here) = (Rc::new(Cell::new(0)), thread::current().id());
        let start = |n| {
            let (log, wakers, late) = (log.clone(), wakers.clone(), late.clone());
            runtime.spawn(async move {
                let others = wakers.clone();
                let _guard = OnDrop(move || {
                    assert_eq!(thread::current().id(), here);
                    log.add(n);
                    others.borrow().iter().take(3).for_each(Waker::wake_by_ref);
                    let late = late.clone();
                    let dropped = OnDrop(move || late.set(late.get() + 1));
                    spawn(async move {
                        let _dropped = dropped;
                        unreachable!("it is never polled");
                    });
                });
                poll_fn(|context| {
                    wakers.borrow_mut().push(context.waker().clone());
                    Poll::<()>::Pending
                })
                .await;
            })
        };
        let tasks: Vec<JoinHandle<()>> = (0..TASKS).map(start).collect();
        settle(&runtime);
        assert_eq!(runtime.metrics().tasks, TASKS);
        drop(runtime);
        assert!(log.lines().into_iter().eq(0..TASKS), "oldest first");
        assert_eq!(late.get(), TASKS, "what they spawned is dropped");
        wakers.borrow().iter().for_each(Waker::wake_by_ref);
        for task in tasks {
            assert!(stage06_full::block_on(task).unwrap_err().is_cancelled());
        }
    });
}

#[test]
fn a_handle_that_outlives_the_runtime_says_cancelled() {
    promptly("the handles", || {
        let runtime = Runtime::new();
        let [waiting, fresh] = [runtime.spawn(pending::<()>()), runtime.spawn(pending())];
        let done = runtime.spawn(async { 7 });
        settle(&runtime);
        let late = {
            let never_polled = runtime.spawn(pending::<()>());
            drop(runtime);
            never_polled
        };
        for task in [waiting, fresh, late] {
            assert!(task.is_finished());
            task.abort();
            assert!(stage06_full::block_on(task).unwrap_err().is_cancelled());
        }
        assert_eq!(
            stage06_full::block_on(done).unwrap(),
            7,
            "its result was there"
        );
    });
}

#[test]
fn who_waits_elsewhere_is_told() {
    promptly("the other runtime", || {
        let (one, two) = (Runtime::new(), Runtime::new());
        let waiting = two.spawn(one.spawn(pending::<()>()));
        settle(&two);
        drop(one);
        let outcome = two.block_on(waiting).unwrap();
        assert!(outcome.unwrap_err().is_cancelled());
    });
}

#[test]
fn tasks_that_hold_each_others_handles_and_wakers_are_freed() {
    promptly("the drop", || {
        let runtime = Runtime::new();
        let value = Rc::new(());
        let slots = [(); 2].map(|()| Rc::new(RefCell::new(None::<JoinHandle<()>>)));
        for n in 0..2 {
            let (value, other) = (value.clone(), slots[1 - n].clone());
            let task = runtime.spawn(async move {
                let other = other.borrow_mut().take().unwrap();
                other.await.unwrap();
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
fn a_waker_of_the_runtimes_own_in_its_timers_mailbox_and_sockets_keeps_nothing() {
    struct Held(Rc<()>);
    promptly("the drop", || {
        let runtime = Runtime::new();
        let (value, gate) = (Rc::new(()), Gate::default());
        let (held, waits) = (Held(value.clone()), gate.clone());
        runtime.spawn(async move {
            let (mut ours, _theirs) = half_pair();
            let read = futures::AsyncReadExt::read(&mut ours, &mut [0]).await;
            drop((read, held.0));
        });
        let held = value.clone();
        runtime.spawn(async move {
            let long = sleep(ms(1_000_000));
            futures::future::select(Box::pin(long), Box::pin(waits.wait())).await;
            drop(held);
        });
        settle(&runtime);
        gate.waker().wake(); // a message that is never read
        drop(runtime);
        assert_eq!(Rc::strong_count(&value), 1);
    });
}

/// A waker of another executor, whose owners are counted.
struct Stranger;

impl Wake for Stranger {
    fn wake(self: Arc<Self>) {}
}

#[test]
fn the_wakers_of_others_are_given_back() {
    promptly("the drop", || {
        let stranger = Arc::new(Stranger);
        let waker = Waker::from(stranger.clone());
        let runtime = Runtime::new();
        let mut task = runtime.spawn(pending::<()>());
        let mut timer = Box::pin(sleep(ms(1_000_000)));
        runtime.block_on(async {
            let mut context = std::task::Context::from_waker(&waker);
            assert!(timer.as_mut().poll(&mut context).is_pending());
            assert!(
                std::pin::Pin::new(&mut task)
                    .poll(&mut context)
                    .is_pending()
            );
        });
        assert_eq!(Arc::strong_count(&stranger), 4);
        drop(runtime);
        assert_eq!(Arc::strong_count(&stranger), 2);
    });
}

#[test]
fn tasks_that_end_keep_no_memory() {
    promptly("the tasks", || {
        let runtime = Runtime::new();
        let value: Rc<()> = Rc::default();
        let weak: Weak<()> = Rc::downgrade(&value);
        runtime.block_on(async {
            for _ in 0..10_000 {
                let value = value.clone();
                spawn(async move { drop(value) }).await.unwrap();
            }
        });
        assert_eq!((weak.strong_count(), runtime.metrics().tasks), (1, 0));
    });
}

#[test]
fn a_runtime_may_be_dropped_inside_of_another_and_at_the_end_of_a_thread() {
    thread_local!(static KEPT: Cell<Option<Runtime>> = const { Cell::new(None) });
    promptly("the drops", || {
        let drops = Arc::new(());
        let runtime = |drops: Arc<()>| {
            let runtime = Runtime::new();
            runtime.spawn(async move {
                let _drops = drops;
                sleep(ms(1_000_000)).await;
            });
            settle(&runtime);
            runtime
        };
        let inner = runtime(drops.clone());
        Runtime::new().block_on(async {
            drop(inner);
            spawn(async {}).await.unwrap();
        });
        let held = drops.clone();
        thread::spawn(move || KEPT.set(Some(runtime(held))))
            .join()
            .unwrap();
        assert_eq!(Arc::strong_count(&drops), 1);
    });
}
