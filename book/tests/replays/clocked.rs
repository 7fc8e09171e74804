//! A run of the small executor with timers, in made-up time: the clock jumps to the next deadline.

use crate::{
    slot::Slot,
    story::{Told, acting},
};
use book::replay::{Figure, Held, Recorder, Step, Trace};
use stage06::{
    events::{Event, observe},
    executor::Executor,
    snapshot,
    timers::Timers,
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::Rc,
    task::Waker,
    time::Instant,
};

/// What runs.
pub(crate) struct World {
    pub(crate) executor: Executor,
    pub(crate) timers: Rc<Timers>,
    pub(crate) slot: Rc<RefCell<Slot>>,
    pub(crate) begin: Instant,
    now: Cell<Instant>,
}

/// What is to be said of it.
struct Story {
    recorder: Recorder,
    script: VecDeque<Told>,
    world: Rc<World>,
    /// The tasks, by id. The sleep of a number is that of the task with this id.
    tasks: Vec<&'static str>,
    /// The task that is polled.
    polled: Option<u64>,
}

/// Records what happens to the tasks that `spawn` makes. Each lane of the figure is a task, in the order of their spawns.
pub(crate) fn record(
    id: &str,
    figure: Figure,
    script: Vec<Told>,
    spawn: impl FnOnce(&World),
) -> Trace {
    let begin = Instant::now();
    let world = Rc::new(World {
        executor: Executor::new(|| ()),
        timers: Timers::new(begin),
        slot: Rc::default(),
        begin,
        now: Cell::new(begin),
    });
    STORY.set(Some(Story {
        tasks: figure.lanes.iter().map(|lane| lane.name).collect(),
        recorder: Recorder::new(figure),
        script: script.into(),
        world: world.clone(),
        polled: None,
    }));
    observe(Some(on_event));
    spawn(&world);
    world.run();
    observe(None);
    let story = STORY.take().expect("it was set above");
    assert!(story.script.is_empty(), "the run ended early");
    Trace::new(id, story.recorder.finish())
}

thread_local! {
    static STORY: RefCell<Option<Story>> = const { RefCell::new(None) };
}

impl World {
    /// The loop, as on the page: until no task is ready and no timer is set.
    fn run(&self) {
        loop {
            self.executor.run_ready();
            if !self.executor.begin_park() {
                continue;
            }
            let Some(deadline) = self.timers.next_deadline() else {
                return;
            };
            self.now.set(deadline);
            let expired = self.timers.expire(deadline);
            expired.into_iter().for_each(Waker::wake);
        }
    }

    fn ms(&self, at: Instant) -> String {
        format!("{} ms", (at - self.begin).as_millis())
    }
}

fn on_event(event: Event) {
    STORY.with_borrow_mut(|story| story.as_mut().expect("a story is told").step(event));
}

impl Story {
    fn step(&mut self, event: Event) {
        let (what, task) = match event {
            Event::Spawn(task) => ("spawn", task),
            Event::Wake(task) => ("wake", task),
            Event::Poll(task) => ("poll", task),
            Event::Pending(task) => ("pending", task),
            Event::Complete(task) => ("complete", task),
            Event::Timer(sleep) => ("timer", sleep),
            Event::Cancel(sleep) => ("cancel", sleep),
            Event::Expire => ("expire", 0),
            Event::Turn => return,
            other => panic!("the story knows nothing of {other:?}"),
        };
        match event {
            Event::Poll(_) => self.polled = Some(task),
            Event::Pending(_) | Event::Complete(_) => self.polled = None,
            _ => {}
        }
        let what = match event {
            Event::Expire => what.to_string(),
            _ => format!("{what} {}", self.tasks[task as usize]),
        };
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

    /// What executor, timers and slot hold, read from them.
    fn actual(&self) -> BTreeMap<&'static str, Held> {
        let world = &self.world;
        let task = |prefix: &str, id: u64| format!("{prefix}{}", self.tasks[id as usize]);
        let held = |names: &mut dyn Iterator<Item = String>| -> Held {
            names.map(|name| (name, String::new())).collect()
        };
        let (ready, _) = snapshot::queue(&world.executor);
        let ready = ready.into_iter().map(|id| task("id-", id));
        let tasks = snapshot::tasks(&world.executor).into_iter();
        let timers = snapshot::timers(&world.timers).into_iter();
        let timers = timers.map(|(deadline, n)| (task("timer-", n), world.ms(deadline)));
        let slot = world.slot.borrow();
        let waker = slot.waker.iter().map(|_| "waker".to_string());
        let message = slot.message.map(str::to_string);
        BTreeMap::from([
            ("queue", held(&mut { ready })),
            (
                "running",
                held(&mut self.polled.map(|id| task("", id)).into_iter()),
            ),
            ("tasks", held(&mut tasks.map(|id| task("", id)))),
            ("timers", timers.collect()),
            ("slot", held(&mut waker.chain(message))),
            ("clock", vec![("now".into(), world.ms(world.now.get()))]),
        ])
    }
}
