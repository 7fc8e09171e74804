//! A connection that is closed when it is silent, and a message that may come just at the deadline. The choice is what comes next.

mod picture;
mod versions;

use std::time::Duration;

pub use self::picture::DEADLINE_RACE;
use self::picture::millis;
pub use self::versions::Version;
use self::versions::{Timers, at_line};
use explorer::Chooser;

/// How long the connection may be silent.
const LIMIT: Duration = Duration::from_millis(10);

/// How long after the last event each message comes, unless the clock has come to a deadline. Never at a deadline by accident.
const PAUSES: [Duration; 2] = [Duration::from_millis(4), Duration::from_millis(3)];

/// More than in any order.
const MOST: usize = 40;

/// What has become of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is in the heap.
    Set,
    /// It is in the heap, and was cancelled.
    Cancelled,
    /// It has fired.
    Fired,
    /// Taken out of the heap, because it was cancelled.
    Removed,
    /// Taken out of the heap without a word, though it was not cancelled.
    Swallowed,
}

/// A timer that the connection has set.
#[derive(Clone, Copy, Debug)]
struct Timer {
    /// Its number.
    id: u64,
    /// When it is due.
    deadline: Duration,
    /// What has become of it.
    fate: Fate,
}

/// The connection, and what it waits for.
struct Scene<'a> {
    version: Version,
    /// The version's timers.
    timers: Box<dyn Timers>,
    chooser: &'a Chooser,
    /// The time since the start.
    now: Duration,
    /// How many messages have come.
    came: usize,
    /// How many messages the connection has read.
    read: usize,
    /// Those that the connection has set, in order. The last is its own.
    set: Vec<Timer>,
    /// The numbers that version 1 has noted as cancelled, and that no timer has used up.
    notes: Vec<u64>,
    /// True if the connection is closed.
    closed: bool,
}

/// A connection is closed when it has been silent for 10 ms. Each message cancels its timer and sets another. Messages, deadlines and
/// turns of the loop come in every order.
///
/// # Errors
///
/// If the connection is silent and open, and no timer is left.
pub fn deadline_race(version: Version, chooser: &Chooser) -> Result<(), String> {
    let mut scene = Scene {
        version,
        timers: version.timers(),
        chooser,
        now: Duration::ZERO,
        came: 0,
        read: 0,
        set: Vec::new(),
        notes: Vec::new(),
        closed: false,
    };
    scene.set_timer();
    let first = scene.set[0];
    let say = format!(
        "conn is open, and may be silent for 10 ms. Its timer has number {}.",
        first.id
    );
    scene.tell("loop", &say, None);
    for _ in 0..MOST {
        if scene.closed {
            return Ok(());
        }
        if !scene.advance() {
            return Err("the connection is silent, and no timer will close it".into());
        }
    }
    Err("the connection is never closed".into())
}

impl Timer {
    /// True if it is in the heap, cancelled or not.
    fn in_heap(&self) -> bool {
        matches!(self.fate, Fate::Set | Fate::Cancelled)
    }
}

impl Scene<'_> {
    /// One thing happens: a message comes, the clock comes to the earliest deadline, or the loop takes a turn. False if nothing can.
    fn advance(&mut self) -> bool {
        if self.came > self.read {
            self.turn(); // `select` returns at once
            return true;
        }
        let Some(deadline) = self.timers.next() else {
            return false;
        };
        let ahead = deadline > self.now;
        let options = [
            (self.came < PAUSES.len()).then_some("A message comes."),
            ahead.then_some("The clock comes to the deadline."),
            (!ahead).then_some("The loop runs."),
        ];
        let able: Vec<_> = (0..3).filter(|option| options[*option].is_some()).collect();
        let labels: Vec<_> = options.iter().flatten().map(ToString::to_string).collect();
        match able[self.chooser.choose(&labels)] {
            0 => self.message(!ahead),
            1 => self.clock(deadline),
            _ => self.turn(),
        }
        true
    }

    /// A message comes, just at the deadline or some time before.
    fn message(&mut self, just: bool) {
        if !just {
            self.now += PAUSES[self.came];
        }
        self.came += 1;
        let just = if just { ", just at the deadline" } else { "" };
        let say = format!("A message comes at {}{just}.", millis(self.now));
        self.tell("client", &say, None);
    }

    /// The clock comes to a deadline.
    fn clock(&mut self, deadline: Duration) {
        self.now = deadline;
        let say = format!(
            "The clock comes to {}, the earliest deadline.",
            millis(self.now)
        );
        self.tell("clock", &say, None);
    }

    /// The loop pops the timers that are due. Then the connection, if it was woken, takes a step.
    fn turn(&mut self) {
        let mut fired = None;
        // This loop looks at the clock itself, so no timer fires early.
        while let Some(deadline) = self.timers.next()
            && deadline <= self.now
        {
            let out = self.timers.pop_due(self.now);
            fired = fired.or(out);
            self.note_pop(out);
        }
        if self.came > self.read {
            self.step_with_message();
        } else if fired.is_some() {
            self.closed = true;
            self.tell(
                "loop",
                "conn has been silent, and its limit has passed: it is closed.",
                None,
            );
        }
    }

    /// Tells of a timer that was taken out.
    fn note_pop(&mut self, out: Option<u64>) {
        let heap = self.set.iter_mut().filter(|timer| timer.in_heap());
        let due = heap.min_by_key(|timer| timer.deadline);
        let Some(timer) = due else { return };
        let id = timer.id;
        let say = match (out, timer.fate) {
            (Some(_), _) => {
                timer.fate = Fate::Fired;
                format!("The loop pops the timer with number {id}. It fires.")
            }
            (None, Fate::Cancelled) => {
                timer.fate = Fate::Removed;
                format!("The loop pops number {id}, which was cancelled. It woke up for nothing.")
            }
            (None, _) => {
                timer.fate = Fate::Swallowed;
                format!("The loop pops number {id}. There is a note for {id}, so it does not fire.")
            }
        };
        if out.is_none() {
            self.notes.retain(|note| *note != id);
        }
        self.tell("loop", &say, at_line(self.version, "pop"));
    }

    /// The connection reads what has come, cancels its timer, and sets another.
    fn step_with_message(&mut self) {
        self.read = self.came;
        let last = self.set.len() - 1;
        let Timer { id, fate, .. } = self.set[last];
        self.timers.cancel(id);
        if self.version == Version::Naive && !self.notes.contains(&id) {
            self.notes.push(id);
        }
        let say = if fate == Fate::Set {
            self.set[last].fate = Fate::Cancelled;
            format!("conn reads the message, and cancels its timer, number {id}.")
        } else {
            format!("conn reads the message, and cancels number {id}, which is gone.")
        };
        self.tell("loop", &say, at_line(self.version, "cancel"));
        self.set_timer();
        let Timer { id, deadline, .. } = self.set[self.set.len() - 1];
        let say = format!(
            "conn sets a timer for {}. It gets number {id}.",
            millis(deadline)
        );
        self.tell("loop", &say, at_line(self.version, "add"));
    }

    /// The connection sets a timer for its limit.
    fn set_timer(&mut self) {
        let deadline = self.now + LIMIT;
        let id = self.timers.add(deadline);
        self.set.push(Timer {
            id,
            deadline,
            fate: Fate::Set,
        });
    }
}
