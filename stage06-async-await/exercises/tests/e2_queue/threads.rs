//! How the loop goes to sleep, and how a wake ends its sleep.

use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

/// Runs a test with an executor and a count of the calls of `unpark`.
fn check_unparks(awaited: &str, test: impl FnOnce(&Rc<Executor>, &AtomicU32) + Send + 'static) {
    within(Duration::from_secs(6), awaited, move || {
        let unparks = Arc::new(AtomicU32::new(0));
        let count = unparks.clone();
        let executor = Rc::new(Executor::new(move || {
            count.fetch_add(1, SeqCst);
        }));
        test(&executor, &unparks);
    });
}

#[test]
fn the_loop_may_sleep_if_no_task_is_ready() {
    check_unparks("begin_park", |executor, _| {
        assert!(
            executor.begin_park(),
            "there is no task, and the loop may not sleep"
        );
        executor.end_park();
        let probe = Probe::default();
        executor.spawn(probe.ready_at(3));
        assert!(
            !executor.begin_park(),
            "a new task is ready, and the loop may sleep"
        );
        executor.end_park();
        run(executor);
        assert!(
            executor.begin_park(),
            "the only task waits, and the loop may not sleep: it would never rest"
        );
        executor.end_park();
        probe.waker().wake();
        assert!(
            !executor.begin_park(),
            "a woken task is ready, and the loop may sleep"
        );
        executor.end_park();
    });
}

#[test]
fn wakes_of_a_loop_that_sleeps_unpark_it_once() {
    check_unparks("three wakes by another thread", |executor, unparks| {
        let probes = [(); 3].map(|()| Probe::default());
        probes
            .iter()
            .for_each(|probe| executor.spawn(probe.ready_at(9)));
        run(executor);
        assert!(
            executor.begin_park(),
            "no task is ready, and the loop may not sleep"
        );
        let before = unparks.load(SeqCst);
        let wakers = probes.each_ref().map(Probe::waker);
        thread::spawn(|| wakers.map(Waker::wake)).join().unwrap();
        assert_eq!(
            unparks.load(SeqCst) - before,
            1,
            "calls of unpark by wakes of three tasks while the loop sleeps: without one it would sleep forever, and \
             each is a system call"
        );
        executor.end_park();
        run(executor);
        assert_eq!(
            probes.each_ref().map(Probe::polls),
            [2, 2, 2],
            "polls of three tasks: the first, and one for a wake"
        );
    });
}

#[test]
fn a_loop_that_is_awake_is_not_unparked() {
    check_unparks("two wakes", |executor, unparks| {
        let probe = Probe::default();
        executor.spawn(probe.ready_at(9));
        run(executor);
        probe.waker().wake();
        run(executor);
        assert!(
            executor.begin_park(),
            "no task is ready, and the loop may not sleep"
        );
        executor.end_park();
        probe.waker().wake();
        assert_eq!(
            unparks.load(SeqCst),
            0,
            "calls of unpark by wakes of a loop that is awake: each is a system call"
        );
    });
}

#[test]
fn a_loop_that_may_not_sleep_is_not_unparked() {
    check_unparks("two wakes", |executor, unparks| {
        let probes = [(); 2].map(|()| Probe::default());
        probes
            .iter()
            .for_each(|probe| executor.spawn(probe.ready_at(9)));
        run(executor);
        probes[0].waker().wake();
        assert!(
            !executor.begin_park(),
            "a woken task is ready, and the loop may sleep"
        );
        let before = unparks.load(SeqCst);
        probes[1].waker().wake();
        assert_eq!(
            unparks.load(SeqCst) - before,
            0,
            "calls of unpark after begin_park has returned false: the loop is awake. Did it leave a flag up?"
        );
    });
}

