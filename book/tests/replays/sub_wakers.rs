//! One task, three children, and a sub-waker for each: the join of `examples/naive_join_all`.

#[path = "../../../stage06-async-await/examples/naive_join_all/sub_wakers.rs"]
mod code;
mod script;

use crate::story::Told;
use book::replay::{Held, Recorder, Source, Step, Trace};
use code::{Woken, join_all};
use stage06::{
    events::{Event, observe},
    executor::Executor,
    snapshot,
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    pin::Pin,
    rc::Rc,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

const CHILDREN: [&str; 3] = ["alpha", "beta", "gamma"];
const CODE: &str = "stage06-async-await/examples/naive_join_all/sub_wakers.rs";

/// A run, and what is to be said of it.
struct Story {
    recorder: Recorder,
    script: VecDeque<Told>,
    executor: Rc<Executor>,
    woken: Arc<Mutex<Woken>>,
    /// True while the task is polled.
    running: bool,
    /// The child that is polled.
    polled: Option<usize>,
    /// The children that have ended.
    done: Vec<usize>,
}

thread_local! {
    static STORY: RefCell<Option<Story>> = const { RefCell::new(None) };
}

/// A child: it waits until it is opened, and tells of its polls and its end.
struct Child(usize, Rc<Door>);

#[derive(Default)]
struct Door {
    open: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Door {
    fn open(&self) {
        self.open.set(true);
        self.waker.take().into_iter().for_each(Waker::wake);
    }
}

impl Future for Child {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<&'static str> {
        let Child(n, door) = &*self;
        with_story(|story| {
            story.polled = Some(*n);
            story.tell(&format!("poll {}", CHILDREN[*n]), "future.as_mut().poll(");
        });
        if door.open.get() {
            return Poll::Ready(CHILDREN[*n]);
        }
        door.waker.set(Some(context.waker().clone()));
        with_story(|story| story.polled = None);
        Poll::Pending
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        with_story(|story| {
            story.polled = None;
            story.done.push(self.0);
            let what = format!("end {}", CHILDREN[self.0]);
            story.tell(&what, "(children[child], outputs[child]) =");
        });
    }
}

fn with_story(act: impl FnOnce(&mut Story)) {
    STORY.with_borrow_mut(|story| act(story.as_mut().expect("a story is told")));
}

fn on_event(event: Event) {
    with_story(|story| {
        story.running = match event {
            Event::Poll(_) => true,
            Event::Pending(_) | Event::Complete(_) => false,
            _ => story.running,
        };
        let (what, line) = match event {
            Event::Spawn(0) => ("spawn", "pub(crate) async fn join_all"),
            // No child was noted: `spawn` wakes the new task.
            Event::Wake(0) if story.woken.lock().unwrap().children.is_empty() => {
                ("wake", "pub(crate) async fn join_all")
            }
            Event::Wake(0) => ("wake", "woken.children.insert(self.child);"),
            Event::Poll(0) => ("poll", "poll_fn(|context| {"),
            Event::Pending(0) => ("pending", "_ => Poll::Pending,"),
            Event::Complete(0) => ("complete", "0 => Poll::Ready(()),"),
            other => panic!("the story knows nothing of {other:?}"),
        };
        story.tell(what, line);
    });
}

impl Story {
    /// The next step is `what`, done by the line of the join that holds `line`.
    fn tell(&mut self, what: &str, line: &str) {
        let told = self.script.pop_front();
        let Told(when, say, moves) = told.unwrap_or_else(|| panic!("{what} has no sentence"));
        assert_eq!(when, what, "{say:?} is said at the wrong time");
        let child = CHILDREN.iter().position(|child| what.ends_with(child));
        let step = Step {
            lane: child.map_or(0, |child| child + 1),
            name: when,
            say: say.into(),
            moves,
            at: Some(Source::of(CODE, line)),
        };
        let actual = self.actual();
        self.recorder.step(step, &actual);
    }

    /// What the executor holds, and the join.
    fn actual(&self) -> BTreeMap<&'static str, Held> {
        let held = |names: Vec<String>| -> Held {
            let of_name = names.into_iter().map(|name| (name, String::new()));
            of_name.collect()
        };
        let child = |n: &usize| CHILDREN[*n].to_string();
        let (ready, _) = snapshot::queue(&self.executor);
        let woken = self.woken.lock().unwrap();
        let noted = woken.children.iter().map(|n| format!("id-{}", child(n)));
        let waiting = |n: &usize| self.polled != Some(*n) && !self.done.contains(n);
        BTreeMap::from([
            ("queue", held(vec!["id-join".into(); ready.len()])),
            ("running", held(vec!["join".into(); self.running.into()])),
            ("tasks", {
                let tasks = snapshot::tasks(&self.executor);
                held(vec!["join".into(); tasks.len()])
            }),
            ("woken", held(noted.collect())),
            ("polled", held(self.polled.iter().map(child).collect())),
            (
                "children",
                held((0..3).filter(waiting).map(|n| child(&n)).collect()),
            ),
        ])
    }
}

/// One wake polls one child; two wakes before a turn are one poll of the task.
pub(crate) fn sub_wakers() -> Trace {
    let (executor, woken) = (
        Rc::new(Executor::new(|| ())),
        Arc::<Mutex<Woken>>::default(),
    );
    STORY.set(Some(Story {
        recorder: Recorder::new(script::figure()),
        script: script::script().into(),
        executor: executor.clone(),
        woken: woken.clone(),
        running: false,
        polled: None,
        done: Vec::new(),
    }));
    let doors = [(); 3].map(|()| Rc::<Door>::default());
    let children = (0..).zip(&doors).map(|(n, door)| Child(n, door.clone()));
    let joined = join_all(children.collect(), woken);
    observe(Some(on_event));
    executor.spawn(async {
        assert_eq!(joined.await, CHILDREN, "the outputs, in their order");
    });
    executor.run_ready();
    doors[1].open();
    executor.run_ready();
    doors[2].open();
    doors[0].open();
    with_story(|story| story.tell("note alpha", "woken.children.insert(self.child);"));
    executor.run_ready();
    observe(None);
    let story = STORY.take().expect("it was set above");
    assert!(story.script.is_empty(), "the run ended early");
    Trace::new("sub_wakers", story.recorder.finish())
}
