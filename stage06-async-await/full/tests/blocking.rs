//! Blocking jobs have threads of their own: the loop goes on, and the threads are few.

#[path = "../examples/blocking.rs"]
#[expect(dead_code, reason = "what its main prints is compared by the book")]
mod frozen;

use futures::future::{Either, join_all, select};
use stage06_full::{Runtime, now, sleep, spawn_blocking, yield_now};
use std::{
    collections::HashSet,
    pin::pin,
    sync::{
        Arc, Barrier, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};
use testkit::within;

const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn the_loop_goes_on_while_a_job_blocks() {
    within(LIMIT, "the job", || {
        Runtime::new().block_on(async {
            let (release, released) = mpsc::channel();
            let job = spawn_blocking(move || released.recv());
            for _ in 0..3 {
                sleep(Duration::from_millis(1)).await;
            }
            release.send(42).unwrap();
            assert_eq!(job.await.unwrap(), Ok(42));
        });
    });
}

#[test]
fn as_many_run_at_once_as_allowed_and_the_others_wait() {
    within(LIMIT, "the jobs", || {
        let runtime = Runtime::builder().max_blocking_threads(2).build();
        let (running, both) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(2)));
        let most = Arc::new(AtomicUsize::new(0));
        runtime.block_on(async {
            let job = |_| {
                let (running, most, both) = (running.clone(), most.clone(), both.clone());
                spawn_blocking(move || {
                    let now = running.fetch_add(1, SeqCst) + 1;
                    most.fetch_max(now, SeqCst);
                    both.wait(); // two at least
                    running.fetch_sub(1, SeqCst);
                })
            };
            for outcome in join_all((0..20).map(job)).await {
                outcome.unwrap();
            }
        });
        assert_eq!(most.load(SeqCst), 2);
    });
}

#[test]
fn threads_are_used_again_and_the_jobs_of_one_come_in_order() {
    within(LIMIT, "the jobs", || {
        let runtime = Runtime::builder().max_blocking_threads(1).build();
        let order = Arc::new(Mutex::new(Vec::new()));
        let threads: HashSet<_> = runtime
            .block_on(join_all((0..50).map(|n| {
                let order = order.clone();
                runtime.handle().spawn_blocking(move || {
                    order.lock().unwrap().push(n);
                    thread::current().id()
                })
            })))
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(threads.len(), 1);
        assert!(order.lock().unwrap().iter().copied().eq(0..50));
    });
}

#[test]
fn a_panic_is_the_outcome_and_costs_no_thread() {
    within(LIMIT, "the jobs", || {
        let runtime = Runtime::builder().max_blocking_threads(1).build();
        runtime.block_on(async {
            for _ in 0..3 {
                let job = spawn_blocking(|| panic!("in the job"));
                let outcome: Result<(), _> = job.await;
                let panic = outcome.unwrap_err().into_panic();
                assert_eq!(panic.downcast_ref(), Some(&"in the job"));
            }
            assert_eq!(spawn_blocking(|| 42).await.unwrap(), 42);
        });
    });
}

#[test]
fn abort_cancels_what_has_not_begun_at_once_and_nothing_else() {
    within(LIMIT, "the jobs", || {
        let runtime = Runtime::builder().max_blocking_threads(1).build();
        runtime.block_on(async {
            let (begun, has_begun) = futures::channel::oneshot::channel();
            let (release, released) = mpsc::channel();
            let running = spawn_blocking(move || {
                begun.send(()).unwrap();
                released.recv()
            });
            has_begun.await.unwrap();
            let held = Arc::new(());
            let inside = held.clone();
            let queued = spawn_blocking(move || {
                let _inside = inside;
                unreachable!("begun")
            });
            queued.abort();
            assert_eq!(Arc::strong_count(&held), 1, "what it held is dropped");
            assert!(queued.is_finished());
            let outcome: Result<(), _> = queued.await;
            assert!(outcome.unwrap_err().is_cancelled());
            running.abort();
            assert!(!running.is_finished());
            release.send(42).unwrap();
            assert_eq!(running.await.unwrap(), Ok(42));
        });
    });
}

#[test]
fn virtual_time_stands_still_while_a_job_is_under_way() {
    within(LIMIT, "the job", || {
        Runtime::with_virtual_time().block_on(async {
            let begin = now();
            let job = spawn_blocking(|| thread::sleep(Duration::from_millis(30)));
            match select(job, pin!(sleep(Duration::from_secs(3600)))).await {
                Either::Left((job, _)) => job.unwrap(),
                Either::Right(_) => panic!("time passed"),
            }
            assert_eq!(now(), begin);
            sleep(Duration::from_secs(3600)).await;
            assert_eq!(now() - begin, Duration::from_secs(3600));
        });
    });
}

#[test]
fn virtual_time_goes_on_when_a_job_has_ended_that_nobody_awaits() {
    within(LIMIT, "the sleep", || {
        Runtime::with_virtual_time().block_on(async {
            let done = Arc::new(AtomicBool::new(false));
            let say = done.clone();
            drop(spawn_blocking(move || {
                thread::sleep(Duration::from_millis(30));
                say.store(true, SeqCst);
            }));
            sleep(Duration::from_secs(3600)).await;
            assert!(done.load(SeqCst));
        });
    });
}

#[test]
fn in_virtual_time_what_is_due_already_does_not_wait_for_a_job() {
    within(LIMIT, "the sleep", || {
        Runtime::with_virtual_time().block_on(async {
            let (release, released) = mpsc::channel();
            let job = spawn_blocking(move || released.recv());
            sleep(Duration::ZERO).await;
            yield_now().await;
            release.send(()).unwrap();
            job.await.unwrap().unwrap();
        });
    });
}

#[test]
fn a_result_that_panics_when_it_is_dropped_costs_no_thread() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("in the drop");
        }
    }
    within(LIMIT, "the jobs", || {
        let runtime = Runtime::builder().max_blocking_threads(1).build();
        drop(runtime.handle().spawn_blocking(|| Bomb));
        let job = runtime.handle().spawn_blocking(|| 42);
        assert_eq!(runtime.block_on(job).unwrap(), 42);
        let (begun, has_begun) = mpsc::channel();
        let job = runtime.handle().spawn_blocking(move || {
            begun.send(()).unwrap();
            Bomb
        });
        has_begun.recv().unwrap();
        drop(runtime); // waits for it
        drop(job);
    });
}

#[test]
#[should_panic(expected = "at least one thread")]
fn no_thread_at_all_is_refused() {
    let _ = Runtime::builder().max_blocking_threads(0);
}

#[test]
fn a_task_that_blocks_freezes_the_loop_and_a_job_does_not() {
    within(LIMIT, "the clocks", || {
        Runtime::new().block_on(async {
            assert_eq!(frozen::ticks_during(async { frozen::work() }).await, 0);
            let job = async { spawn_blocking(frozen::work).await.unwrap() };
            assert!(frozen::ticks_during(job).await > 0);
        });
    });
}
