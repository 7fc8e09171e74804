//! The small runtime's own `executor.rs`: a task that other threads wake, and a loop that parks. Its wrong twins, which
//! `build.rs` makes of the same file, must lose a wake: then the loop is parked for ever, which loom reports.

/// The checks of one executor: `$source` is its text, and `$fails` says which of them must find a deadlock.
macro_rules! checks {
    ($name:ident, $source:item, $($check:ident($threads:expr, $wakes:expr) $(#[$fails:meta])?),*) => {
        mod $name {
            #[allow(dead_code, unreachable_pub, unused_mut, missing_debug_implementations)]
            $source

            use executor::Executor;
            use loom::sync::{Notify, atomic::{AtomicUsize, Ordering::Relaxed}};
            use loom::thread;
            use std::{cell::RefCell, future::poll_fn, rc::Rc, sync::Arc, task::{Poll, Waker}};

            /// So many threads wake one task, each so often, each time after an event. The task must see all events.
            fn check(threads: usize, wakes: usize) {
                let mut builder = loom::model::Builder::new();
                builder.preemption_bound = Some(3);
                builder.check(move || {
                    // loom's `park` loses the token when the thread waits for a lock.
                    let parker = Arc::new(Notify::new());
                    let notify = parker.clone();
                    let executor = Executor::new(move || notify.notify());
                    let events = Arc::new(AtomicUsize::new(0));
                    let waker = Rc::new(RefCell::new(None::<Waker>));
                    let (seen, left) = (events.clone(), waker.clone());
                    executor.spawn(poll_fn(move |context| {
                        *left.borrow_mut() = Some(context.waker().clone());
                        // Relaxed: the task must see the events because of the wakes alone.
                        match seen.load(Relaxed) == threads * wakes {
                            true => Poll::Ready(()),
                            false => Poll::Pending,
                        }
                    }));
                    executor.run_ready();
                    let spawn = |_| {
                        let (waker, events) = (waker.borrow().clone().unwrap(), events.clone());
                        thread::spawn(move || {
                            for _ in 0..wakes {
                                events.fetch_add(1, Relaxed);
                                waker.wake_by_ref();
                            }
                        })
                    };
                    let threads: Vec<_> = (0..threads).map(spawn).collect();
                    while !executor.is_empty() {
                        if executor.begin_park() {
                            parker.wait();
                        }
                        executor.end_park();
                        executor.run_ready();
                    }
                    for thread in threads {
                        thread.join().unwrap();
                    }
                });
            }

            $(
                #[test]
                $(#[$fails])?
                fn $check() {
                    check($threads, $wakes);
                }
            )*
        }
    };
}

macro_rules! twin {
    ($name:ident, $file:literal, $check:ident($threads:expr, $wakes:expr)) => {
        checks! {
            $name,
            mod executor { include!(concat!(env!("OUT_DIR"), "/", $file)); },
            $check($threads, $wakes) #[should_panic(expected = "deadlock")]
        }
    };
}

checks! {
    right,
    use crate::executor;,
    one_wake(1, 1), two_wakes(1, 2), two_threads(2, 1)
}
twin!(never_looks, "never_looks.rs", one_wake(1, 1));
twin!(looks_then_says, "looks_then_says.rs", one_wake(1, 1));
twin!(unparks_first, "unparks_first.rs", one_wake(1, 1));
twin!(clears_late, "clears_late.rs", two_wakes(1, 2));
twin!(clears_by_store, "clears_by_store.rs", two_wakes(1, 2));

/// A thread that makes two events, each followed by a wake, and `block_on` of a future that must see both.
macro_rules! block_on_check {
    ($name:ident, $source:item $(, #[$fails:meta])?) => {
        mod $name {
            #[allow(dead_code, unreachable_pub)]
            $source

            use block_on::block_on;
            use loom::{sync::atomic::{AtomicUsize, Ordering::Relaxed}, thread};
            use std::{cell::Cell, future::poll_fn, sync::Arc, task::Poll};

            #[test]
            $(#[$fails])?
            fn two_wakes() {
                loom::model(|| {
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

block_on_check!(one_future, use crate::block_on;);
block_on_check!(
    one_future_unparks_before_the_flag,
    mod block_on { include!(concat!(env!("OUT_DIR"), "/unparks_before_the_flag.rs")); },
    #[should_panic(expected = "deadlock")]
);
