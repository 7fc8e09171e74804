//! A run of the small executor, told step by step.

use crate::slot::Slot;
use book::{
    page::{read, root},
    replay::{Figure, Held, Move, Recorder, Source, Step, Trace},
};
use stage06::{
    events::{Event, observe, place},
    executor::Executor,
    snapshot,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

/// What is said of one event.
pub(crate) struct Told(
    /// The event: `spawn reader`.
    pub(crate) &'static str,
    /// The sentence.
    pub(crate) &'static str,
    /// The moves.
    pub(crate) Vec<Move>,
);

/// A run, and what is to be said of it.
struct Story {
    recorder: Recorder,
    script: VecDeque<Told>,
    executor: Rc<Executor>,
    slot: Rc<RefCell<Slot>>,
    /// The tasks, by id.
    tasks: Vec<&'static str>,
    /// The task that is polled.
    polled: Option<u64>,
    /// True from a wake of the first task until its poll, as the events say.
    woken: bool,
    /// Only these places are in the figure.
    places: Vec<&'static str>,
}

thread_local! {
    static STORY: RefCell<Option<Story>> = const { RefCell::new(None) };
    /// The tasks whose futures are dropped, in order.
    static DROPPED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Records what `program` does with an executor and a slot. Each lane of the figure is a task, in the order of their spawns.
pub(crate) fn record(
    id: &str,
    figure: Figure,
    script: Vec<Told>,
    program: impl FnOnce(&Executor, Rc<RefCell<Slot>>),
) -> Trace {
    let executor = Rc::new(Executor::new(|| ()));
    let slot = Rc::<RefCell<Slot>>::default();
    DROPPED.take();
    STORY.set(Some(Story {
        places: figure.places.iter().map(|place| place.id).collect(),
        tasks: figure.lanes.iter().map(|lane| lane.name).collect(),
        recorder: Recorder::new(figure),
        script: script.into(),
        executor: executor.clone(),
        slot: slot.clone(),
        polled: None,
        woken: false,
    }));
    observe(Some(on_event));
    program(&executor, slot);
    observe(None);
    let story = STORY.take().expect("it was set above");
    assert!(story.script.is_empty(), "the run ended early");
    Trace::new(id, story.recorder.finish())
}

/// Notes the drop of a task's future.
pub(crate) struct NoteDrop(pub(crate) &'static str);

impl Drop for NoteDrop {
    fn drop(&mut self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
    }
}

/// The tasks whose futures were dropped, in order.
pub(crate) fn dropped() -> Vec<&'static str> {
    DROPPED.with_borrow(Clone::clone)
}

fn on_event(event: Event) {
    STORY.with_borrow_mut(|story| {
        let story = story.as_mut().expect("a story is told");
        story.step(event);
    });
}

impl Story {
    fn step(&mut self, event: Event) {
        let (what, task) = match event {
            Event::Spawn(task) => ("spawn", task),
            Event::Wake(task) => ("wake", task),
            Event::WakeAgain(task) => ("wake again", task),
            Event::Poll(task) => ("poll", task),
            Event::Pending(task) => ("pending", task),
            Event::Complete(task) => ("complete", task),
            other => panic!("the story knows nothing of {other:?}"),
        };
        match event {
            Event::Wake(0) => self.woken = true,
            Event::Poll(0) => (self.woken, self.polled) = (false, Some(0)),
            Event::Poll(_) => self.polled = Some(task),
            Event::Pending(_) | Event::Complete(_) => self.polled = None,
            _ => {}
        }
        let what = format!("{what} {}", self.name(task));
        let told = self.script.pop_front();
        let Told(when, say, moves) = told.unwrap_or_else(|| panic!("{what} has no sentence"));
        assert_eq!(when, what, "{say:?} is said at the wrong time");
        let step = Step {
            lane: self.polled.unwrap_or(task) as usize,
            name: when,
            say: say.into(),
            moves,
            at: Some(acting()),
        };
        let actual = self.actual();
        self.recorder.step(step, &actual);
    }

    fn name(&self, id: u64) -> &'static str {
        self.tasks[id as usize]
    }

    /// What the executor and the slot hold, read from them.
    fn actual(&self) -> BTreeMap<&'static str, Held> {
        let (ready, _) = snapshot::queue(&self.executor);
        let ids = ready.iter().map(|id| format!("id-{}", self.name(*id)));
        let map = snapshot::tasks(&self.executor);
        let map = map.iter().map(|id| self.name(*id).to_string());
        let running = self.polled.map(|id| self.name(id).to_string());
        let slot = self.slot.borrow();
        let waker = slot.waker.as_ref().map(|_| "waker".to_string());
        let message = slot.message.map(str::to_string);
        let done = dropped();
        let held = |names: &mut dyn Iterator<Item = String>| -> Held {
            names.map(|name| (name, String::new())).collect()
        };
        // A task that is polled is out of the map, and its flag with it. Before and after, the flag is compared.
        let flag = snapshot::woken(&self.executor, 0).unwrap_or(self.woken);
        assert_eq!(flag, self.woken, "what the events say of `woken` is not so");
        let flag =
            (!done.contains(&self.tasks[0])).then(|| ("woken".to_string(), up_or_down(flag)));
        let mut actual = BTreeMap::from([
            ("flag", flag.into_iter().collect()),
            ("queue", held(&mut { ids })),
            ("tasks", held(&mut { map })),
            ("running", held(&mut running.into_iter())),
            ("slot", held(&mut waker.into_iter().chain(message))),
            ("done", held(&mut done.iter().map(ToString::to_string))),
        ]);
        actual.retain(|place, _| self.places.contains(place));
        actual
    }
}

/// What is written on a flag.
pub(crate) fn up_or_down(flag: bool) -> String {
    String::from(if flag { "up" } else { "down" })
}

/// The line that acts: that of the event, or the one above it, if that only tells of the event.
pub(crate) fn acting() -> Source {
    let mut source = Source::from(place().expect("it is told of an event"));
    let text = read(&root().join(&source.file));
    let line = text.lines().nth(source.line - 1).unwrap_or_default();
    source.line -= usize::from(line.contains("emit("));
    source
}
