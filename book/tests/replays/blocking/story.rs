//! A loop of the stage's executor and timers, told step by step. The time is made up.

use book::replay::{Figure, Held, Move, Recorder, Source, Step, Trace};
use stage06::{
    events::{Event, observe},
    executor::Executor,
    snapshot,
    timers::{Timers, sleep_until},
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::Rc,
    sync::{Arc, Mutex},
    task::Waker,
    time::{Duration, Instant},
};

#[path = "../../../../stage06-async-await/full/examples/naive_blocking/thread.rs"]
pub(crate) mod naive;

const PAGE_CODE: &str = "stage06-async-await/full/examples/naive_blocking/thread.rs";

/// What happens, the sentence, the line of the page's code that does it, and the moves.
pub(crate) type Told = (&'static str, &'static str, &'static str, Vec<Move>);

type Answer = Arc<Mutex<naive::Slot<u32>>>;

/// The loop, and what is to be said of it.
pub(crate) struct Story {
    recorder: RefCell<Recorder>,
    script: RefCell<VecDeque<Told>>,
    pub(crate) executor: Executor,
    timers: Rc<Timers>,
    begin: Instant,
    /// Milliseconds since then.
    pub(crate) now: Cell<u64>,
    ticks: Cell<u64>,
    /// The task that is polled.
    polled: Cell<Option<u64>>,
    /// The slot of the job, while it runs elsewhere.
    pub(crate) slot: RefCell<Option<Answer>>,
    /// True while the job runs on its thread.
    pub(crate) elsewhere: Cell<bool>,
    /// Only these places are in the figure.
    places: Vec<&'static str>,
}

const TASKS: [&str; 2] = ["clock", "hash"];

thread_local! {
    static STORY: RefCell<Option<Rc<Story>>> = const { RefCell::new(None) };
}

pub(crate) fn story() -> Rc<Story> {
    STORY.with_borrow(|story| story.clone().expect("a story is told"))
}

impl Story {
    /// The time is now this. The loop learns of it when it looks.
    pub(crate) fn pass(&self, now: u64) {
        self.now.set(now);
        self.tell(&format!("{now} ms"));
    }

    /// The next step, if this is what it tells. What it does not tell is seen in the picture of the next.
    pub(crate) fn tell(&self, what: &str) {
        let next = self.script.borrow_mut().pop_front_if(|next| next.0 == what);
        let Some((name, say, line, moves)) = next else {
            return;
        };
        let hash = self.polled.get() == Some(1) || what.ends_with("hash");
        let step = Step {
            lane: match what.starts_with("job") {
                true => 2,
                false => usize::from(hash),
            },
            name,
            say: say.into(),
            moves,
            at: (!line.is_empty()).then(|| Source::of(PAGE_CODE, line)),
        };
        self.recorder.borrow_mut().step(step, &self.actual());
    }

    /// What the loop, the timers and the slot hold, read from them.
    fn actual(&self) -> BTreeMap<&'static str, Held> {
        let name = |id: &u64| TASKS[*id as usize].to_string();
        let at = |ms: u64| format!("{ms} ms");
        let held = |names: &mut dyn Iterator<Item = String>| -> Held {
            names.map(|name| (name, String::new())).collect()
        };
        let ready = snapshot::queue(&self.executor).0;
        let ready = ready.iter().map(|id| format!("id-{}", name(id)));
        let tasks = snapshot::tasks(&self.executor);
        let job = self.elsewhere.get().then(|| "job".to_string());
        let slot = self.slot.borrow();
        let slot = slot.as_ref().map(|slot| slot.lock().expect("no panic"));
        let slot = slot.iter().flat_map(|slot| {
            let waker = slot.waker.as_ref().map(|_| "waker".to_string());
            let result = slot.result.map(|_| "result".to_string());
            waker.into_iter().chain(result)
        });
        let mut time = vec![
            ("now".to_string(), at(self.now.get())),
            ("ticks".to_string(), self.ticks.get().to_string()),
        ];
        if let Some(deadline) = self.timers.next_deadline() {
            let due = deadline.duration_since(self.begin).as_millis() as u64;
            time.push(("timer".to_string(), at(due)));
        }
        BTreeMap::from([
            ("queue", held(&mut { ready })),
            ("running", held(&mut self.polled.get().iter().map(name))),
            ("tasks", held(&mut tasks.iter().map(name))),
            ("pool", held(&mut job.into_iter())),
            ("slot", held(&mut { slot })),
            ("time", time),
        ])
        .into_iter()
        .filter(|(place, _)| self.places.contains(place))
        .collect()
    }

    /// Wakes the tasks whose deadlines have passed, and polls all that are woken.
    pub(crate) fn turn(&self) {
        let now = self.begin + Duration::from_millis(self.now.get());
        self.timers.expire(now).into_iter().for_each(Waker::wake);
        self.executor.run_ready();
    }
}

fn on_event(event: Event) {
    let story = story();
    let what = match event {
        Event::Poll(id) => {
            story.polled.set(Some(id));
            format!("poll {}", TASKS[id as usize])
        }
        Event::Pending(id) => {
            story.polled.set(None);
            format!("pending {}", TASKS[id as usize])
        }
        Event::Complete(id) => {
            story.polled.set(None);
            format!("complete {}", TASKS[id as usize])
        }
        Event::Wake(id) => format!("wake {}", TASKS[id as usize]),
        _ => return,
    };
    story.tell(&what);
}

/// Ticks every ten milliseconds, or when it is polled at last.
async fn clock(story: Rc<Story>) {
    loop {
        let next = story.now.get() + 10;
        let deadline = story.begin + Duration::from_millis(next);
        sleep_until(&story.timers, deadline).await;
        story.ticks.set(story.ticks.get() + 1);
    }
}

pub(crate) fn record(
    id: &str,
    figure: Figure,
    script: Vec<Told>,
    program: impl FnOnce(&Rc<Story>),
) -> Trace {
    let begin = Instant::now();
    let story = Rc::new(Story {
        places: figure.places.iter().map(|place| place.id).collect(),
        recorder: RefCell::new(Recorder::new(figure)),
        script: RefCell::new(script.into()),
        executor: Executor::new(|| ()),
        timers: Timers::new(begin),
        begin,
        now: Cell::new(0),
        ticks: Cell::new(0),
        polled: Cell::new(None),
        slot: RefCell::default(),
        elsewhere: Cell::new(false),
    });
    STORY.set(Some(story.clone()));
    observe(Some(on_event));
    story.executor.spawn(clock(story.clone()));
    program(&story);
    observe(None);
    STORY.take();
    assert!(story.script.borrow().is_empty(), "the run ended early");
    story.executor.clear(); // the clock owns the story
    let recorder = story.recorder.replace(Recorder::new(Figure::default()));
    Trace::new(id, recorder.finish())
}
