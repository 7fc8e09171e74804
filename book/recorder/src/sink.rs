//! Where the events of this process go.

use crate::{
    current,
    event::{Event, TaskId, What},
    trace::Header,
};
use std::{
    env, fmt,
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
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
/// What was recorded is in the file after this time.
const FLUSH: Duration = Duration::from_millis(20);
/// After this time without an event it is recorded that the program still runs.
const QUIET: Duration = Duration::from_millis(200);
/// What the main function waits for between two recorded waits.
pub(crate) const UNSEEN: &str = "code that is not recorded";

/// Begins to record into the file that `LOOP_TRACE` names. Without that variable nothing is recorded, and the wrappers read one atomic flag
/// a call. Keep the guard as long as the program runs:
///
/// ```
/// let _recorder = recorder::start();
/// ```
///
/// An event is in the file 20 ms later, or when the guard is dropped: a program that is killed loses no more. A file that cannot be made is reported on standard error, and the
/// program runs on. With the feature `layer`, and if the program has set no subscriber for `tracing`, events of `tracing` are
/// recorded too.
pub fn start() -> Recording {
    let Some(path) = env::var_os("LOOP_TRACE") else {
        return Recording(None);
    };
    match File::create(Path::new(&path)) {
        Ok(file) => {
            let recording = start_to(BufWriter::new(file));
            #[cfg(feature = "layer")]
            if let Some(sink) = &recording.0 {
                crate::layer::install(sink.clone());
            }
            recording
        }
        Err(e) => {
            let path = Path::new(&path).display();
            let _ = writeln!(
                io::stderr(),
                "Nothing is recorded: LOOP_TRACE names {path}: {e}"
            );
            Recording(None)
        }
    }
}

/// Begins to record into `to`, as [`start`] does into a file. Each event is written at once, and `to` is flushed every 20 ms. If something records already, that goes on, and nothing is written to `to`.
///
/// `to` is written to under a lock: it must not itself use what is recorded.
pub fn start_to(to: impl Write + Send + 'static) -> Recording {
    let sink = Sink::new("tokio", to);
    if !sink.clone().install() {
        return Recording(None);
    }
    let name = "main".to_owned();
    sink.emit(What::Spawn {
        task: MAIN,
        name,
        at: None,
        by: None,
    });
    sink.emit(What::Poll { task: MAIN });
    sink.emit(unseen());
    let watched = Arc::downgrade(&sink);
    let watch = thread::Builder::new().name("recorder".to_owned());
    let _without_it_no_one_is_told_how_long = watch.spawn(move || {
        while let Some(sink) = watched.upgrade() {
            sink.flush();
            drop(sink);
            thread::sleep(FLUSH);
        }
    });
    Recording(Some(sink))
}

pub(crate) fn unseen() -> What {
    What::Pause {
        task: MAIN,
        on: Some(UNSEEN.to_owned()),
        at: None,
    }
}

/// Records until it is dropped.
#[must_use = "the recording ends when this is dropped"]
pub struct Recording(Option<Arc<Sink>>);

impl Recording {
    /// Ends the recording, while the main function and other tasks go on.
    pub fn stop(mut self) {
        if let Some(sink) = self.0.take() {
            sink.emit(What::Alive);
            off();
            sink.close();
        }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let Some(sink) = &self.0 else { return };
        let panicked = thread::panicking();
        let how = if panicked { "panicked" } else { "done" };
        let how = how.to_owned();
        sink.emit(What::End { task: MAIN, how });
        off();
        sink.close();
    }
}

/// The wrappers record nothing from now on.
pub(crate) fn off() {
    ON.store(false, Ordering::Release);
    *SINK.write().unwrap_or_else(PoisonError::into_inner) = None;
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let on = self.0.is_some();
        f.debug_tuple("Recording").field(&on).finish()
    }
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
            unseen: Vec::new(),
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

    /// Makes this the sink of the wrappers. False if there is one.
    pub(crate) fn install(self: Arc<Self>) -> bool {
        let mut sink = SINK.write().unwrap_or_else(PoisonError::into_inner);
        let free = sink.is_none();
        if free {
            *sink = Some(self);
            ON.store(true, Ordering::Release);
        }
        free
    }

    /// Writes one event. What cannot be written is lost: the program shall not fail for its recorder.
    pub(crate) fn emit(&self, what: What) {
        let elsewhere = thread::current().id() != self.thread;
        let thread = elsewhere.then(current::thread_name);
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        out.write(self, what, thread);
    }

    /// Writes what is in a buffer; and, if nothing was recorded for a while, that the program runs.
    fn flush(&self) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        if out.last.elapsed() >= QUIET {
            out.write(self, What::Alive, None);
        }
        let _ = out.to.flush();
    }

    /// Nothing is written any more: a layer may outlive the recording.
    fn close(&self) {
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
#[cfg(any(feature = "tokio", feature = "stage06"))]
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
