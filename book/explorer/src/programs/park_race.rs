//! Two threads at the run queue: one wakes tasks, the other is about to sleep.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use crate::explore::Chooser;
use crate::step::{View, at};
use crate::sync::thread::{Thread, park};
use crate::threads::{Act, Doing, Threads};
use crate::trace::Figure;
use crate::variants::ExecutorFile;

/// The picture of [`park_race`].
pub const PARK_RACE: Figure = Figure {
    threads: &[("loop", "loop"), ("sender", "sender")],
    good: "Delivered: the task will be polled.",
    bad: "A lost wake-up: the task is in the queue, and no thread will wake the loop.",
    layout: r#""bad":"lost",
        "places":[
            {"id":"awake","title":"Loop’s thread, awake","look":"slot"},
            {"id":"queue","title":"Run queue"},
            {"id":"other","title":"Sender’s thread","look":"slot"},
            {"id":"asleep","title":"Parked","note":"in the operating system","look":"far"},
            {"id":"flag","title":"parked","note":"must a wake unpark the loop?"},
            {"id":"taken","title":"Taken","note":"to be polled"}],
        "things":[
            {"id":"loop","label":"loop","kind":"thread","color":"blue"},
            {"id":"sender","label":"sender","kind":"thread","color":"orange"},
            {"id":"task","label":"task","kind":"task","color":"orange","name":false},
            {"id":"parked","label":"parked","kind":"flag","color":"blue","name":false},
            {"id":"token","label":"token","kind":"waker","color":"orange","name":false}],
        "grid":["awake queue other","asleep flag taken"],
        "narrow":["awake other","asleep queue","flag taken"]"#,
};

/// A loop that has nothing to do, and a sender that pushes one task.
///
/// # Errors
///
/// If the task is not taken.
pub fn park_race(file: ExecutorFile, chooser: &Chooser) -> Result<(), String> {
    let thread = Thread::new("loop");
    let of_loop = thread.clone();
    let queue = (file.queue)(Box::new(move || of_loop.unpark()));
    let taken = Arc::new(AtomicUsize::new(0));
    let threads = Threads::new()
        .spawn_as(thread.clone(), {
            let (queue, taken) = (queue.clone(), taken.clone());
            move || {
                // As `run_once` does it; the reactor's wait is a `park`, and a poll is a count.
                while taken.load(SeqCst) == 0 {
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
            move || queue.push(7)
        })
        .words(
            "The loop has nothing to do. On another thread, the sender is about to wake a task.",
            words,
        )
        .look({
            let (queue, taken) = (queue.clone(), taken.clone());
            move |doing| look(doing, queue.peek(), taken.load(SeqCst), thread.has_token())
        });
    let end = threads.run(chooser);
    match queue.peek() {
        Some((1.., _)) => Err("the task is in the queue, and the loop is parked".into()),
        _ => end,
    }
}

fn look(doing: &Doing<'_>, queue: Option<(usize, bool)>, taken: usize, token: bool) -> View {
    let asleep = doing.get("loop") == Some(&"parked");
    let mut view = View::from([
        ("loop", at(if asleep { "asleep" } else { "awake" }, "")),
        ("sender", at("other", "")),
    ]);
    let task = match queue {
        _ if taken > 0 => "taken",
        Some((1.., _)) => "queue",
        _ => "other",
    };
    view.insert("task", at(task, ""));
    let parked = match queue {
        None => "locked",
        Some((_, true)) => "yes",
        Some((_, false)) => "no",
    };
    view.insert("parked", at("flag", parked));
    if token {
        view.insert("token", at("asleep", ""));
    }
    view
}

fn words(act: &Act<'_>) -> String {
    let label = |view: &View| view.get("parked").map_or("", |seen| seen.label);
    let place = |view: &View, thing| view.get(thing).map_or("", |seen| seen.place);
    let (was_parked, queued) = (
        label(act.before) == "yes",
        place(act.before, "task") == "queue",
    );
    let words = match (act.who, act.what, act.line.function.as_str(), act.nth) {
        ("sender", "unpark", ..) => match act.after {
            Some(_) if place(act.before, "loop") == "awake" => {
                "The sender unparks the loop’s thread, which is still awake: a token is kept."
            }
            _ => "The sender unparks the loop’s thread.",
        },
        ("sender", "lock", "push", _) => match act.after {
            None => "The sender pushes the task, and looks at `parked`.",
            Some(_) if was_parked => {
                "The sender pushes the task. `parked` is set: it clears it, and must unpark."
            }
            Some(_) => "The sender pushes the task. `parked` is not set, so it unparks no thread.",
        },
        ("loop", "lock", "begin_park", 0) => match act.after {
            None => "The loop looks into the queue.",
            Some(_) if queued => "The loop looks into the queue: a task. It will not park.",
            Some(after) if label(after) == "yes" => {
                "The loop looks: the queue is empty. Under the same lock it sets `parked`."
            }
            Some(_) => "The loop looks into the queue: empty. It releases the lock.",
        },
        ("loop", "lock", "begin_park", _) => "The loop sets `parked`. It does not look again.",
        ("loop", "park", ..) => match (act.after, act.result) {
            (Some(_), Some(_)) => "The loop parks, but the token is there: `park` returns at once.",
            (Some(_), None) => "The loop parks: its thread sleeps until there is a token.",
            (None, _) => "The loop parks.",
        },
        ("loop", "parked", ..) => "The loop’s thread takes the token, and wakes up.",
        ("loop", "lock", "end_park", _) => "The loop clears `parked`: it is awake.",
        ("loop", "lock", ..) => match act.after {
            None => "The loop takes what is in the queue.",
            Some(_) if queued => "The loop takes the task from the queue, and will poll it.",
            Some(_) => "The loop takes what is in the queue: nothing. It begins again.",
        },
        _ => return format!("The {}: {} in `{}`.", act.who, act.what, act.line.function),
    };
    words.into()
}
