//! What one choice of the four files must do: a loop on this thread, and other threads that wake its tasks.

/// The checks of the four files, one of which may be broken: `$fails` says that they must fail then.
macro_rules! core {
    ($name:ident: $inject:literal $scheduled:literal $park:literal $($(#[$fails:meta])* $check:ident),*) => {
        #[allow(dead_code)]
        mod $name {
            mod inject { include!(concat!(env!("OUT_DIR"), "/", $inject, ".rs")); }
            mod scheduled { include!(concat!(env!("OUT_DIR"), "/", $scheduled, ".rs")); }
            mod waker { include!(concat!(env!("OUT_DIR"), "/waker.rs")); }
            mod park { include!(concat!(env!("OUT_DIR"), "/", $park, ".rs")); }

            use crate::sync::{AtomicUsize, Ordering::Relaxed, PollWaker, Token, check, thread};
            use crate::util::slot_map::Key;
            use futures::task::ArcWake;
            use std::sync::Arc;

            type TaskWaker = waker::TaskWaker<Shared>;

            /// As the full runtime's `Shared`, for messages of wakers only.
            struct Shared {
                inject: inject::Inject<Arc<TaskWaker>>,
                unpark: park::Unpark,
            }

            impl waker::Schedule for Shared {
                /// Only other threads wake here.
                fn schedule_local(&self, _: Key) -> bool {
                    false
                }

                /// As `Shared::send`.
                fn schedule_remote(&self, waker: Arc<TaskWaker>) {
                    match self.inject.push(waker) {
                        Ok(false) => {}
                        Ok(true) => self.unpark.unpark(),
                        Err(refused) => drop(refused),
                    }
                }
            }

            /// A loop on this thread.
            struct Loop {
                shared: Arc<Shared>,
                tasks: Vec<Task>,
                selector: Option<Arc<Token>>,
                /// Called before the loop sleeps. True if the loop then looks for messages again.
                listener: fn() -> Option<LooksAgain>,
            }

            type LooksAgain = bool;

            /// A task, as the threads that wake it see it.
            #[derive(Clone)]
            struct Task {
                waker: Arc<TaskWaker>,
                /// Relaxed: the task must see the events because of the wakes alone.
                events: Arc<AtomicUsize>,
            }

            impl Task {
                /// So many events, each followed by a wake, on a thread.
                fn wake(&self, wakes: usize) {
                    let task = self.clone();
                    thread::spawn(move || {
                        for _ in 0..wakes {
                            task.events.fetch_add(1, Relaxed);
                            ArcWake::wake_by_ref(&task.waker);
                        }
                    });
                }
            }

            impl Loop {
                fn new(tasks: u64) -> Self {
                    let (inject, unpark) = (inject::Inject::new(), park::Unpark::new());
                    let shared = Arc::new(Shared { inject, unpark });
                    let task = |key| Task {
                        waker: TaskWaker::new(shared.clone(), Key(key)),
                        events: Arc::new(AtomicUsize::new(0)),
                    };
                    let tasks = (0..tasks).map(task).collect();
                    Loop { shared, tasks, selector: None, listener: || None }
                }

                /// As `Core::driver`: from now on the loop sleeps in the selector.
                fn add_selector(&mut self) {
                    let token = Arc::new(Token::new());
                    let waker = PollWaker(token.clone());
                    assert!(self.shared.unpark.poll.set(waker).is_ok());
                    self.selector = Some(token);
                }

                /// Turns until each task has seen so many events.
                fn run(&self, events: usize) {
                    let seen = |task: &Task| task.events.load(Relaxed) >= events;
                    let mut waits: Vec<bool> = self.tasks.iter().map(|_| true).collect();
                    let mut messages = Vec::new();
                    while waits.contains(&true) {
                        if self.may_park() {
                            self.sleep();
                        }
                        self.shared.inject.end_park();
                        self.shared.inject.drain(&mut messages);
                        for waker in messages.drain(..) {
                            let task = waker.take_scheduled().0 as usize;
                            waits[task] = !seen(&self.tasks[task]);
                        }
                    }
                }

                /// As `run`, and then the loop is gone.
                fn end(self, events: usize) {
                    self.run(events);
                    self.close();
                }

                /// As `Core::close`. A message and its waker own each other.
                fn close(self) {
                    drop(self.shared.inject.close());
                }

                /// As `Core::may_park`.
                fn may_park(&self) -> bool {
                    let may = || self.shared.inject.begin_park();
                    may() && (self.listener)().is_none_or(|again| !again || may())
                }

                fn sleep(&self) {
                    match &self.selector {
                        Some(selector) => selector.take(),
                        None => park::park(None),
                    }
                }
            }

            /// So many threads wake each of these tasks, each so often.
            fn wakes(tasks: u64, threads: usize, wakes: usize) {
                check(move || {
                    let run = Loop::new(tasks);
                    let tasks = run.tasks.iter();
                    tasks.for_each(|task| (0..threads).for_each(|_| task.wake(wakes)));
                    run.end(threads * wakes);
                });
            }

            fn one_wake() {
                wakes(1, 1, 1);
            }

            fn two_wakes() {
                wakes(1, 1, 2);
            }

            fn two_threads() {
                wakes(1, 2, 1);
            }

            fn two_tasks() {
                wakes(2, 1, 1);
            }

            /// A listener parks the thread itself, and so takes the token of an `unpark`.
            fn robbed(listener: fn() -> Option<LooksAgain>) {
                check(move || {
                    let mut run = Loop::new(1);
                    run.listener = listener;
                    run.tasks[0].wake(2);
                    run.end(2);
                });
            }

            fn listener() {
                robbed(|| {
                    thread::park();
                    Some(true)
                });
            }

            fn listener_without_a_second_look() {
                robbed(|| {
                    thread::park();
                    Some(false)
                });
            }

            /// A sleep ends without a message, as when a deadline has passed.
            fn deadline() {
                check(|| {
                    let run = Loop::new(1);
                    let shared = run.shared.clone();
                    thread::spawn(move || shared.unpark.unpark());
                    run.tasks[0].wake(2);
                    run.end(2);
                });
            }

            /// The loop gets a selector while another thread may be about to unpark it.
            fn selector() {
                check(|| {
                    let mut run = Loop::new(1);
                    run.tasks[0].wake(2);
                    run.run(1);
                    run.add_selector();
                    run.tasks[0].wake(1);
                    run.end(3);
                });
            }

            /// A wake that comes while the loop ends, or after it, is dropped with its waker.
            fn late() {
                check(|| {
                    let run = Loop::new(1);
                    let Task { waker, .. } = run.tasks[0].clone();
                    let late = waker.clone();
                    let thread = thread::spawn(move || ArcWake::wake(late));
                    run.close();
                    thread.join().unwrap();
                    assert_eq!(Arc::strong_count(&waker), 1, "no message is kept");
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
