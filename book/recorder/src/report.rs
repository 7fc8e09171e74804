//! "Where it ended": what looks wrong, and each task that has not ended.

mod answers;
mod findings;
mod waits;

use crate::{
    event::{Event, TaskId, What},
    picture::{Has, Picture, Queue, State, Task, Waking},
    sink::UNSEEN,
    trace::Trace,
};
use std::collections::HashMap;

/// What looprec calls the result of a task, which the task holds until it ends.
const RESULT: &str = "result of ";

/// A longest step is told from 10 ms on: shorter ones are what a busy machine makes of any.
const TOLD: u64 = 10_000;

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

/// A task that has not ended.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) task: TaskId,
    pub(crate) name: String,
    pub(crate) spawned: String,
    pub(crate) state: String,
    pub(crate) at: String,
    /// How long it has been there.
    pub(crate) length: String,
    /// When it came there, in microseconds.
    pub(crate) since: u64,
    /// The resources that it has.
    pub(crate) holds: Vec<String>,
    pub(crate) woken: String,
    /// Its longest step, if that is worth telling.
    pub(crate) longest: Option<String>,
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
            .map(|(id, task)| row(*id, task, &picture, &names));
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

fn row(id: TaskId, task: &Task, picture: &Picture, names: &Names) -> Row {
    let (state, at) = match &task.state {
        State::Queued => ("is queued".to_owned(), None),
        State::Running => ("is in a step".to_owned(), None),
        State::Ended(how) => (format!("has ended: {how}"), None),
        State::Waiting { on: Some(on), .. } if on == UNSEEN => {
            ("is in code that is not recorded".to_owned(), None)
        }
        State::Waiting { on: Some(on), at } => {
            (format!("waits for {}", names.on(on)), at.as_deref())
        }
        State::Waiting { on: None, at } => {
            ("waits, for what was not recorded".to_owned(), at.as_deref())
        }
    };
    let woken = match &task.woken {
        None => "never".to_owned(),
        Some((t, by)) => format!("{} ago by {}", time(picture.now - t), names.waking(by)),
    };
    Row {
        task: id,
        name: names.name(id),
        spawned: task.at.clone().unwrap_or_default(),
        state,
        at: at.unwrap_or_default().to_owned(),
        length: time(picture.now - task.since),
        since: task.since,
        holds: holds(id, picture),
        woken,
        longest: (task.longest.0 >= TOLD).then(|| time(task.longest.0)),
    }
}

/// The resources that a task has, and where it took them.
fn holds(id: TaskId, picture: &Picture) -> Vec<String> {
    let held = picture.tasks.get(&id).map(|task| &task.has);
    let held = held.into_iter().flatten();
    let held = held.filter(|has| !has.what.starts_with(RESULT));
    let says = |has: &Has| match has.at.as_deref() {
        Some(at) => format!("has {}, taken at {}", has.says(), file_of(at)),
        None => format!("has {}", has.says()),
    };
    let took = |queue: &Queue| queue.is_pool() && queue.takers().any(|(task, _)| task == id);
    let taken = picture.queues.iter().filter(|(_, queue)| took(queue));
    let taken = taken.map(|(what, _)| format!("has taken from the {what}"));
    let mut all: Vec<_> = held.map(says).chain(taken).collect();
    all.sort();
    all.dedup();
    all
}

impl Has {
    /// "read access to the RwLock of main.rs:5", "the Mutex of main.rs:6".
    fn says(&self) -> String {
        let Has { what, mode, .. } = self;
        let mode = mode.as_deref().map(|mode| format!("{mode} access to "));
        format!("{}the {what}", mode.unwrap_or_default())
    }
}

/// The file and the line, without folders.
fn file_of(at: &str) -> &str {
    at.rsplit(['/', '\\']).next().unwrap_or(at)
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

/// The names of the tasks. Those that have the same name have their numbers, too; and the first of a function is "worker 1" if the
/// recording has a "worker 2". It could not know that there would be one.
#[derive(Debug)]
pub(crate) struct Names {
    names: HashMap<TaskId, String>,
    /// By the recorded name.
    firsts: HashMap<String, String>,
}

impl Names {
    pub(crate) fn of(picture: &Picture) -> Names {
        let mut times = HashMap::<&str, usize>::new();
        for task in picture.tasks.values() {
            *times.entry(&task.name).or_default() += 1;
        }
        let first = |name: &str| {
            let has = |name: &str| times.contains_key(name);
            let numbers = [(" 2", " 1"), (" (number 2)", " (number 1)")];
            let second = numbers.iter().find(|(two, _)| has(&format!("{name}{two}")));
            Some((name.to_owned(), format!("{name}{}", second?.1)))
        };
        let unique = times.iter().filter(|(_, times)| **times == 1);
        let firsts: HashMap<_, _> = unique.filter_map(|(name, _)| first(name)).collect();
        let name = |id, task: &Task| match times[task.name.as_str()] {
            1 => firsts.get(&task.name).unwrap_or(&task.name).clone(),
            _ => format!("{} #{id}", task.name),
        };
        let all = picture.tasks.iter();
        let names = all.map(|(id, task)| (*id, name(*id, task))).collect();
        Names { names, firsts }
    }

    /// What a task waits for: "the end of worker 1".
    pub(crate) fn on(&self, on: &str) -> String {
        let end = "the end of ";
        let first = on.strip_prefix(end).and_then(|name| self.firsts.get(name));
        first.map_or(on.to_owned(), |name| format!("{end}{name}"))
    }

    pub(crate) fn name(&self, task: TaskId) -> String {
        let known = self.names.get(&task);
        known.map_or(format!("task {task}"), Clone::clone)
    }

    /// "a, b and c"; of many only the first.
    pub(crate) fn list(&self, tasks: &[TaskId]) -> String {
        let mut names: Vec<_> = tasks.iter().take(4).map(|id| self.name(*id)).collect();
        if tasks.len() > 4 {
            names.truncate(3);
            names.push(format!("{} others", count(tasks.len() - 3)));
        }
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => "no task".to_owned(),
        }
    }

    fn waking(&self, by: &Waking) -> String {
        match by {
            Waking::Task(task) => self.name(*task),
            Waking::Other(words) => words.clone(),
        }
    }
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
