//! The loop: the one place that waits, and that answers.

use crate::{
    Asks, Handle, NewTask, Real, TaskId, Unanswered, World,
    answer::Answer::{Granted, Waits},
    catch_panic,
    handle::prepare,
    task::{Task, Wait},
    timers::Timers,
    watched::Watched,
};
use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    Result,
};
use std::{
    collections::{BTreeMap, VecDeque},
    io, iter, mem,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tracing::{debug, trace};

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
    pub(crate) world: W,
    /// Every task that has not ended, in the order in which they were started.
    pub(crate) tasks: BTreeMap<TaskId, Task>,
    /// Tasks whose wait is over, and who are not in the queue yet.
    pub(crate) over: VecDeque<TaskId>,
    /// Whose turn it is next. Each of them waits for its [`Wait::Step`].
    pub(crate) ready: VecDeque<TaskId>,
    pub(crate) timers: Timers,
    pub(crate) watched: Watched,
    /// The name of the next task; it only grows.
    next: TaskId,
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
            over: VecDeque::new(),
            ready: VecDeque::new(),
            timers: Timers::default(),
            watched: Watched::default(),
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

    /// Runs a task, and all others with it, until that one has ended. The others stay where they are.
    ///
    /// # Errors
    ///
    /// What the task raised; or an error of the loop itself, as [`run_once`](Self::run_once).
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
    /// As [`run_once`](Self::run_once). A task that fails does not end the loop: its handle knows.
    pub fn run(&mut self) -> Result {
        while !self.tasks.is_empty() {
            self.run_once()?;
        }
        Ok(())
    }

    /// Starts a task from outside. It runs for the first time in the next turn.
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

    /// One turn: waits until a task can go on, unless one can at once; then gives every such task its turn. Whoever can go on
    /// after that has to wait for the next turn, after another look at the world.
    ///
    /// # Errors
    ///
    /// [`Deadlock`](crate::Deadlock) if no task can go on, and nothing will come from outside; an [`io::Error`] if the world cannot wait.
    ///
    /// # Panics
    ///
    /// Never because of a task: a panic of one is that task's error. When an observer of the loop's events or the [`World`] panics; every
    /// task then keeps its turn, and the loop may be run again. Only the task whose step it was may lose what it asked: it is thrown
    /// [`Unanswered`].
    // ANCHOR: run_once
    pub fn run_once(&mut self) -> Result {
        let timeout = self.timeout();
        let ready = self.world.select(timeout).map_err(|e| self.explain(e))?;
        let now = self.world.now();
        trace!(target: "event_loop", at = ?now, "turn");
        self.watched.take(ready, &mut self.world, &mut self.over);
        self.over.extend(iter::from_fn(|| self.timers.pop_due(now)));
        self.wake_over();
        for _ in 0..self.ready.len() {
            self.turn();
        }
        Ok(())
    }
    // ANCHOR_END: run_once

    /// How long the next turn may wait: not at all if a task is ready, else exactly until the next deadline.
    // ANCHOR: timeout
    fn timeout(&self) -> Option<Duration> {
        if !(self.ready.is_empty() && self.over.is_empty()) || self.tasks.is_empty() {
            return Some(Duration::ZERO);
        }
        let deadline = self.timers.next()?;
        Some(deadline.saturating_sub(self.world.now()))
    }
    // ANCHOR_END: timeout

    /// The turn of the task at the head of the queue. A panic that ends it is none of the task's own, so the task has another turn.
    fn turn(&mut self) {
        let Some(id) = self.ready.pop_front() else {
            return;
        };
        let Err(panic) = catch_unwind(AssertUnwindSafe(|| self.step(id))) else {
            return;
        };
        if let Some(task) = self.tasks.get_mut(&id)
            && matches!(task.wait, Wait::Step)
            && !self.ready.contains(&id)
        {
            task.answer.get_or_insert_with(|| Err(Unanswered.into()));
            self.ready.push_back(id);
        }
        resume_unwind(panic)
    }

    /// A task's step: resumes it, and answers what it asks, until it has to wait or ends. A request that is refused or
    /// fails is an error, which is thrown into the task.
    // ANCHOR: step
    fn step(&mut self, id: TaskId) {
        while let Some(task) = self.tasks.get_mut(&id) {
            let thrown = matches!(task.answer, Some(Err(_)));
            trace!(target: "event_loop", task = id.number, thrown, "step");
            let answer = task.answer.take().unwrap_or(Ok(()));
            let request = match task.routine.resume(answer) {
                Yielded(request) => request,
                Complete(result) => return self.complete(id, result),
            };
            trace!(target: "event_loop", task = id.number, ?request, "request");
            let answer = self.answer(id, request);
            let Some(task) = self.tasks.get_mut(&id) else {
                return;
            };
            match answer {
                Ok(Granted) => task.answer = Some(Ok(())),
                Ok(Waits(wait)) => return task.wait = wait,
                Err(refused) => task.answer = Some(Err(refused)),
            }
        }
    }
    // ANCHOR_END: step

    // ANCHOR: wake
    /// Ends a task's wait: its turn comes, and it will be resumed with `answer`. Gives what it waited for, unless it has ended.
    pub(crate) fn wake(&mut self, id: TaskId, answer: Result) -> Option<Wait> {
        let task = self.tasks.get_mut(&id)?;
        task.answer = Some(answer);
        let waited = mem::replace(&mut task.wait, Wait::Step);
        if !matches!(waited, Wait::Step) {
            self.ready.push_back(id);
        }
        Some(waited)
    }
    // ANCHOR_END: wake

    /// Wakes the tasks whose wait is over.
    fn wake_over(&mut self) {
        while let Some(id) = self.over.pop_front() {
            if let Some(waited) = self.wake(id, Ok(())) {
                trace!(target: "event_loop", task = id.number, %waited, "wake");
            }
        }
    }

    /// Gives a task its name and its first turn.
    pub(crate) fn start(&mut self, new: NewTask) {
        let id = self.next;
        self.next.number += 1;
        new.id.set(Some(id));
        let task = self.tasks.entry(id).or_insert_with(|| new.into());
        self.ready.push_back(id);
        debug!(target: "event_loop", task = id.number, name = task.name, "spawn");
    }

    // ANCHOR: complete
    /// Forgets a task that has ended, and wakes whoever waited for that.
    fn complete(&mut self, id: TaskId, result: Result) {
        let (ended, ok) = (self.tasks.remove(&id), result.is_ok());
        let joiners = ended.iter().flat_map(|task| &task.joiners);
        self.over.extend(joiners);
        let _ = catch_panic(|| drop((ended, result))); // what it returned, if it has no handle
        debug!(target: "event_loop", task = id.number, ok, "complete");
        self.wake_over();
    }
    // ANCHOR_END: complete
}

impl<W> Drop for EventLoop<W> {
    /// Drops the tasks that have not ended. A destructor that panics harms no other task.
    fn drop(&mut self) {
        while let Some((_, task)) = self.tasks.pop_first() {
            let _ = catch_panic(|| drop(task));
        }
    }
}

/// A number that no other loop of this process has. A task's name may be sent to another thread.
fn next_loop() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
