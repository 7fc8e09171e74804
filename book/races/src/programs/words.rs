//! Sentences for the steps of the loop and of a sender, and what they are read from.

use explorer::Act;
use explorer::View;

/// Returns the place of a thing.
pub(super) fn place(view: &View, thing: &str) -> &'static str {
    view.get(thing).map_or("", |seen| seen.place)
}

/// Returns what is written on a thing.
pub(super) fn label(view: &View, thing: &str) -> &'static str {
    view.get(thing).map_or("", |seen| seen.label)
}

/// Says what a thread does at the run queue, or in `park` and `unpark`.
pub(super) fn at_queue(act: &Act<'_>) -> Option<&'static str> {
    let will = act.after.is_none();
    let queued = |view| place(view, "id") == "queue";
    let (was_queued, is_queued) = (queued(act.before), act.after.is_some_and(queued));
    let says_parked = |view| label(view, "parked") == "yes";
    let (was_parked, is_parked) = (says_parked(act.before), act.after.is_some_and(says_parked));
    Some(match (act.what, act.line.function.as_str()) {
        ("lock", "push") if act.nth > 0 => "The sender pushes the task’s id.",
        ("lock", "push") if will => "The sender pushes the task’s id, and looks at `parked`.",
        ("lock", "push") if !is_queued && was_parked => {
            "`parked` is set: the sender clears it, and must unpark."
        }
        ("lock", "push") if !is_queued => "`parked` is not set, so the sender does not unpark.",
        ("lock", "push") if was_parked => {
            "The sender pushes the id. `parked` is set: it clears it, and must unpark."
        }
        ("lock", "push") => "The sender pushes the id. `parked` is not set, so it does not unpark.",
        ("unpark", _) if will || place(act.before, "loop") == "asleep" => {
            "The sender unparks the loop’s thread."
        }
        ("unpark", _) => "The sender unparks a thread that is awake: its token is kept for `park`.",
        ("lock", "begin_park") if act.nth > 0 && will => "The loop sets `parked`.",
        ("lock", "begin_park") if act.nth > 0 => "The loop sets `parked`. It does not look again.",
        ("lock", "begin_park") if will => "The loop looks into the queue.",
        ("lock", "begin_park") if was_queued && is_parked => {
            "The loop sets `parked`, and does not look: the queue is not empty."
        }
        ("lock", "begin_park") if was_queued => {
            "The loop looks into the queue: not empty. It will not park."
        }
        ("lock", "begin_park") if is_parked => {
            "The loop looks: empty. Under the same lock it sets `parked`."
        }
        ("lock", "begin_park") => "The loop looks into the queue: empty. It releases the lock.",
        ("park", _) if will => "The loop parks its thread.",
        ("park", _) if act.result.is_some() => {
            "The loop parks, but the token is there: `park` returns at once."
        }
        ("park", _) => "The loop parks its thread, which sleeps until there is a token.",
        ("parked", _) => "The loop’s thread takes the token and wakes up.",
        ("lock", "end_park") => "The loop is awake: it clears `parked`.",
        ("lock", "len") if will => "The loop counts the ids in the queue.",
        ("lock", "len") if was_queued => "The loop counts the ids in the queue: one.",
        ("lock", "len") => "The loop counts the ids in the queue: none. It begins again.",
        ("lock", "pop") => "The loop takes the id out of the queue, to poll its task.",
        _ => return None,
    })
}
