//! The full runtime's own `pool.rs`: jobs that go from the loop to threads, and threads that end with their runtime.

/// The checks of one pool: `$fails` says that they must find a deadlock.
macro_rules! pool {
    ($name:ident: $($(#[$fails:meta])* $check:ident),*) => {
        #[allow(dead_code, unused_imports)]
        mod $name {
            #[allow(unused_variables)]
            mod pool { include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs")); }

            use crate::sync::{AtomicUsize, Ordering::Relaxed, Token, check};
            use pool::Pool;
            use std::{sync::Arc, time::Duration};

            /// A pool whose loop sleeps in here until a thread is idle.
            fn pool(threads: usize) -> (Arc<Pool>, Arc<Token>) {
                let idle = Arc::new(Token::new());
                let told = idle.clone();
                (Arc::new(Pool::new(threads, move || told.leave())), idle)
            }

            /// One job waits for the other. One thread is idle when both come, so the second needs another.
            fn two_jobs() {
                check(|| {
                    let (pool, idle) = pool(2);
                    pool.enqueue(0, Box::new(|| {}));
                    idle.take();
                    let [met, done] = [(); 2].map(|()| Arc::new(Token::new()));
                    let (meets, ends) = (met.clone(), done.clone());
                    pool.enqueue(1, Box::new(move || {
                        meets.take();
                        ends.leave();
                    }));
                    pool.enqueue(2, Box::new(move || met.leave()));
                    done.take();
                    pool.close(Duration::MAX);
                });
            }

            /// Each job is run or dropped, once, and `close` returns when no thread is left.
            fn close() {
                check(|| {
                    let (pool, _idle) = pool(1);
                    let (ran, gone) = (Arc::new(AtomicUsize::new(0)), Arc::new(()));
                    for number in 0..2 {
                        let (ran, alive) = (ran.clone(), gone.clone());
                        let job = move || _ = (ran.fetch_add(1, Relaxed), alive);
                        pool.enqueue(number, Box::new(job));
                    }
                    pool.close(Duration::MAX);
                    assert!(ran.load(Relaxed) <= 2);
                    assert_eq!(Arc::strong_count(&gone), 1, "no job is left");
                    assert!(!pool.is_busy());
                });
            }

            mod checks {
                $(
                    #[test]
                    $(#[$fails])*
                    fn $check() {
                        super::$check();
                    }
                )*
            }
        }
    };
}

pool!(pool: two_jobs, close);
pool!(any_idle_thread: #[should_panic(expected = "deadlock")] two_jobs);
pool!(closes_unseen: #[should_panic(expected = "deadlock")] close);
pool!(ends_unheard: #[should_panic(expected = "deadlock")] close);
