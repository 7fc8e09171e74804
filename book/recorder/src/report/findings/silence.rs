//! What alone could wake a task.

use super::Finding;
use crate::{
    event::TaskId,
    picture::{Picture, State, Task},
    report::{Names, RESULT},
    sink::{MAIN, UNSEEN},
};

/// So many tasks are told.
const MOST: usize = 5;

/// All tasks wait, and no timer is set.
pub(super) fn silence(picture: &Picture, names: &Names) -> Option<Finding> {
    let waits = |task: &Task| match &task.state {
        State::Waiting { on, .. } => on.as_deref() != Some(UNSEEN),
        _ => false,
    };
    let unended: Vec<_> = picture
        .unended()
        .filter(|(id, task)| *id != MAIN || waits(task))
        .collect();
    let silent = !unended.is_empty()
        && picture.timers.is_empty()
        && unended.iter().all(|(_, task)| waits(task));
    let awaits = |task: &Task| {
        task.asks
            .as_deref()
            .is_some_and(|what| what.starts_with(RESULT))
    };
    let lines = unended.iter().filter(|(_, task)| !awaits(task));
    let lines: Vec<_> = lines.map(|(id, _)| only(*id, picture, names)).collect();
    let says = match lines.iter().all(Option::is_some) {
        true => "Every task waits, no timer is set, and no task is left that could wake another.",
        false => {
            "Every task waits, and no recorded timer is set: only a socket, a thread or code that is not recorded can wake one."
        }
    };
    silent.then(|| Finding {
        says: says.to_owned(),
        lines: lines.into_iter().flatten().take(MOST).collect(),
        tasks: Vec::new(),
    })
}

/// What alone can wake a task, if that is something that only the program itself does.
pub(super) fn only(task: TaskId, picture: &Picture, names: &Names) -> Option<String> {
    let State::Waiting { on: Some(on), .. } = &picture.tasks[&task].state else {
        return None;
    };
    let name = names.name(task);
    if let Some(queue) = on.strip_suffix(": get") {
        let says = putters(queue, picture, names);
        return Some(format!("Only a `put` can wake {name}, and {says}"));
    }
    let what = match on.split(' ').next()? {
        "Event" => "`set`",
        "Condition" => "`notify`",
        "Lock" | "Semaphore" | "BoundedSemaphore" => "`release`",
        _ if on.ends_with(": join") => "`task_done`",
        _ if on.contains(": put, ") => "`get`",
        _ => return None,
    };
    Some(format!("Only a call of {what} can wake {name}."))
}

/// Which tasks could put into a queue, as far as they did before.
fn putters(queue: &str, picture: &Picture, names: &Names) -> String {
    let all = picture.queues.get(queue);
    let all: Vec<_> = all.into_iter().flat_map(|queue| queue.putters()).collect();
    let tasks: Vec<_> = all.iter().copied().flatten().collect();
    let (ended, left): (Vec<_>, Vec<_>) = tasks.iter().partition(|task| picture.has_ended(**task));
    match (&ended[..], &left[..]) {
        _ if all.contains(&None) => "what put into it before is no task.".to_owned(),
        ([], []) => "nothing was put into it while this was recorded.".to_owned(),
        ([one], []) => format!(
            "the task that put into it before has ended: {}.",
            names.name(*one)
        ),
        (ended, []) => format!(
            "the tasks that put into it before have all ended: {}.",
            names.list(ended)
        ),
        (_, [one]) if matches!(picture.tasks[one].state, State::Waiting { .. }) => {
            format!(
                "of those that put into it before only {} is left, which waits as well.",
                names.name(*one)
            )
        }
        (_, [one]) => format!(
            "of those that put into it before only {} is left.",
            names.name(*one)
        ),
        (_, left) => format!(
            "of those that put into it before these are left: {}.",
            names.list(left)
        ),
    }
}
