//! A function with two pauses, resumed three times: who runs, what goes in, what comes out.

use book::replay::{Held, Move, Recorder, Source, Step, Trace};
use script::{figure, script};
use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
};

mod script;

#[path = "../../../stage01-generators/examples/corner/corner.rs"]
#[allow(unreachable_pub, dead_code)]
mod corner;

/// What the program of the page prints with: here, it is told.
macro_rules! println {
    ($($text:tt)*) => { $crate::two_pauses::printed(&format!($($text)*)) };
}
use println;

/// One step: the event, the sentence, the moves, and the line that acts.
struct Told(&'static str, &'static str, Vec<Move>, [&'static str; 2]);

/// What the program and the function hold.
struct Story {
    recorder: Recorder,
    script: VecDeque<Told>,
    /// What the caller will hand in.
    to_send: VecDeque<&'static str>,
    /// What was handed in with the resume that runs, until a line reads it.
    handed_in: Option<&'static str>,
    /// Where the function is paused, as it says itself. `None` while it runs.
    paused: Option<String>,
    ended: bool,
    printed: Vec<String>,
    unread: Vec<&'static str>,
    got: Vec<&'static str>,
}

thread_local! {
    static STORY: RefCell<Option<Story>> = const { RefCell::new(None) };
}

pub(crate) fn two_pauses() -> Trace {
    STORY.set(Some(Story {
        recorder: Recorder::new(figure()),
        script: script().into(),
        to_send: ["thrown away", "Hello", "again"].into(),
        handed_in: None,
        paused: None,
        ended: false,
        printed: Vec::new(),
        unread: Vec::new(),
        got: Vec::new(),
    }));
    program();
    let story = STORY.take().expect("it was set above");
    assert!(story.script.is_empty(), "the run ended early");
    Trace::new("two_pauses", story.recorder.finish())
}

fn program() {
    let mut s = corner::Corner::Start;
    tell("made", |story| story.paused = Some(format!("{s:?}")));
    while let Some(sent) = tell("resume", |story| {
        story.paused = None;
        story.handed_in = story.to_send.pop_front();
        story.handed_in
    }) {
        let state = s.resume(sent);
        let event = match state {
            Yielded(_) => "yield",
            Complete(()) => "return",
        };
        tell(event, |story| {
            story.unread.extend(story.handed_in.take());
            match state {
                Yielded(value) => {
                    story.got.push(value);
                    story.paused = Some(format!("{s:?}"));
                }
                Complete(()) => story.ended = true,
            }
        });
        if state == Complete(()) {
            return;
        }
    }
}

fn printed(text: &str) {
    tell("print", |story| {
        let read = story.handed_in.take_if(|sent| *sent == text);
        story.printed.extend(read.map(String::from));
    });
}

/// Notes an event and tells of it.
fn tell<T>(event: &str, note: impl FnOnce(&mut Story) -> T) -> T {
    STORY.with_borrow_mut(|story| {
        let story = story.as_mut().expect("a story is told");
        let noted = note(story);
        story.step(event);
        noted
    })
}

impl Story {
    fn step(&mut self, event: &str) {
        let told = self.script.pop_front();
        let Told(when, say, moves, [file, line]) =
            told.unwrap_or_else(|| panic!("{event} has no sentence"));
        assert_eq!(when, event, "{say:?} is said at the wrong time");
        let step = Step {
            lane: 0,
            name: when,
            say: say.into(),
            moves,
            at: Some(Source::of(
                &format!("stage01-generators/examples/corner/{file}"),
                line,
            )),
        };
        let actual = self.actual();
        self.recorder.step(step, &actual);
    }

    fn actual(&self) -> BTreeMap<&'static str, Held> {
        fn held<T: ToString>(values: impl IntoIterator<Item = T>) -> Held {
            let values = values.into_iter();
            values
                .map(|value| (value.to_string(), String::new()))
                .collect()
        }
        let runs = (self.paused.is_none() && !self.ended).then_some("s");
        let paused = self.paused.iter();
        BTreeMap::from([
            ("to_send", held(&self.to_send)),
            ("running", held(self.handed_in.into_iter().chain(runs))),
            (
                "paused",
                paused.map(|at| ("s".to_string(), at.clone())).collect(),
            ),
            ("got", held(&self.got)),
            ("printed", held(&self.printed)),
            ("unread", held(&self.unread)),
        ])
    }
}
