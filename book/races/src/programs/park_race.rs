//! Two threads at the run queue: one wakes a task, the other is about to sleep.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use super::words::at_queue;
use crate::trace::Figure;
use crate::variants::ExecutorFile;
use explorer::Chooser;
use explorer::Threads;
use explorer::sync::thread::{Thread, park};
use explorer::{Act, Doing};
use explorer::{View, at};

/// The picture of [`park_race`].
pub const PARK_RACE: Figure = Figure {
    threads: &[("loop", "blue"), ("sender", "orange")],
    good: "Delivered: the loop will poll the task.",
    bad: "A lost wake-up: the id is in the queue, and no thread will wake the loop.",
    layout: r#""bad":"lost",
        "places":[
            {"id":"awake","title":"Loop’s thread, awake","look":"slot","mark":"solid"},
            {"id":"queue","title":"Run queue"},
            {"id":"sending","title":"Sender’s thread","look":"slot","mark":"solid"},
            {"id":"asleep","title":"Parked","note":"in the operating system","look":"far","mark":"thin"},
            {"id":"flag","title":"Flag","note":"must a wake unpark?"},
            {"id":"taken","title":"Taken","note":"to be polled"}],
        "things":[
            {"id":"loop","label":"loop","kind":"thread","color":"blue"},
            {"id":"sender","label":"sender","kind":"thread","color":"orange"},
            {"id":"id","label":"task’s id","kind":"id","color":"orange"},
            {"id":"parked","label":"parked","kind":"flag","color":"blue"},
            {"id":"token","label":"token","kind":"waker","color":"orange"}],
        "grid":["awake queue sending","asleep flag taken"],
        "narrow":["awake sending","asleep queue","flag taken"]"#,
};

/// A loop that has nothing to do, and a sender that pushes the id of a task; or the ids of several.
///
/// # Errors
///
/// If an id is not taken.
pub fn park_race(file: ExecutorFile, ids: usize, chooser: &Chooser) -> Result<(), String> {
    let thread = Thread::new("loop");
    let of_loop = thread.clone();
    let queue = (file.executor)(Box::new(move || of_loop.unpark())).queue();
    let taken = Arc::new(AtomicUsize::new(0));
    let threads = Threads::new()
        .spawn_as(thread.clone(), {
            let (queue, taken) = (queue.clone(), taken.clone());
            move || {
                // As `run_once` does it, but the wait for sockets is a `park`, and no task is polled.
                while taken.load(SeqCst) < ids {
                    if queue.begin_park() {
                        park();
                    }
                    queue.end_park();
                    taken.fetch_add(queue.take(), SeqCst);
                }
            }
        })
        .spawn("sender", {
            let queue = queue.clone();
            move || (0..ids as u64).for_each(|id| queue.push(id))
        })
        .words(
            "The loop has nothing to do. On another thread, the sender is about to wake a task.",
            words,
        )
        .look(move |doing| look(doing, queue.peek(), taken.load(SeqCst), thread.has_token()));
    threads.run(chooser)
}

fn look(doing: &Doing<'_>, queue: Option<(usize, bool)>, taken: usize, token: bool) -> View {
    let asleep = doing.get("loop") == Some(&"parked");
    let id = match queue {
        _ if taken > 0 => "taken",
        Some((1.., _)) => "queue",
        // The loop has it, and has not counted it yet.
        Some((0, _)) if doing.get("loop") == Some(&"ended") => "taken",
        _ => "sending",
    };
    let mut view = View::from([
        ("loop", at(if asleep { "asleep" } else { "awake" }, "")),
        ("sender", at("sending", "")),
        ("id", at(id, "")),
        ("parked", at("flag", parked(queue))),
    ]);
    if token {
        view.insert("token", at("asleep", ""));
    }
    view
}

/// Returns what is written on the flag `parked`.
pub(super) fn parked(queue: Option<(usize, bool)>) -> &'static str {
    match queue {
        None => "locked",
        Some((_, true)) => "yes",
        Some((_, false)) => "no",
    }
}

fn words(act: &Act<'_>) -> String {
    match at_queue(act) {
        Some(words) => words.into(),
        None => format!("The {}: {} in `{}`.", act.who, act.what, act.line.function),
    }
}
