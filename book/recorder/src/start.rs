//! The beginning and the end of a recording.

use crate::{
    event::What,
    sink::{self, MAIN, Sink},
};
use std::{
    env, fmt,
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

/// What was recorded is in the file after this time.
const FLUSH: Duration = Duration::from_millis(20);

/// Begins to record into the file that `LOOP_TRACE` names. Without that variable nothing is recorded, and the wrappers read one atomic flag
/// a call. Keep the guard as long as the program runs:
///
/// ```
/// let _recorder = recorder::start();
/// ```
///
/// An event is in the file 20 ms later, or when the guard is dropped: a program that is killed loses no more. A file that cannot be made
/// is reported on standard error, and the program runs on.
pub fn start() -> Recording {
    let path = env::var_os("LOOP_TRACE");
    let Some(path) = path.filter(|_| !sink::on()) else {
        return Recording(None);
    };
    match File::create(Path::new(&path)) {
        Ok(file) => start_to(BufWriter::new(file)),
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

/// As [`start`]; and records what runtimes tell by `tracing`, unless the program has set its subscriber. One that sets it later cannot:
/// such a program adds [`Recording::layer`] to its own.
#[cfg(feature = "layer")]
pub fn start_subscribed() -> Recording {
    let recording = start();
    if let Some(sink) = &recording.0 {
        crate::layer::install(sink.clone());
    }
    recording
}

/// Begins to record into `to`, as [`start`] does into a file. Each event is written at once, and `to` is flushed every 20 ms. If
/// something records already, that goes on, and nothing is written to `to`.
///
/// `to` is written to under a lock: it must not itself use what is recorded.
pub fn start_to(to: impl Write + Send + 'static) -> Recording {
    let Some(sink) = sink::install(|| Sink::new("tokio", to)) else {
        return Recording(None);
    };
    let name = "main".to_owned();
    sink.emit(What::Spawn {
        task: MAIN,
        name,
        at: None,
        by: None,
    });
    sink.emit(What::Poll { task: MAIN });
    sink.emit(sink::unseen());
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

/// Records until it is dropped.
#[must_use = "the recording ends when this is dropped"]
pub struct Recording(Option<Arc<Sink>>);

impl Recording {
    /// Returns a layer for the program's own subscriber of `tracing`: it records what runtimes tell. Without a recording it does nothing.
    ///
    /// ```
    /// use tracing_subscriber::layer::SubscriberExt as _;
    /// let recorder = recorder::start();
    /// let subscriber = tracing_subscriber::registry().with(recorder.layer());
    /// # let _ = subscriber;
    /// ```
    #[cfg(feature = "layer")]
    pub fn layer<S>(&self) -> impl tracing_subscriber::Layer<S> + use<S>
    where
        S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
    {
        let sink = self.0.clone();
        sink.map(|sink| crate::layer::of_sink(sink, false))
    }

    /// Ends the recording, while the main function and other tasks go on.
    pub fn stop(mut self) {
        if let Some(sink) = self.0.take() {
            sink.emit(What::Alive);
            sink::off();
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
        sink::off();
        sink.close();
    }
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let on = self.0.is_some();
        f.debug_tuple("Recording").field(&on).finish()
    }
}
