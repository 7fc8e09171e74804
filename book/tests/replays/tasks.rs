//! A run of stage 3's loop and its tasks, told step by step.

use book::replay::{Figure, Held, Move, Recorder, Source, Step, Trace};
use stage01::Result;
use stage03::observe::{Happening, observe};
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
};

/// What is said of one event.
pub(crate) struct Told {
    /// The event: `step 1`.
    pub(crate) when: &'static str,
    /// The sentence.
    pub(crate) say: &'static str,
    /// The moves.
    pub(crate) moves: Vec<Move>,
    /// The line of code: a file, and what the line says.
    pub(crate) mark: Option<[&'static str; 2]>,
}

/// Says this, of an event that has no line of code.
pub(crate) fn told(when: &'static str, say: &'static str, moves: Vec<Move>) -> Told {
    let mark = None;
    Told {
        when,
        say,
        moves,
        mark,
    }
}

impl Told {
    /// With this line of code.
    pub(crate) fn at(self, file: &'static str, line: &'static str) -> Self {
        let mark = Some([file, line]);
        Told { mark, ..self }
    }
}

/// What loop, futures and task hold at this moment, read from them.
type Actual = Box<dyn Fn(&Seen) -> BTreeMap<&'static str, Held>>;

/// What the events have said so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// The callbacks in the loop's queue, each by its number: the first that was queued is 0.
    pub(crate) queue: VecDeque<usize>,
    /// How many were queued so far.
    queued: usize,
    /// True while the coroutine runs.
    pub(crate) running: bool,
    /// True if the coroutine has ended.
    pub(crate) ended: bool,
    /// How often the coroutine was resumed.
    pub(crate) resumes: usize,
    /// How often a socket was registered.
    pub(crate) registers: usize,
    /// The word of the last event.
    pub(crate) last: String,
}

struct Story {
    recorder: Recorder,
    script: VecDeque<Told>,
    untold: &'static [&'static str],
    seen: Seen,
    actual: Option<Actual>,
}

thread_local! {
    static STORY: RefCell<Option<Story>> = const { RefCell::new(None) };
}

/// Records what `program` does. It calls [`shows`] as soon as there is something to show. The events of `untold` have no sentence.
pub(crate) fn record(
    id: &str,
    figure: Figure,
    script: Vec<Told>,
    untold: &'static [&'static str],
    program: impl FnOnce() -> Result,
) -> Trace {
    STORY.set(Some(Story {
        recorder: Recorder::new(figure),
        script: script.into(),
        untold,
        seen: Seen::default(),
        actual: None,
    }));
    observe(on_event, program).expect("the program runs");
    let story = STORY.take().expect("it was set above");
    if let Some(left) = story.script.front() {
        panic!("the run ended before {:?}", left.when);
    }
    Trace::new(id, story.recorder.finish())
}

/// How the state of the run is read.
pub(crate) fn shows(actual: impl Fn(&Seen) -> BTreeMap<&'static str, Held> + 'static) {
    STORY.with_borrow_mut(|story| {
        story.as_mut().expect("a story is told").actual = Some(Box::new(actual));
    });
}

fn on_event(did: &Happening) {
    let number = did.field("number").map(|number| format!(" {number}"));
    tell(&format!("{}{}", did.name, number.unwrap_or_default()));
}

/// Tells of an event that the stage has no word for.
pub(crate) fn tell(event: &str) {
    STORY.with_borrow_mut(|story| story.as_mut().expect("a story is told").tell(event));
}

impl Story {
    fn tell(&mut self, event: &str) {
        self.seen.note(event);
        let next = self.script.pop_front_if(|told| told.when == event);
        let Some(told) = next else {
            let word = event.split(' ').next().unwrap_or_default();
            assert!(
                self.untold.contains(&word),
                "{event} has no sentence; the next one is for {:?}",
                self.script.front().map(|told| told.when)
            );
            return;
        };
        let actual = self.actual.as_ref().expect("`shows` was called");
        let step = Step {
            lane: 0,
            name: told.when,
            say: told.say.into(),
            moves: told.moves,
            at: told.mark.map(source),
        };
        self.recorder.step(step, &actual(&self.seen));
    }
}

impl Seen {
    fn note(&mut self, event: &str) {
        let word = event.split(' ').next().unwrap_or_default();
        self.last = word.into();
        match word {
            "register" => self.registers += 1,
            "call_soon" => {
                self.queue.push_back(self.queued);
                self.queued += 1;
            }
            "callback" => drop(self.queue.pop_front().expect("it was queued")),
            "step" | "resume" => {
                self.running = true;
                self.resumes += 1;
            }
            "wait" | "pause" => self.running = false,
            "end" | "ended" => (self.running, self.ended) = (false, true),
            _ => {}
        }
    }
}

/// A line of code. Without a stage, the file is one of stage 3.
fn source([file, text]: [&str; 2]) -> Source {
    match file.starts_with("stage") {
        true => Source::of(file, text),
        false => Source::of(&format!("stage03-task/{file}"), text),
    }
}
