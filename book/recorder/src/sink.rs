//! Where the events of this process go.

use crate::{
    current,
    event::{Event, TaskId, What},
    trace::Header,
};
use std::{
    env,
    io::Write,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, ThreadId},
    time::{Duration, Instant},
};

/// True while something records. All that the wrappers do without a recording is to read it.
static ON: AtomicBool = AtomicBool::new(false);
static SINK: RwLock<Option<Arc<Sink>>> = RwLock::new(None);
/// The next task. Zero is the main function.
static NEXT: AtomicU64 = AtomicU64::new(1);
/// The task that stands for the main function: what the thread that called [`start`] does outside other tasks.
pub(crate) const MAIN: TaskId = 0;
/// After this time without an event it is recorded that the program still runs.
const QUIET: Duration = Duration::from_millis(200);
/// What the main function waits for between two recorded waits.
pub(crate) const UNSEEN: &str = "code that is not recorded";

/// The main function does something that is not recorded.
pub(crate) fn unseen() -> What {
    What::Pause {
        task: MAIN,
        on: Some(UNSEEN.to_owned()),
        at: None,
    }
}

/// The wrappers record nothing from now on.
pub(crate) fn off() {
    ON.store(false, Ordering::Release);
    *SINK.write().unwrap_or_else(PoisonError::into_inner) = None;
}

/// What a recording of tokio cannot see, if tokio itself tells of tasks. Without these sentences, readers say what the wrappers cannot see.
#[expect(unexpected_cfgs, reason = "it is tokio's")]
fn unseen_of(tasks: &str) -> Vec<String> {
    if tasks != "tokio" || !cfg!(tokio_unstable) {
        return Vec::new();
    }
    let sentences = [
        "Of what only tokio_unstable tells: who has an RwLock or a permit of a Semaphore, messages of mpsc, lines of awaits, how tasks ended.",
        "What a task waits for if neither tokio tells it nor a wrapper records it, such as a library's socket.",
    ];
    sentences.map(str::to_owned).to_vec()
}

/// A writer, and the clock of its events.
pub(crate) struct Sink {
    begun: Instant,
    thread: ThreadId,
    out: Mutex<Out>,
}

struct Out {
    to: Box<dyn Write + Send>,
    line: String,
    last: Instant,
    closed: bool,
}

impl Sink {
    /// Writes the first line.
    pub(crate) fn new(tasks: &str, to: impl Write + Send + 'static) -> Arc<Sink> {
        let exe = env::current_exe().unwrap_or_default();
        let program = exe.file_stem().unwrap_or_default().to_string_lossy();
        let header = Header {
            program: program.into_owned(),
            tasks: tasks.to_owned(),
            unseen: unseen_of(tasks),
        };
        let mut to: Box<dyn Write + Send> = Box::new(to);
        let _ = to.write_all(header.line().as_bytes());
        Arc::new(Sink {
            begun: Instant::now(),
            thread: thread::current().id(),
            out: Mutex::new(Out {
                to,
                line: String::new(),
                last: Instant::now(),
                closed: false,
            }),
        })
    }

    /// Writes one event. What cannot be written is lost: the program shall not fail for its recorder.
    pub(crate) fn emit(&self, what: What) {
        let elsewhere = thread::current().id() != self.thread;
        let thread = elsewhere.then(current::thread_name);
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        out.write(self, what, thread);
    }

    /// Writes what is in a buffer; and, if nothing was recorded for a while, that the program runs.
    pub(crate) fn flush(&self) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        if out.last.elapsed() >= QUIET {
            out.write(self, What::Alive, None);
        }
        let _ = out.to.flush();
    }

    /// Nothing is written any more: a layer may outlive the recording.
    pub(crate) fn close(&self) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        out.closed = true;
        let _ = out.to.flush();
    }

    fn micros(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.begun).as_micros()).unwrap_or(u64::MAX)
    }
}

impl Out {
    fn write(&mut self, sink: &Sink, what: What, thread: Option<String>) {
        if self.closed {
            return;
        }
        self.last = Instant::now(); // under the lock: times never go back in the file
        let t = sink.micros(self.last);
        self.line.clear();
        Event { t, what, thread }.write_to(&mut self.line);
        let _ = self.to.write_all(self.line.as_bytes());
    }
}

/// Makes what `make` returns the sink of the wrappers, unless there is one.
pub(crate) fn install(make: impl FnOnce() -> Arc<Sink>) -> Option<Arc<Sink>> {
    let mut sink = SINK.write().unwrap_or_else(PoisonError::into_inner);
    if sink.is_some() {
        return None;
    }
    let new = make();
    *sink = Some(new.clone());
    ON.store(true, Ordering::Release);
    Some(new)
}

/// True while something records.
pub(crate) fn on() -> bool {
    ON.load(Ordering::Acquire)
}

/// Writes an event of this process, if something records.
pub(crate) fn emit(what: What) {
    if let Some(sink) = sink() {
        sink.emit(what);
    }
}

/// This moment on the clock of the recording, some µs later.
#[cfg(any(feature = "tokio", feature = "stage06", feature = "layer"))]
pub(crate) fn in_future(micros: u64) -> u64 {
    sink().map_or(0, |sink| sink.micros(Instant::now()).saturating_add(micros))
}

/// True if this is the thread that began to record.
pub(crate) fn on_main_thread() -> bool {
    sink().is_some_and(|sink| sink.thread == thread::current().id())
}

/// A number for a new task, timer.
pub(crate) fn next_id() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn sink() -> Option<Arc<Sink>> {
    if !on() {
        return None;
    }
    SINK.read().unwrap_or_else(PoisonError::into_inner).clone()
}
