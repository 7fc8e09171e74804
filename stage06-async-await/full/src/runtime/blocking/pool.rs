//! Threads for code that blocks: while one of them waits, the loop goes on.

use crate::sync::{Condvar, Mutex, MutexGuard, thread};
use crate::util::lock::lock;
use crate::util::panic::{catch_panic, emit};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use std::{io, mem};

type Job = Box<dyn FnOnce() + Send>;

/// Some threads, and the jobs that wait for one. A thread that is idle for a while ends.
pub(crate) struct Pool {
    state: Mutex<State>,
    /// There is a job for an idle thread, or the pool is closed.
    called: Condvar,
    /// A thread has ended.
    ended: Condvar,
    max_threads: usize,
    /// Called when a thread becomes idle; the lock is held.
    on_idle: Box<dyn Fn() + Send + Sync>,
}

#[derive(Default)]
struct State {
    /// The jobs that have not begun, by their numbers.
    queue: BTreeMap<u64, Job>,
    /// The last number of a job.
    numbers: u64,
    threads: usize,
    /// How many of the threads wait for a job.
    idle: usize,
    closed: bool,
}

/// How long a thread waits for another job before it ends.
const IDLE: Duration = Duration::from_millis(if cfg!(test) { 20 } else { 10_000 });

impl Pool {
    pub(crate) fn new(max_threads: usize, on_idle: impl Fn() + Send + Sync + 'static) -> Self {
        Pool {
            state: Mutex::default(),
            called: Condvar::new(),
            ended: Condvar::new(),
            max_threads,
            on_idle: Box::new(on_idle),
        }
    }

    /// The number of the next job.
    pub(crate) fn next_number(&self) -> u64 {
        let mut state = self.lock();
        state.numbers += 1;
        state.numbers
    }

    /// Leaves a job to an idle thread, or to a new one, or to the first that has time.
    pub(crate) fn enqueue(self: &Arc<Self>, number: u64, job: Job) {
        let mut state = self.lock();
        if state.closed {
            drop(state);
            catch_panic(|| drop(job));
            return;
        }
        state.queue.insert(number, job);
        if state.queue.len() <= state.idle {
            self.called.notify_one();
        } else if state.threads < self.max_threads {
            self.add_thread(state);
        }
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

    /// The system gives no thread. If there is another, the job waits for it; otherwise no thread would ever take it.
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
            (self.on_idle)();
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

    /// Drops a job unless it has begun: its handle then says that it was cancelled.
    pub(crate) fn cancel(&self, number: u64) {
        let job = self.lock().queue.remove(&number);
        catch_panic(|| drop(job));
    }

    /// True if a job is running or queued.
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

    /// Waits until no thread is left. How many of them are idle then?
    #[cfg(test)]
    pub(crate) fn idle_when_all_threads_have_ended(&self) -> usize {
        let alive = |state: &mut State| state.threads > 0;
        let ended = self.ended.wait_while(self.lock(), alive);
        ended.expect("no panic").idle
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn drop_all(jobs: BTreeMap<u64, Job>) {
    jobs.into_values()
        .for_each(|job| _ = catch_panic(|| drop(job)));
}
