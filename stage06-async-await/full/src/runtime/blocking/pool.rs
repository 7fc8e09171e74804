//! Threads for what blocks: while one waits in there, the loop goes on.

use crate::{
    runtime::{
        context,
        task::{
            join::JoinError,
            send_join::{Cancel, Report, SendJoinHandle},
            waker::{Message, Shared},
        },
    },
    util::{
        lock::lock,
        panic::{catch_panic, emit},
    },
};
use std::{
    collections::BTreeMap,
    io, mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread,
    time::Duration,
};

/// Runs a function on a thread of its own, so that it may block: read a file, resolve a name, compute for long.
///
/// The runtime has some threads for this, and uses them again. When all are busy the job waits in a queue. Aborting
/// cancels only a job that has not begun: nobody can stop a thread in the middle. Dropping the runtime waits for
/// those that have begun, up to [a limit](crate::Builder::shutdown_timeout).
///
/// ```
/// use stage06_full::{Runtime, spawn_blocking};
///
/// let text = Runtime::new().block_on(async {
///     let reading = spawn_blocking(|| std::fs::read_to_string("Cargo.toml"));
///     reading.await.expect("it does not panic")
/// })?;
/// assert!(text.contains("[package]"));
/// # std::io::Result::Ok(())
/// ```
///
/// # Panics
///
/// Outside of a runtime. [`Handle::spawn_blocking`](crate::Handle::spawn_blocking) works everywhere.
pub fn spawn_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> SendJoinHandle<T> {
    context::core().pool.spawn(work)
}

type Job = Box<dyn FnOnce() + Send>;

/// A job's place in the queue.
pub(crate) struct Ticket {
    pool: Arc<Pool>,
    number: u64,
}

/// Some threads, and the jobs that wait for one. A thread that has had nothing to do for a while ends.
pub(crate) struct Pool {
    state: Mutex<State>,
    /// There is a job for an idle thread, or the pool is closed.
    called: Condvar,
    /// A thread has ended.
    ended: Condvar,
    max_threads: usize,
    /// In virtual time: the loop to wake when a thread becomes idle, because time may pass again.
    watcher: Option<Arc<Shared>>,
}

#[derive(Default)]
struct State {
    /// The jobs that have not begun, by the order in which they came.
    queue: BTreeMap<u64, Job>,
    /// How many jobs ever came: the next one's number.
    came: u64,
    threads: usize,
    /// How many of the threads wait for a job.
    idle: usize,
    closed: bool,
}

/// How long a thread waits for another job before it ends.
const IDLE: Duration = Duration::from_millis(if cfg!(test) { 20 } else { 10_000 });

impl Pool {
    pub(crate) fn new(max_threads: usize, watcher: Option<Arc<Shared>>) -> Self {
        Pool {
            state: Mutex::default(),
            called: Condvar::new(),
            ended: Condvar::new(),
            max_threads,
            watcher,
        }
    }

