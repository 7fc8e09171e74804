//! How the race is drawn.

use std::sync::Arc;
use std::time::Duration;

use super::{Fate, Scene, Version};
use crate::trace::Figure;
use explorer::{Line, Step, View, at};

/// The picture of [`deadline_race`](super::deadline_race).
pub const DEADLINE_RACE: Figure = Figure {
    threads: &[("loop", "blue"), ("client", "orange"), ("clock", "teal")],
    good: "conn has been silent for 10 ms, and is closed.",
    bad: "conn is silent and open, and no timer is left: it will never be closed.",
    layout: r#""bad":"never closed",
        "places":[
            {"id":"stream","title":"Stream","note":"came, and is not read"},
            {"id":"connections","title":"Connections"},
            {"id":"heap","title":"Heap","note":"number and deadline"},
            {"id":"notes","title":"Cancelled","note":"numbers that were noted"}],
        "things":[
            {"id":"conn","label":"conn","kind":"socket","color":"blue"},
            {"id":"m1","label":"1","kind":"message","color":"orange","name":false},
            {"id":"m2","label":"2","kind":"message","color":"orange","name":false},
            {"id":"t1","label":"timer","kind":"timer","color":"teal","name":false},
            {"id":"t2","label":"timer","kind":"timer","color":"teal","name":false},
            {"id":"t3","label":"timer","kind":"timer","color":"teal","name":false},
            {"id":"n0","label":"0","kind":"id","color":"teal","name":false},
            {"id":"n1","label":"1","kind":"id","color":"teal","name":false},
            {"id":"n2","label":"2","kind":"id","color":"teal","name":false}],
        "grid":["stream connections","heap notes"],
        "narrow":["stream connections","heap notes"]"#,
};

/// The timers, the notes and the messages, by number.
const TIMERS: [&str; 3] = ["t1", "t2", "t3"];
const NOTES: [&str; 3] = ["n0", "n1", "n2"];
const MESSAGES: [&str; 2] = ["m1", "m2"];

impl Scene<'_> {
    /// Tells of a step.
    pub(super) fn tell(&mut self, who: &str, say: &str, line: Option<Arc<Line>>) {
        let view = self.look();
        self.chooser.step(Step {
            who: who.into(),
            say: say.into(),
            line,
            view,
            ..Step::default()
        });
    }

    /// The picture must be what the timers hold: the earliest deadline of both is the same.
    fn check(&mut self) {
        if self.version == Version::Ours {
            // `next` removes the cancelled ones at the top, and so does the picture.
            while let Some(timer) = (self.set.iter_mut().filter(|timer| timer.in_heap()))
                .min_by_key(|timer| (timer.deadline, timer.id))
                && timer.fate == Fate::Cancelled
            {
                timer.fate = Fate::Removed;
            }
        }
        let heap = self.set.iter().filter(|timer| timer.in_heap());
        let earliest = heap.map(|timer| timer.deadline).min();
        assert_eq!(
            self.timers.next(),
            earliest,
            "the picture shows another heap"
        );
    }

    /// What is where.
    fn look(&mut self) -> View {
        self.check();
        let mut view = View::new();
        let state = if self.closed { "closed" } else { "open" };
        view.insert("conn", at("connections", state));
        for message in &MESSAGES[self.read..self.came] {
            view.insert(message, at("stream", ""));
        }
        for (timer, thing) in self.set.iter().zip(TIMERS) {
            if timer.in_heap() {
                view.insert(thing, at("heap", number(timer.id, timer.deadline)));
            }
        }
        for note in &self.notes {
            view.insert(NOTES[*note as usize], at("notes", ""));
        }
        view
    }
}

/// Returns a time in milliseconds.
pub(super) fn millis(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

/// Returns what is written on a timer: its number, and its deadline.
fn number(id: u64, deadline: Duration) -> &'static str {
    String::leak(format!("{id}: {}", millis(deadline)))
}
