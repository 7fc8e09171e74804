//! Join handles of other threads never wait for what cannot come: the end of the runtime is the end of its tasks.

#[path = "support/noted.rs"]
mod noted;

use noted::{Log, Noted, names};
use stage06_full::{Handle, Runtime, SendJoinHandle, block_on};
use std::{
    future::pending,
    sync::{Arc, Barrier, mpsc},
    thread,
    time::Duration,
};
use testkit::within;

const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn what_is_spawned_when_the_runtime_is_gone_is_dropped_and_cancelled() {
    within(LIMIT, "the cancellation", || {
        let handle = Runtime::new().handle();
        let log = Log::default();
        let noted = Noted("future", log.clone());
        let task = handle.spawn(async move { drop(noted) });
        assert_eq!(names(&log), ["future"]);
        assert!(task.is_finished());
        assert!(block_on(task).unwrap_err().is_cancelled());
        let job = handle.spawn_blocking(|| unreachable!("begun"));
        assert!(block_on(job).unwrap_err().is_cancelled());
    });
}

#[test]
fn a_runtime_that_is_dropped_drops_its_tasks_and_what_lies_in_the_mailbox_oldest_first() {
    within(LIMIT, "the drops", || {
        let here = thread::current().id();
        let log = Log::default();
        let noted = |name| Noted(name, log.clone());
        let runtime = Runtime::new();
        let waiting = |noted: Noted| async move {
            let _noted = noted;
            pending::<()>().await
        };
        let first = runtime.handle().spawn(waiting(noted("first")));
        runtime.run_until_stalled();
        let _second = runtime.spawn(waiting(noted("second")));
        let bomb = noted("third");
        let third = runtime.handle().spawn(async move {
            struct Bomb {
                _noted: Noted,
            }
            impl Drop for Bomb {
                fn drop(&mut self) {
                    panic!("as it is dropped");
                }
            }
            let _bomb = Bomb { _noted: bomb };
            pending::<()>().await
        });
        let fourth = runtime.handle().spawn(waiting(noted("fourth")));
        drop(runtime);
        let all = ["first", "second", "third", "fourth"];
        assert_eq!(names(&log), all);
        assert!(
            log.lock()
                .unwrap()
                .iter()
                .all(|(_, thread)| *thread == here)
        );
        for task in [first, third, fourth] {
            assert!(block_on(task).is_err());
        }
    });
}

#[test]
fn what_a_drop_spawns_by_a_handle_while_the_runtime_is_dropped_is_cancelled() {
    struct Respawns(Handle, mpsc::Sender<SendJoinHandle<()>>);
    impl Drop for Respawns {
        fn drop(&mut self) {
            let task = self.0.spawn(async { unreachable!("polled") });
            self.1.send(task).unwrap();
        }
    }
    within(LIMIT, "the cancellation", || {
        let runtime = Runtime::new();
        let (send, receive) = mpsc::channel();
        let respawns = Respawns(runtime.handle(), send);
        drop(runtime.spawn(async move {
            let _respawns = respawns;
            pending::<()>().await
        }));
        drop(runtime);
        let task = receive.recv().unwrap();
        assert!(block_on(task).unwrap_err().is_cancelled());
    });
}

#[test]
fn a_runtime_that_is_dropped_while_others_spawn_leaves_nobody_waiting() {
    within(LIMIT, "the outcomes", || {
        for _ in 0..100 {
            let runtime = Runtime::new();
            let both = Arc::new(Barrier::new(2));
            let (handle, start) = (runtime.handle(), both.clone());
            let other = thread::spawn(move || {
                start.wait();
                let tasks: Vec<_> = (0..20).map(|_| handle.spawn(pending::<()>())).collect();
                for task in tasks {
                    assert!(block_on(task).unwrap_err().is_cancelled());
                }
            });
            both.wait();
            runtime.run_until_stalled();
            drop(runtime);
            other.join().unwrap();
        }
    });
}

#[test]
fn a_future_that_comes_too_late_and_panics_in_its_drop_is_cancelled() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("as it is dropped");
        }
    }
    within(LIMIT, "the cancellations", || {
        let handle = Runtime::new().handle();
        let bomb = Bomb;
        let task = handle.spawn(async move {
            let _bomb = bomb;
        });
        assert!(block_on(task).unwrap_err().is_cancelled());
        let bomb = Bomb;
        let job = handle.spawn_blocking(move || drop(bomb));
        assert!(block_on(job).unwrap_err().is_cancelled());
    });
}