    // ANCHOR: spawn
    pub(crate) fn spawn<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> SendJoinHandle<T> {
        let (report, reported) = Report::new();
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(work));
            report.send(result.map_err(JoinError::panicked));
        };
        let ticket = Ticket {
            number: self.enqueue(Box::new(run)),
            pool: self.clone(),
        };
        SendJoinHandle::new(reported, Cancel::Job(ticket))
    }
    // ANCHOR_END: spawn

    /// Leaves a job to an idle thread, or to a new one, or to the first that has time.
    fn enqueue(self: &Arc<Self>, job: Job) -> u64 {
        let mut state = self.lock();
        let number = state.came;
        state.came += 1;
        if state.closed {
            drop(state);
            catch_panic(|| drop(job));
            return number;
        }
        state.queue.insert(number, job);
        if state.queue.len() <= state.idle {
            self.called.notify_one();
        } else if state.threads < self.max_threads {
            self.add_thread(state);
        }
        number
    }

    fn add_thread(self: &Arc<Self>, mut state: MutexGuard<'_, State>) {
        state.threads += 1;
        let pool = self.clone();
        let name = "stage06-blocking".to_owned();
        let thread = thread::Builder::new().name(name).spawn(move || pool.work());
        if let Err(error) = thread {
            self.lost_thread(state, &error);
        }
    }

    /// The system gives no thread. If there is another, the job waits for it; otherwise nobody would ever come for
    /// it.
    fn lost_thread(&self, mut state: MutexGuard<'_, State>, error: &io::Error) {
        state.threads -= 1;
        let lost = match state.threads {
            0 => mem::take(&mut state.queue),
            _ => BTreeMap::new(),
        };
        drop(state);
        emit!(ERROR, %error, cancelled = lost.len(), "no thread for a blocking job");
        drop_all(lost);
    }

    /// What each thread does.
    fn work(&self) {
        while let Some(job) = self.next() {
            job();
        }
    }

    /// The next job, or `None` when this thread is to end.
    // ANCHOR: next
    fn next(&self) -> Option<Job> {
        let mut state = self.lock();
        if state.queue.is_empty() {
            state.idle += 1;
            self.say_idle();
            let nothing = |state: &mut State| state.queue.is_empty() && !state.closed;
            let waited = self.called.wait_timeout_while(state, IDLE, nothing);
            state = waited.unwrap_or_else(|poisoned| poisoned.into_inner()).0;
            state.idle -= 1;
        }
        let job = state.queue.pop_first();
        if job.is_none() {
            state.threads -= 1;
            self.ended.notify_all();
        }
        job.map(|(_, job)| job)
    }
    // ANCHOR_END: next

    fn say_idle(&self) {
        if let Some(shared) = &self.watcher {
            shared.send(Message::Run(Box::new(|_| {})));
        }
    }

    /// Whether a job is under way, or waits to be.
    pub(crate) fn is_busy(&self) -> bool {
        let state = self.lock();
        !state.queue.is_empty() || state.threads > state.idle
    }

    /// Cancels what has not begun, and waits for what has, but not for longer than this.
    pub(crate) fn close(&self, limit: Duration) {
        let mut state = self.lock();
        state.closed = true;
        let jobs = mem::take(&mut state.queue);
        drop(state);
        drop_all(jobs);
        self.called.notify_all();
        let running = |state: &mut State| state.threads > 0;
        let waited = self.ended.wait_timeout_while(self.lock(), limit, running);
        let state = waited.unwrap_or_else(|poisoned| poisoned.into_inner()).0;
        let jobs = state.threads - state.idle;
        drop(state);
        if jobs > 0 {
            emit!(WARN, jobs, waited = ?limit, "blocking jobs outlive their runtime");
        }
    }

    /// How many jobs have not begun.
    #[cfg(test)]
    pub(crate) fn queued(&self) -> usize {
        self.lock().queue.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Ticket {
    /// Drops the job unless it has begun: its handle then says that it was cancelled.
    pub(crate) fn cancel(&self) {
        let job = self.pool.lock().queue.remove(&self.number);
        catch_panic(|| drop(job));
    }
}

fn drop_all(jobs: BTreeMap<u64, Job>) {
    jobs.into_values()
        .for_each(|job| _ = catch_panic(|| drop(job)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::within;

    #[test]
    fn a_thread_that_has_been_idle_for_a_while_ends_and_the_next_job_has_a_new_one() {
        within(Duration::from_secs(20), "the threads' end", || {
            let pool = Arc::new(Pool::new(4, None));
            for round in 0..3 {
                let jobs: Vec<_> = (0..8).map(|n| pool.spawn(move || n + round)).collect();
                for (n, job) in jobs.into_iter().enumerate() {
                    assert_eq!(crate::block_on::block_on(job).expect("no panic"), n + round);
                }
                let alive = |state: &mut State| state.threads > 0;
                let ended = pool.ended.wait_while(pool.lock(), alive);
                assert_eq!(ended.expect("no panic").idle, 0);
            }
        });
    }
    #[test]
    fn a_job_that_is_aborted_leaves_the_queue() {
        within(Duration::from_secs(20), "the last job", || {
            let pool = Arc::new(Pool::new(1, None));
            let (end, ends) = std::sync::mpsc::channel::<()>();
            let running = pool.spawn(move || ends.recv().is_err());
            while pool.queued() > 0 {
                thread::yield_now();
            }
            let waiting: Vec<_> = (0..6).map(|_| pool.spawn(|| unreachable!())).collect();
            let last = pool.spawn(|| 7);
            assert_eq!(pool.queued(), 7);
            for job in waiting {
                job.abort();
                job.abort();
                let outcome: Result<(), _> = crate::block_on::block_on(job);
                assert!(outcome.expect_err("never begun").is_cancelled());
            }
            assert_eq!(pool.queued(), 1);
            drop(end);
            assert!(crate::block_on::block_on(running).expect("no panic"));
            assert_eq!(crate::block_on::block_on(last).expect("no panic"), 7);
        });
    }
}
