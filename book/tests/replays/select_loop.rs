//! A run of a select loop, told step by step: of stage 4's own, or of the naive one.

pub(crate) mod naive;
pub(crate) mod ours;

use book::replay::{Figure, Held, Move, Recorder, Source, Step, Trace};
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
};

/// What is said of one event.
pub(crate) struct Told(
    /// The event: `step main`.
    pub(crate) &'static str,
    /// The sentence.
    pub(crate) &'static str,
    /// The line of code: a file of the stage, and what the line says.
    pub(crate) [&'static str; 2],
);

/// A loop that is run turn by turn.
trait Turns {
    /// One turn. False if the run has ended.
    fn turn(&mut self) -> bool;
    /// Each task that has not ended, by its number, and where it is.
    fn tasks(&self) -> BTreeMap<usize, At>;
}

/// Where a task is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// In the queue.
    Ready,
    /// In its step.
    Running,
    /// With a source of this name.
    Source(String),
    /// With the timers.
    Timer,
    /// Among those that wait for the end of this task.
    Joins(usize),
}

/// A run, and what is to be said of it.
struct Story {
    recorder: Recorder,
    /// What each place held at the last sentence.
    before: BTreeMap<&'static str, Held>,
    script: VecDeque<Told>,
    /// The tasks by number, and the things that show them.
    names: Vec<&'static str>,
    /// What the events say: where each task is, the last that moved last.
    tasks: Vec<(usize, At)>,
    /// The tasks that have ended.
    ended: Vec<usize>,
    /// What the clock shows, if it is in the picture.
    now: Option<String>,
    /// The place and the label of a task.
    shown: fn(&At) -> (&'static str, String),
    /// The place of the tasks that have ended, if it is in the picture.
    done: bool,
    /// The order of the things in a place.
    order: Vec<String>,
    /// The places.
    places: Vec<&'static str>,
}

thread_local! {
    static STORY: RefCell<Option<Story>> = const { RefCell::new(None) };
}

/// Records a run. The lanes of the figure are the tasks, by number.
pub(crate) fn record(
    id: &str,
    figure: Figure,
    script: Vec<Told>,
    shown: fn(&At) -> (&'static str, String),
    run: impl FnOnce(),
) -> Trace {
    let has = |place: &str| figure.places.iter().any(|p| p.id == place);
    STORY.set(Some(Story {
        names: figure.lanes.iter().map(|lane| lane.name).collect(),
        places: figure.places.iter().map(|place| place.id).collect(),
        order: figure.things.iter().map(|t| t.id.to_string()).collect(),
        now: has("clock").then(|| "0 ms".into()),
        done: has("done"),
        recorder: Recorder::new(figure),
        before: BTreeMap::new(),
        script: script.into(),
        tasks: Vec::new(),
        ended: Vec::new(),
        shown,
    }));
    run();
    let story = STORY.take().expect("it was set above");
    if let Some(left) = story.script.front() {
        panic!("the run ended before {:?}", left.0);
    }
    Trace::new(id, story.recorder.finish())
}

/// Runs the loop to its end. After each turn the tasks are where the picture shows them.
fn turns(event_loop: &mut impl Turns) {
    let mut goes_on = true;
    while goes_on {
        goes_on = event_loop.turn();
        let actual = event_loop.tasks();
        let told = with_story(|story| story.tasks.iter().cloned().collect::<BTreeMap<_, _>>());
        assert_eq!(told, actual, "what the events say, and what the loop holds");
    }
}

/// Where a task is, as the events say.
fn place_of(task: usize) -> Option<At> {
    with_story(|story| {
        let found = story.tasks.iter().find(|(number, _)| *number == task);
        found.map(|(_, at)| at.clone())
    })
}

/// The number of a task.
fn number_of(name: &str) -> usize {
    let found = with_story(|story| story.names.iter().position(|n| *n == name));
    found.expect("a task of the picture")
}

/// The tasks that are there, as the events say.
fn waiting_for(at: &At) -> Vec<usize> {
    with_story(|story| {
        let here = story.tasks.iter().filter(|(_, place)| place == at);
        here.map(|(task, _)| *task).collect()
    })
}

/// A task has moved. The event has a sentence, or belongs to the next one that has.
fn moved(what: &str, task: usize, at: At) {
    with_story(|story| {
        story.tasks.retain(|(number, _)| *number != task);
        story.tasks.push((task, at));
        story.tell(what, task);
    });
}

/// A task has ended.
fn ended(task: usize) {
    with_story(|story| {
        story.tasks.retain(|(number, _)| *number != task);
        story.ended.push(task);
        story.tell("end", task);
    });
}

/// The clock shows this.
fn clock(now: &str) {
    with_story(|story| {
        if let Some(shown) = &mut story.now {
            *shown = now.into();
        }
    });
}

fn with_story<T>(look: impl FnOnce(&mut Story) -> T) -> T {
    STORY.with_borrow_mut(|story| look(story.as_mut().expect("a story is told")))
}

impl Story {
    fn tell(&mut self, what: &str, task: usize) {
        let event = format!("{what} {}", self.names[task]);
        let Some(Told(name, say, [file, line])) = self.script.pop_front_if(|told| told.0 == event)
        else {
            return; // its moves are those of the next sentence
        };
        let actual = self.actual();
        let step = Step {
            lane: task,
            name,
            say: say.into(),
            moves: self.moves(&actual),
            at: Some(Source::of(&format!("stage04-select-loop/{file}"), line)),
        };
        self.recorder.step(step, &actual);
        self.before = actual;
    }

    /// What each place holds, as the events say.
    fn actual(&self) -> BTreeMap<&'static str, Held> {
        let mut actual: BTreeMap<_, Held> = self
            .places
            .iter()
            .map(|place| (*place, Held::new()))
            .collect();
        let mut put = |place, thing: &str, label: String| {
            let held: &mut Held = actual.get_mut(place).expect("a place of the picture");
            held.push((thing.into(), label));
            if place != "ready" {
                held.sort_by_key(|(thing, _)| self.order.iter().position(|t| t == thing));
            }
        };
        for (task, at) in &self.tasks {
            let (place, label) = (self.shown)(at);
            put(place, self.names[*task], label);
        }
        for task in self.ended.iter().filter(|_| self.done) {
            put("done", self.names[*task], String::new());
        }
        if let Some(now) = &self.now {
            put("clock", "now", now.clone());
        }
        actual
    }

    /// The moves from the picture of the last step to this one, in the order of the queue.
    fn moves(&self, actual: &BTreeMap<&'static str, Held>) -> Vec<Move> {
        let before = &self.before;
        let place =
            |held: &BTreeMap<&'static str, Held>, thing: &str| -> Option<(&'static str, String)> {
                held.iter().find_map(|(place, held)| {
                    let (_, label) = held.iter().find(|(t, _)| t == thing)?;
                    Some((*place, label.clone()))
                })
            };
        let last_moved =
            |thing: &String| (self.tasks.iter()).position(|(task, _)| self.names[*task] == thing);
        let mut things = self.order.clone();
        things.sort_by_key(last_moved);
        let moves = things.iter().filter_map(|thing| {
            let (old, new) = (place(before, thing), place(actual, thing));
            match (&old, new) {
                (old, new) if *old == new => None,
                (Some((from, _)), Some((to, label))) if *from == to => {
                    Some(Move::label(thing, &label))
                }
                (_, Some((to, label))) if label.is_empty() => Some(Move::to(thing, to)),
                (_, Some((to, label))) => Some(Move::to(thing, to).labelled(&label)),
                (_, None) => Some(Move::away(thing)),
            }
        });
        moves.collect()
    }
}
