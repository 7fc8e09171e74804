//! "Where it ended": what looks wrong, and each task that has not ended.

mod answers;
mod findings;
mod names;
mod row;
mod waits;

use crate::{
    event::{Event, TaskId, What},
    picture::Picture,
    trace::Trace,
};
pub(crate) use names::Names;
pub(crate) use row::Row;

/// What looprec calls the result of a task, which the task holds until it ends.
const RESULT: &str = "result of ";

/// What is to be said of a trace, before it is laid out.
#[derive(Debug)]
pub(crate) struct Report {
    /// How many events there are, in what time, and how many tasks.
    pub(crate) summary: String,
    /// That the program was told to stop, if it was.
    pub(crate) stopped: Option<String>,
    /// What looks wrong, the worst first.
    pub(crate) findings: Vec<Finding>,
    /// The tasks that have not ended, the most suspicious first.
    pub(crate) rows: Vec<Row>,
    /// What the recording could not see, or could not be read.
    pub(crate) unseen: Vec<String>,
}

/// Something that looks wrong.
#[derive(Debug)]
pub(crate) struct Finding {
    /// A sentence.
    pub(crate) says: String,
    /// A sentence for each task that has part in it.
    pub(crate) lines: Vec<String>,
    /// The tasks.
    pub(crate) tasks: Vec<TaskId>,
}

impl Report {
    pub(crate) fn of(trace: &Trace) -> Report {
        let events = trace.until_stopped();
        let picture = Picture::after(events);
        let names = Names::of(&picture);
        let findings = findings::of(events, &picture, &names);
        let mut unended: Vec<_> = picture.unended().collect();
        let rank = |task| findings.iter().position(|f| f.tasks.contains(&task));
        unended
            .sort_by_key(|(id, task)| (rank(*id).unwrap_or(usize::MAX), *id == 0, task.since, *id));
        let rows = unended
            .iter()
            .map(|(id, task)| Row::of(*id, task, &picture, &names));
        Report {
            summary: summary(trace, &picture),
            stopped: stopped(trace, events),
            rows: rows.collect(),
            findings,
            unseen: unseen(trace),
        }
    }
}

fn summary(trace: &Trace, picture: &Picture) -> String {
    let (all, left) = (picture.tasks.len(), picture.unended().count());
    let tasks = if all == 1 { "task" } else { "tasks" };
    let left = match left {
        0 => "all have ended".to_owned(),
        1 => "1 has not ended".to_owned(),
        n => format!("{} have not ended", count(n)),
    };
    let alive = |event: &&Event| matches!(event.what, What::Alive | What::Stopped { .. }); // nothing happened
    let events = trace.until_stopped();
    let events = events.len() - events.iter().filter(alive).count();
    format!(
        "`{}`: {} events in {}; {} {tasks}, {left}.",
        trace.header.program,
        count(events),
        time(picture.now),
        count(all)
    )
}

/// Says that the program was told to stop.
fn stopped(trace: &Trace, events: &[Event]) -> Option<String> {
    let event = events.last()?;
    let What::Stopped { by } = &event.what else {
        return None;
    };
    let by = by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
    let after = match trace.events.len() - events.len() {
        0 => "",
        _ => " What it did then is in the replay.",
    };
    let says = "The program was told to stop";
    Some(format!(
        "{says} at {}{by}: this is where it was.{after}",
        time(event.t)
    ))
}

fn unseen(trace: &Trace) -> Vec<String> {
    let known: &[&str] = match trace.header.tasks.as_str() {
        "tokio" => &[
            "Tasks, locks, channels, timers and sockets that neither a wrapper nor tokio_unstable records.",
            "What a task waits for if that has no wrapper, such as a library's socket.",
        ],
        stage if stage.starts_with("stage") => {
            &["Lines of awaits, and what wakes a task where its loop does not tell."]
        }
        _ => &[],
    };
    let said = &trace.header.unseen;
    let known = known
        .iter()
        .filter(|_| said.is_empty())
        .map(|s| (*s).to_owned());
    let unread = trace.unread.iter().take(3).cloned();
    let more = trace.unread.len().saturating_sub(3);
    let more = (more > 0).then(|| format!("{more} more lines could not be read."));
    known
        .chain(said.iter().cloned())
        .chain(unread)
        .chain(more)
        .collect()
}

/// A time, which another run does not repeat.
pub(crate) fn time(micros: u64) -> String {
    format!("≈ {}.{:03} s", micros / 1_000_000, micros / 1000 % 1000)
}

/// 12,345.
pub(crate) fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