#[test]
fn when_unpark_is_called_the_task_is_in_the_queue_and_nothing_is_locked() {
    thread_local! {
        static EXECUTOR: RefCell<Option<Rc<Executor>>> = const { RefCell::new(None) };
        static READY: Cell<Option<bool>> = const { Cell::new(None) };
    }
    within(
        Duration::from_secs(3),
        "a wake (is a lock held while it calls unpark?)",
        || {
            // Runs at once, as a loop on another thread may.
            let executor = Rc::new(Executor::new(|| {
                if let Some(executor) = EXECUTOR.take() {
                    READY.set(Some(!executor.begin_park()));
                    executor.end_park();
                    run(&executor);
                }
            }));
            let probe = Probe::default();
            executor.spawn(probe.ready_at(9));
            run(&executor);
            assert!(
                executor.begin_park(),
                "no task is ready, and the loop may not sleep"
            );
            EXECUTOR.set(Some(executor.clone()));
            probe.waker().wake();
            assert_eq!(
                READY.get(),
                Some(true),
                "is a task ready when unpark is called? If not, the loop goes to sleep again"
            );
            assert_eq!(probe.polls(), 2, "polls: the first, and one for the wake");
            probe.waker().wake();
            run(&executor);
            assert_eq!(
                probe.polls(),
                3,
                "polls after another wake. The task was polled as soon as unpark was called: was its flag \
                 raised after that, and stays up?"
            );
        },
    );
}

#[test]
fn a_wake_while_the_loop_goes_to_sleep_is_not_lost() {
    within(
        Duration::from_secs(20),
        "the wake by another thread",
        || {
            let verdict = explorer::check(goes_to_sleep);
            if unseen::is(&verdict) {
                unseen::wakes_on_the_way_to_sleep();
            }
        },
    );
}

/// A thread wakes a task while the loop goes to sleep.
fn goes_to_sleep(world: &explorer::World) {
    let unparks = Arc::new(AtomicU32::new(0));
    let count = unparks.clone();
    let executor = Rc::new(Executor::new(move || {
        count.fetch_add(1, SeqCst);
    }));
    let probe = Probe::default();
    executor.spawn(probe.ready_at(9));
    run(&executor);
    let waker = probe.waker();
    world.thread("sender", move || waker.wake());
    let (sleeper, of_task, sleeps) = (executor.clone(), world.clone(), Rc::default());
    let slept = Rc::<Cell<bool>>::clone(&sleeps);
    world.spawn("loop", async move {
        slept.set(sleeper.begin_park());
        of_task.note(match slept.get() {
            true => "The loop sleeps.",
            false => "The loop may not sleep, and runs what is ready.",
        });
        if !slept.get() {
            run(&sleeper); // perhaps while the call of the waker goes on
        }
    });
    world.at_end(move || {
        let unparks = unparks.load(SeqCst);
        executor.end_park();
        run(&executor);
        assert!(
            probe.polls() > 1,
            "the wake was lost: no queue has the task. Between which two moves? If a sender pushes the task and then \
             raises the flag, the task may be polled in between, and the flag stays up"
        );
        assert_eq!(probe.polls(), 2, "polls: the first, and one for the wake");
        assert!(
            !sleeps.get() || unparks == 1,
            "the wake came while the loop went to sleep, and has called unpark {unparks} times. It was lost between \
             two moves: the loop's look into the queue and its note that it sleeps, or the sender's look at that note \
             and its push"
        );
    });
}

#[test]
fn what_unpark_owns_is_freed_with_the_executor() {
    within(Duration::from_secs(3), "the end of the executor", || {
        let held = Arc::new(());
        let holds = held.clone();
        let executor = Rc::new(Executor::new(move || drop(holds.clone())));
        let probe = Probe::default();
        executor.spawn(probe.ready_at(9));
        run(&executor);
        probe.waker().wake();
        drop((executor, probe)); // while a task is in the queue
        assert_eq!(
            Arc::strong_count(&held),
            1,
            "owners of what unpark holds, when all is dropped: do queue and wakers own each other?"
        );
    });
}
