//! Exercise s6e6: your runtime. The module `runtime` at the end joins the parts: that is the file to change.
//!
//! It begins with the first versions of the page: tasks run until none is ready, and then the loop sleeps. The future of
//! `block_on` is polled after each turn, with a waker that does nothing. Change `run_once` until its docs hold, and then
//! `block_on`. The tests in `a_turn` call `run_once` alone. The others need a right turn.
//! Each line before the module names the file of one part: the stage's, or, if you like, your own of an earlier exercise.
//!
//! Run the tests: `cargo test --test s6e6`. Hints: `exercises/hints.md`.
#![allow(dead_code, unused, unreachable_pub, missing_debug_implementations)]

#[path = "../src/executor.rs"] // yours: "e2_queue.rs"
mod executor;
#[path = "../src/join.rs"] // yours: "e3_join.rs"
mod join;
#[path = "../src/reactor.rs"] // yours: "e5_reactor.rs"
mod reactor;
#[path = "../src/timers.rs"] // yours: "e4_timers.rs"
mod timers;

// Given.
#[path = "../src/combine.rs"]
mod combine;
#[path = "../src/echo.rs"]
mod echo;
#[path = "../src/events.rs"]
mod events;
#[path = "../src/net.rs"]
mod net;
#[path = "../src/panic.rs"]
mod panic;
#[path = "../src/sync.rs"]
mod sync;

/// The event loop: an executor, timers and a reactor, joined by `run_once`.
mod runtime {
    use crate::executor::Executor;
    use crate::join::{JoinHandle, joinable};
    use crate::panic::catch_panic;
    use crate::reactor::Reactor;
    use crate::timers::{Sleep, Timers, sleep_until};
    use std::cell::{Cell, RefCell};
    use std::future::{Future, poll_fn};
    use std::io;
    use std::pin::pin;
    use std::rc::Rc;
    use std::task::{Context, Poll, Waker};
    use std::time::{Duration, Instant};

    /// The parts of a runtime. Tasks reach them through [`current`], and own none of them.
    pub(crate) struct Core {
        pub(crate) executor: Executor,
        pub(crate) timers: Rc<Timers>,
        pub(crate) reactor: Rc<Reactor>,
    }

    impl Core {
        /// One turn of the loop: sleep until a task can go on, wake the tasks whose wait is over, poll each woken task once. The
        /// polls come last, and what they wake is for the next turn.
        ///
        /// It does not sleep while a task is ready, and then looks at the sockets and at the deadlines all the same. It sleeps at
        /// most until the next deadline, and until another thread wakes a task. While no task can go on, it uses no processor time.
        /// A wake on the loop's own thread unparks nothing.
        pub(crate) fn run_once(&self) -> io::Result<()> {
            while !self.executor.begin_park() {
                self.executor.run_ready();
            }
            let ready = self.reactor.poll(self.until_next_deadline())?;
            self.executor.end_park();
            let expired = self.timers.expire(Instant::now()); // after the last `?`: they are out of the timers now
            ready.into_iter().chain(expired).for_each(wake);
            Ok(())
        }

        /// The longest that the loop may sleep. `None`: until it is unparked.
        fn until_next_deadline(&self) -> Option<Duration> {
            let deadline = self.timers.next_deadline()?;
            Some(deadline.saturating_duration_since(Instant::now()))
        }

        fn spawn<F: Future<Output: 'static> + 'static>(&self, future: F) -> JoinHandle<F::Output> {
            let (task, handle) = joinable(future);
            self.executor.spawn(task);
            handle
        }
    }

    /// Calls a waker. A waker may panic, and the loop still has to call the others.
    fn wake(waker: Waker) {
        let _the_hook_has_told = catch_panic(|| waker.wake());
    }

    /// Runs tasks on one thread. It owns them: dropping the runtime drops every future that has not ended.
    pub struct Runtime(pub(crate) Rc<Core>);

    impl Runtime {
        /// A runtime without tasks.
        pub fn new() -> io::Result<Self> {
            let reactor = Reactor::new()?;
            Ok(Runtime(Rc::new(Core {
                executor: Executor::new(reactor.unparker()?),
                timers: Timers::new(Instant::now()),
                reactor,
            })))
        }

        /// Runs a future to its end, and all tasks meanwhile. The future is polled at the start and whenever it was woken, in its
        /// turn with the tasks, and for no other reason. Any thread may wake it. When it has ended or panicked, nothing of this
        /// call is left, and the runtime can run another.
        ///
        /// # Panics
        ///
        /// When the future panics, inside of another `block_on`, and if the operating system cannot wait for sockets.
        pub fn block_on<F: Future>(&self, future: F) -> F::Output {
            if current().is_some() {
                panic!("block_on inside of a runtime: spawn the future, or await it");
            }
            let _entered = enter(&self.0);
            let mut future = pin!(future); // it may borrow from the caller, so it cannot be a task
            let mut context = Context::from_waker(Waker::noop());
            loop {
                if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                    return output;
                }
                self.0.run_once().expect("the selector can wait");
            }
        }

        /// Makes a task of a future. It runs whenever `block_on` does.
        pub fn spawn<F: Future<Output: 'static> + 'static>(
            &self,
            future: F,
        ) -> JoinHandle<F::Output> {
            self.0.spawn(future)
        }
    }

    thread_local! {
        /// The runtime that runs on this thread. A task cannot own the runtime that owns it: it asks here.
        static CURRENT: RefCell<Option<Rc<Core>>> = const { RefCell::new(None) };
    }

    /// Makes a runtime current while this lives. The destructor restores the one before, also while a panic unwinds.
    struct EnterGuard(Option<Rc<Core>>);

    fn enter(core: &Rc<Core>) -> EnterGuard {
        let outer = CURRENT.try_with(|current| current.replace(Some(core.clone())));
        EnterGuard(outer.ok().flatten()) // a runtime may be dropped when its thread ends, and this has gone
    }

    impl Drop for EnterGuard {
        fn drop(&mut self) {
            let _inner = CURRENT.try_with(|current| current.replace(self.0.take()));
        }
    }

    pub(crate) fn current() -> Option<Rc<Core>> {
        CURRENT.try_with(|current| current.borrow().clone()).ok()?
    }

    fn expect_current() -> Rc<Core> {
        current().expect("no runtime runs on this thread: call this inside of Runtime::block_on")
    }

    /// The reactor of the current runtime.
    ///
    /// # Panics
    ///
    /// Outside of a runtime, as do the others.
    pub fn reactor() -> Rc<Reactor> {
        expect_current().reactor.clone()
    }

    /// Makes a task of a future, on the current runtime.
    pub fn spawn<F: Future<Output: 'static> + 'static>(future: F) -> JoinHandle<F::Output> {
        expect_current().spawn(future)
    }

    /// Waits for some time. Without end, if `Instant` cannot tell so late a time.
    pub fn sleep(duration: Duration) -> Sleep {
        let now = Instant::now();
        let deadline = now.checked_add(duration).unwrap_or(now + FAR);
        sleep_until(&expect_current().timers, deadline)
    }

    /// Thirty years, which is as good as never.
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

    /// Lets every other ready task take a step.
    pub async fn yield_now() {
        let mut first = true;
        poll_fn(|context| {
            if !std::mem::take(&mut first) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await
    }
}

#[path = "tests/e6_runtime.rs"]
mod tests;
