//! A task is polled, and a sender wakes it meanwhile.

use std::future::poll_fn;
use std::sync::atomic::{AtomicU8, Ordering::SeqCst};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Poll, Waker};

use super::executor::run;
use super::park_race::parked;
use super::words::{at_queue, label, place};
use crate::trace::Figure;
use crate::variants::{ExecutorFile, Queue, Task, Woken};
use explorer::Chooser;
use explorer::Threads;
use explorer::sync::atomic::AtomicBool;
use explorer::sync::thread::Thread;
use explorer::{Act, Doing};
use explorer::{View, at};
use explorer::{pause, quietly};

/// The picture of [`wake_during_poll`].
pub const WAKE_DURING_POLL: Figure = Figure {
    threads: &[("loop", "blue"), ("sender", "orange")],
    good: "The task has seen the event.",
    bad: "A lost wake-up: the event is there, and the task will not be polled again.",
    layout: r#""bad":"lost",
        "places":[
            {"id":"queue","title":"Run queue"},
            {"id":"polled","title":"Polled","look":"slot","mark":"solid"},
            {"id":"waiting","title":"Waiting","mark":"thin"},
            {"id":"flags","title":"Flags"},
            {"id":"awake","title":"Threads, awake","mark":"solid"},
            {"id":"asleep","title":"Parked","look":"far","mark":"thin"},
            {"id":"ended","title":"Ended","mark":"none"}],
        "things":[
            {"id":"task","label":"task","kind":"task","color":"green"},
            {"id":"id","label":"task’s id","kind":"id","color":"green"},
            {"id":"woken","label":"woken","kind":"flag","color":"green"},
            {"id":"event","label":"event","kind":"message","color":"orange"},
            {"id":"parked","label":"parked","kind":"flag","color":"blue"},
            {"id":"loop","label":"loop","kind":"thread","color":"blue"},
            {"id":"sender","label":"sender","kind":"thread","color":"orange"},
            {"id":"token","label":"token","kind":"waker","color":"orange"}],
        "grid":["queue polled waiting ended","flags flags awake asleep"],
        "narrow":["queue polled","waiting ended","flags flags","awake asleep"]"#,
};

/// Which task the sender wakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The task that is about to be polled.
    Polled,
    /// Another task, which waits.
    Other,
}

/// Where the task is.
#[derive(Default)]
struct Phase(AtomicU8);
const POLLED: u8 = 1;
const ENDED: u8 = 2;

/// What the threads and the picture share.
#[derive(Default)]
struct Shared {
    event: AtomicBool,
    phase: Phase,
    waker: Mutex<Option<Waker>>,
    /// The run queue, and a look at the flag of the task.
    queue: OnceLock<(Arc<dyn Queue>, Mutex<Woken>)>,
}

/// A loop that is about to poll a task, and a sender that makes an event and wakes the task that waits for it.
///
/// # Errors
///
/// If the task waits forever.
pub fn wake_during_poll(file: ExecutorFile, whose: Whose, chooser: &Chooser) -> Result<(), String> {
    let shared = Arc::new(Shared::default());
    let thread = Thread::new("loop");
    let (of_loop, of_look) = (thread.clone(), thread.clone());
    let (of_sender, of_picture) = (shared.clone(), shared.clone());
    let mut threads = Threads::new()
        .spawn_as(thread, move || {
            let executor = quietly(|| {
                let executor = (file.executor)(Box::new(move || of_loop.unpark()));
                let woken = executor.spawn(waiting(shared.clone()));
                let _ = shared.queue.set((executor.queue(), Mutex::new(woken)));
                if whose == Whose::Other {
                    drop(executor.spawn(yielding()));
                }
                executor.run_ready(); // the task leaves its waker
                if whose == Whose::Polled {
                    let waker = shared.waker.lock().unwrap_or_else(PoisonError::into_inner);
                    waker.iter().for_each(Waker::wake_by_ref);
                }
                executor
            });
            executor.run_ready();
            run(executor.as_ref());
        })
        .spawn("sender", move || {
            of_sender.event.store(true, SeqCst);
            let waker = of_sender
                .waker
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            waker.into_iter().for_each(Waker::wake);
        })
        .look(move |doing| look(doing, &of_picture, of_look.has_token()));
    if whose == Whose::Polled {
        threads = threads.words(
            "A task waits for an event. Its id is in the queue, and the sender has its waker.",
            words,
        );
    }
    threads.run(chooser)
}

fn waiting(shared: Arc<Shared>) -> Task {
    Box::pin(poll_fn(move |cx| {
        shared.phase.0.store(POLLED, SeqCst);
        *shared.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        let came = shared.event.load(SeqCst);
        if !came {
            pause("return");
        }
        shared.phase.0.store(if came { ENDED } else { 0 }, SeqCst);
        if came { Poll::Ready(()) } else { Poll::Pending }
    }))
}

/// Returns a task that is polled twice.
fn yielding() -> Task {
    let mut yielded = false;
    Box::pin(poll_fn(move |cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }))
}

fn look(doing: &Doing<'_>, shared: &Shared, token: bool) -> View {
    let asleep = doing.get("loop") == Some(&"parked");
    let flag = |set: bool| at("flags", if set { "yes" } else { "no" });
    let task = match shared.phase.0.load(SeqCst) {
        POLLED => "polled",
        ENDED => "ended",
        _ => "waiting",
    };
    let mut view = View::from([
        ("loop", at(if asleep { "asleep" } else { "awake" }, "")),
        ("sender", at("awake", "")),
        ("task", at(task, "")),
        ("event", flag(shared.event.peek())),
    ]);
    if let Some((queue, woken)) = shared.queue.get() {
        let state = queue.peek();
        view.insert("parked", at("flags", parked(state)));
        view.insert(
            "woken",
            flag(woken.lock().unwrap_or_else(PoisonError::into_inner)()),
        );
        if let Some((1.., _)) = state {
            view.insert("id", at("queue", ""));
        }
    }
    if token {
        view.insert("token", at("asleep", ""));
    }
    view
}

fn words(act: &Act<'_>) -> String {
    let done = act.after.is_some();
    let polled = act
        .after
        .is_some_and(|after| place(after, "task") == "polled");
    let was_woken = label(act.before, "woken") == "yes";
    let words = match (act.who, act.what, act.line.function.as_str()) {
        ("sender", "store", _) => "The sender makes the event happen.",
        ("sender", "swap", _) if !done => "The sender calls the waker, which sets `woken`.",
        ("sender", "swap", _) if was_woken => {
            "The waker finds `woken` set, so it does not queue the task again."
        }
        ("sender", "swap", _) => {
            "The waker sets `woken`. It was not set, so the task must be queued."
        }
        ("loop", "swap", _) if !done => "The loop clears `woken`.",
        ("loop", "swap", _) if polled => {
            "The loop clears `woken`, and then begins to poll the task."
        }
        ("loop", "swap", _) if was_woken => "The poll is over. Only now the loop clears `woken`.",
        ("loop", "load", _) if !done => "The task looks for the event.",
        ("loop", "load", _) if label(act.before, "event") == "yes" => {
            "The task looks: the event is there. The task ends."
        }
        ("loop", "load", _) => "The task looks: the event is not there yet.",
        ("loop", "return", _) => "The poll returns `Pending`.",
        _ => match at_queue(act) {
            Some(words) => words,
            None => return format!("The {}: {} in `{}`.", act.who, act.what, act.line.function),
        },
    };
    words.into()
}
