use crate::{
    inject::Inject,
    model::{Flag, MayPark, Queue, Waker, robbed, run},
    scheduled::Scheduled,
    wrong::{Stored, Unchecked},
};
use loom::{sync::Notify, thread};
use std::sync::Arc;

/// All interleavings in which threads are interrupted at most three times where they need not be. Without this bound
/// two threads take minutes.
fn check(model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(model);
}

/// So many threads wake one task, each so often; it must see all their events.
fn one_task<M: Queue + Send + Sync + 'static>(new: fn() -> M, threads: usize, wakes: usize) {
    with_listener(new, |_, _| true, threads, wakes);
}

fn with_listener<M: Queue + Send + Sync + 'static>(
    new: fn() -> M,
    may_park: MayPark,
    threads: usize,
    wakes: usize,
) {
    check(move || {
        let (inject, parker) = (Arc::new(new()), Arc::new(Notify::new()));
        let waker = Waker::new(inject.clone(), parker.clone());
        let spawn = |_| {
            let waker = waker.clone();
            thread::spawn(move || (0..wakes).for_each(|_| waker.wake()))
        };
        let threads: Vec<_> = (0..threads).map(spawn).collect();
        run(
            &*inject,
            &parker,
            may_park,
            vec![(waker.clone(), threads.len() * wakes)],
        );
        for thread in threads {
            thread.join().unwrap();
        }
        let mut rest = Vec::new(); // a message may have come too late: the inject queue and its waker own each other
        inject.drain(&mut rest);
    });
}

#[test]
fn a_wake_is_not_lost() {
    one_task(Inject::new, 1, 1);
}

#[test]
fn wakes_one_after_the_other_are_not_lost() {
    one_task(Inject::new, 1, 2);
}

#[test]
fn wakes_by_two_threads_are_not_lost() {
    one_task(Inject::new, 2, 1);
}

#[test]
fn two_tasks_woken_by_two_threads_both_go_on() {
    check(|| {
        let (inject, parker) = (Arc::new(Inject::new()), Arc::new(Notify::new()));
        let wakers = [
            Waker::new(inject.clone(), parker.clone()),
            Waker::new(inject.clone(), parker.clone()),
        ];
        let threads = wakers
            .clone()
            .map(|waker| thread::spawn(move || waker.wake()));
        let awaited = wakers.map(|waker| (waker, 1)).into();
        run(&*inject, &parker, |_, _| true, awaited);
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

#[test]
fn a_message_that_comes_when_the_inject_queue_is_closed_is_dropped_once() {
    check(|| {
        let inject = Arc::new(Inject::new());
        let message = Arc::new(());
        let sender = {
            let (inject, message) = (inject.clone(), message.clone());
            thread::spawn(move || {
                assert_ne!(inject.push(message), Ok(true), "the reader is awake");
            })
        };
        inject.close();
        sender.join().unwrap();
        assert_eq!(Arc::strong_count(&message), 1, "no message is kept");
        let mut messages = Vec::new();
        inject.drain(&mut messages);
        assert!(messages.is_empty());
    });
}

#[test]
fn a_wake_up_that_a_listener_takes_is_not_lost() {
    with_listener(Inject::new, robbed, 1, 1);
    with_listener(Inject::new, robbed, 1, 2);
}

#[test]
#[should_panic(expected = "deadlock")]
fn without_a_second_look_after_the_listener_a_wake_is_lost() {
    let not_looking: MayPark = |_, parker| {
        parker.wait();
        true
    };
    with_listener(Inject::new, not_looking, 1, 1);
}

#[test]
#[should_panic(expected = "deadlock")]
fn without_a_second_look_before_parking_a_wake_is_lost() {
    one_task(Unchecked::new, 1, 1);
}

/// Two threads wake one task, whose waker has this flag.
fn flagged(flag: fn() -> Box<dyn Flag>) {
    check(move || {
        let (inject, parker) = (Arc::new(Inject::new()), Arc::new(Notify::new()));
        let waker = Waker::with_flag(flag(), inject.clone(), parker.clone());
        let threads =
            [waker.clone(), waker.clone()].map(|waker| thread::spawn(move || waker.wake()));
        run(&*inject, &parker, |_, _| true, vec![(waker, 2)]);
        for thread in threads {
            thread.join().unwrap();
        }
        let mut rest = Vec::new();
        inject.drain(&mut rest);
    });
}

#[test]
fn a_flag_that_is_cleared_by_a_swap_loses_no_event() {
    flagged(|| Box::new(Scheduled::new()));
}

#[test]
#[should_panic(expected = "deadlock")]
fn a_flag_that_is_cleared_by_a_store_loses_one() {
    flagged(|| Box::new(Stored::new()));
}
