//! The loop: the one place that waits.

use crate::{
    Asks, Handle, Real, TaskId, World, catch_panic, handle::prepare, task::Task, timers::Timers,
    watched::Watched,
};
use stage01::Result;
use std::{
    collections::{BTreeMap, VecDeque},
    io, iter,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tracing::trace;

/// Runs tasks, and waits for all of them in one place.
///
/// A task never holds the loop. It yields a [`Request`](crate::Request), and the loop resumes it when the request is granted.
///
/// ```
/// use stage01::{Result, co};
/// use stage04::{EventLoop, join, read, spawn};
/// use std::{io::Write, net::{TcpListener, TcpStream}, rc::Rc};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let mut client = TcpStream::connect(listener.local_addr()?)?;
/// let server = Rc::new(listener.accept()?.0);
/// server.set_nonblocking(true)?;
///
/// let heard = EventLoop::new()?.run_until_complete(co(async move |y| {
///     let reading = y.yield_from(spawn(read(&server, 100))).await?;
///     client.write_all(b"hello")?;
///     y.yield_from(join(&reading)).await
/// }))?;
/// assert_eq!(heard, b"hello");
/// # Result::<()>::Ok(())
/// ```
///
/// Sources: the document's `MyLoop`; curio's `curio/kernel.py`.
#[derive(Debug)]
// ANCHOR: EventLoop
pub struct EventLoop<W = Real> {
    /// Time and sockets.
    pub(crate) world: W,
    /// Every task that has not ended, in the order in which they were started.
    pub(crate) tasks: BTreeMap<TaskId, Task>,
    /// The tasks that wait for their next step, in this order.
    pub(crate) ready: VecDeque<TaskId>,
    /// The tasks that wait for a source.
    pub(crate) watched: Watched,
    /// The tasks that wait for a time.
    pub(crate) timers: Timers,
    /// The tasks whose wait has just ended, on their way to `ready`.
    pub(crate) woken: VecDeque<TaskId>,
    /// The id of the next task. The number only grows.
    pub(crate) next: TaskId,
}
// ANCHOR_END: EventLoop

impl EventLoop {
    /// A loop in the real world.
    ///
    /// # Errors
    ///
    /// As [`Real::new`].
    pub fn new() -> io::Result<Self> {
        Ok(EventLoop::with(Real::new()?))
    }
}

impl<W: World> EventLoop<W> {
    /// A loop in this world.
    pub fn with(world: W) -> Self {
        EventLoop {
            world,
            tasks: BTreeMap::new(),
            ready: VecDeque::new(),
            watched: Watched::default(),
            timers: Timers::default(),
            woken: VecDeque::new(),
            next: TaskId {
                of_loop: next_loop(),
                number: 0,
            },
        }
    }

    /// The world it runs in.
    pub fn world(&self) -> &W {
        &self.world
    }

    /// How many tasks have not ended.
    pub fn tasks(&self) -> usize {
        self.tasks.len()
    }

    /// Runs a main task, and all others with it, until the main task has ended. The others stay where they are.
    ///
    /// # Errors
    ///
    /// What the main task raised; or an error of the loop itself, as [`run_once`](Self::run_once).
    pub fn run_until_complete<T: 'static>(&mut self, main: impl Asks<T> + 'static) -> Result<T> {
        let main = self.spawn_named("main", main);
        while !main.done() {
            self.run_once()?;
        }
        main.take().expect("it is done")
    }

    /// Runs all tasks until none is left.
    ///
    /// # Errors
    ///
    /// As [`run_once`](Self::run_once). A task that fails does not end the loop. Its handle has the error.
    pub fn run(&mut self) -> Result {
        while !self.tasks.is_empty() {
            self.run_once()?;
        }
        Ok(())
    }

    /// Starts a task from outside. It takes its first step in the next turn.
    pub fn spawn<T: 'static>(&mut self, routine: impl Asks<T> + 'static) -> Handle<T> {
        self.spawn_named("", routine)
    }

    fn spawn_named<T: 'static>(
        &mut self,
        name: &str,
        routine: impl Asks<T> + 'static,
    ) -> Handle<T> {
        let (new, unnamed) = prepare(name, routine);
        self.start(new);
        unnamed.handle()
    }

    /// One turn: waits until a task is ready, unless one is already; then each ready task takes a step. A task that becomes ready
    /// meanwhile takes its step in the next turn, after another `select`.
    ///
    /// # Errors
    ///
    /// [`Deadlock`](crate::Deadlock) if no task can go on, and nothing will come from outside; an [`io::Error`] if the world cannot wait.
    ///
    /// # Panics
    ///
    /// Never because of a task: a panic of a task is that task's error. When an observer of the loop's events or the [`World`] panics. No
    /// task loses its place then, and the loop may be run again. Only the task whose step it was may lose its request:
    /// [`Unanswered`](crate::Unanswered) is thrown into it.
    // ANCHOR: run_once
    pub fn run_once(&mut self) -> Result {
        let timeout = self.timeout();
        let ready = self.world.select(timeout).map_err(|e| self.explain(e))?;
        let now = self.world.now();
        trace!(target: "event_loop", at = ?now, "turn");
        self.watched.take(ready, &mut self.world, &mut self.woken);
        self.woken
            .extend(iter::from_fn(|| self.timers.pop_due(now)));
        self.wake_all();
        for _ in 0..self.ready.len() {
            self.step_next();
        }
        Ok(())
    }
    // ANCHOR_END: run_once

    /// How long the next turn may wait: not at all if a task is ready, else until the next deadline.
    // ANCHOR: timeout
    fn timeout(&self) -> Option<Duration> {
        if !(self.ready.is_empty() && self.woken.is_empty()) || self.tasks.is_empty() {
            return Some(Duration::ZERO);
        }
        let deadline = self.timers.next()?;
        Some(deadline.saturating_sub(self.world.now()))
    }
    // ANCHOR_END: timeout
}

impl<W> Drop for EventLoop<W> {
    /// Drops the tasks that have not ended. A destructor that panics harms no other task.
    fn drop(&mut self) {
        while let Some((_, task)) = self.tasks.pop_first() {
            let _ = catch_panic(|| drop(task));
        }
    }
}

/// A number that no other loop of this process has, because the id of a task may be sent to another thread.
fn next_loop() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
