//! The small runtime's own `executor.rs` and `block_on.rs`: a task that other threads wake, and a thread that parks.

/// The checks of one executor: `$file` is what `build.rs` wrote, and `$fails` says that they must find a deadlock.
macro_rules! executor {
    ($name:ident: $($(#[$fails:meta])* $check:ident($tasks:expr, $threads:expr, $wakes:expr)),*) => {
        mod $name {
            #[allow(dead_code, unreachable_pub, unused_mut, missing_debug_implementations)]
            mod executor { include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs")); }

            use crate::sync::{AtomicUsize, Ordering::Relaxed, check, thread};
            use executor::Executor;
            use std::{cell::RefCell, future::poll_fn, iter, rc::Rc, sync::Arc, task::{Poll, Waker}};

            /// Adds a task that must see so many events. Returns the count of its events, and its waker.
            fn task(executor: &Executor, awaited: usize) -> (Arc<AtomicUsize>, Waker) {
                let events = Arc::new(AtomicUsize::new(0));
                let waker = Rc::new(RefCell::new(None::<Waker>));
                let (seen, left) = (events.clone(), waker.clone());
                executor.spawn(poll_fn(move |context| {
                    *left.borrow_mut() = Some(context.waker().clone());
                    // Relaxed: the task must see the events because of the wakes alone.
                    match seen.load(Relaxed) == awaited {
                        true => Poll::Ready(()),
                        false => Poll::Pending,
                    }
                }));
                executor.run_ready();
                (events, waker.take().unwrap())
            }

            /// So many threads wake each of these tasks, each so often, each time after an event.
            fn wake(tasks: usize, threads: usize, wakes: usize) {
                check(move || {
                    let this = thread::current();
                    let executor = Executor::new(move || this.unpark());
                    let tasks: Vec<_> = (0..tasks).map(|_| task(&executor, threads * wakes)).collect();
                    for (events, waker) in tasks.iter().flat_map(|task| iter::repeat_n(task, threads)) {
                        let (events, waker) = (events.clone(), waker.clone());
                        thread::spawn(move || {
                            for _ in 0..wakes {
                                events.fetch_add(1, Relaxed);
                                waker.wake_by_ref();
                            }
                        });
                    }
                    while !executor.is_empty() {
                        if executor.begin_park() {
                            thread::park();
                        }
                        executor.end_park();
                        executor.run_ready();
                    }
                });
            }

            $(
                #[test]
                $(#[$fails])*
                fn $check() {
                    wake($tasks, $threads, $wakes);
                }
            )*
        }
    };
}

executor!(executor: one_wake(1, 1, 1), two_wakes(1, 1, 2), two_threads(1, 2, 1), two_tasks(2, 1, 1));
executor!(never_looks: #[should_panic(expected = "deadlock")] one_wake(1, 1, 1));
executor!(looks_then_says: #[should_panic(expected = "deadlock")] one_wake(1, 1, 1));
executor!(unparks_first: #[should_panic(expected = "deadlock")] one_wake(1, 1, 1));
executor!(drops_a_wake: #[should_panic(expected = "deadlock")] two_tasks(2, 1, 1));
executor!(clears_late: #[should_panic(expected = "deadlock")] two_wakes(1, 1, 2));
// Slow, and right.
executor!(unparks_locked: two_wakes(1, 1, 2));
// Wrong by its memory order alone.
executor!(
    clears_by_store:
    #[cfg_attr(not(feature = "shuttle"), should_panic(expected = "deadlock"))]
    two_wakes(1, 1, 2)
);

/// A thread that makes two events, each followed by a wake, and `block_on` of a future that must see both.
macro_rules! block_on {
    ($(#[$fails:meta])* $name:ident) => {
        mod $name {
            #[allow(dead_code, unreachable_pub)]
            mod block_on { include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs")); }

            use crate::sync::{AtomicUsize, Ordering::Relaxed, check, thread};
            use block_on::block_on;
            use std::{cell::Cell, future::poll_fn, sync::Arc, task::Poll};

            #[test]
            $(#[$fails])*
            fn two_wakes() {
                check(|| {
                    let (events, started) = (Arc::new(AtomicUsize::new(0)), Cell::new(false));
                    block_on(poll_fn(|context| {
                        if !started.replace(true) {
                            let (events, waker) = (events.clone(), context.waker().clone());
                            thread::spawn(move || {
                                for _ in 0..2 {
                                    events.fetch_add(1, Relaxed);
                                    waker.wake_by_ref();
                                }
                            });
                        }
                        match events.load(Relaxed) {
                            2 => Poll::Ready(()),
                            _ => Poll::Pending,
                        }
                    }));
                });
            }
        }
    };
}

block_on!(block_on);
block_on!(
    #[should_panic(expected = "deadlock")]
    unparks_before_flag
);
// Wrong by its memory order alone.
block_on!(
    #[cfg_attr(not(feature = "shuttle"), should_panic(expected = "deadlock"))]
    clears_after_look
);
