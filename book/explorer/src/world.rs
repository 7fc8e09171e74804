//! What an explored test is made of: tasks, a clock, and what comes from outside.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use crate::chooser::Chooser;
use crate::settings::Settings;
use crate::step::{Line, Step};
use crate::wakes::Wakes;

mod drive;
mod events;
mod leaves;
mod moment;
mod poll;
mod task;
mod threads;

pub(crate) use drive::run;

pub use leaves::{Mark, Sleep, Timeout, YieldNow};
pub(crate) use moment::{locked, moment, unlocked};
pub use task::Task;

/// The world of one run. A clone is the same world.
#[derive(Clone)]
pub struct World(Rc<Inner>);

struct Inner {
    chooser: Chooser,
    wakes: Arc<Wakes>,
    tasks: RefCell<Vec<task::Slot>>,
    /// The task that is being polled.
    polled: Cell<Option<usize>>,
    /// The line at which the polled task waits, if it is known.
    waits_at: RefCell<Option<Arc<Line>>>,
    now: Cell<Duration>,
    timers: RefCell<BTreeMap<leaves::Key, Waker>>,
    /// The number of timers so far.
    timed: Cell<u64>,
    /// What comes from outside, by its name. Acts of one name come in their order.
    outside: RefCell<Vec<(Rc<str>, VecDeque<Act>)>>,
    at_end: RefCell<Vec<Act>>,
    threads: RefCell<threads::Threads>,
    spurious: Cell<usize>,
    idle_clock: bool,
}

type Act = Box<dyn FnOnce()>;
type Body = Pin<Box<dyn Future<Output = ()>>>;

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tasks = self.0.tasks.borrow();
        f.debug_list().entries(tasks.iter()).finish()
    }
}

impl World {
    fn new(chooser: &Chooser, settings: Settings) -> World {
        World(Rc::new(Inner {
            chooser: chooser.clone(),
            wakes: Wakes::new(settings.fresh_wakers),
            tasks: RefCell::default(),
            polled: Cell::default(),
            waits_at: RefCell::default(),
            now: Cell::default(),
            timers: RefCell::default(),
            timed: Cell::default(),
            outside: RefCell::default(),
            at_end: RefCell::default(),
            threads: RefCell::default(),
            spurious: Cell::new(settings.spurious),
            idle_clock: settings.idle_clock,
        }))
    }

    /// Adds a task. It is ready at once. Tasks may add tasks.
    ///
    /// ```
    /// let verdict = explorer::check(|world| {
    ///     for name in ["one", "two", "three"] {
    ///         world.spawn(name, async {});
    ///     }
    /// });
    /// assert_eq!(verdict.to_string(), "all 6 orders");
    /// ```
    pub fn spawn(&self, name: &str, future: impl Future<Output = ()> + 'static) -> Task {
        let number = self.0.wakes.spawn();
        let slot = task::Slot::new(name, Box::pin(future));
        self.0.tasks.borrow_mut().push(slot);
        Task {
            world: self.clone(),
            number,
        }
    }

    /// Adds something that another thread or the kernel does: it may come between two polls, and within a poll at each
    /// [`pause`](World::pause), each [`mark`](World::mark) and each operation of [`sync`](crate::sync). The name is a sentence
    /// without its end, such as `"a byte arrives"`. What has the same name comes in the order in which it was added.
    ///
    /// ```
    /// use std::{cell::Cell, rc::Rc};
    ///
    /// let verdict = explorer::Check::new().run(|world| {
    ///     let arrived = Rc::new(Cell::new(false));
    ///     let (seen, of_task) = (arrived.clone(), world.clone());
    ///     world.spawn("reader", async move {
    ///         let before = seen.get();
    ///         of_task.pause();
    ///         assert_eq!(before, seen.get(), "it came in between");
    ///     });
    ///     world.outside("a byte arrives", move || arrived.set(true));
    /// });
    /// let failure = verdict.failure.expect("the byte comes within the poll");
    /// assert!(failure.to_string().contains("1. Just before reader's `of_task.pause();`: a byte arrives."));
    /// ```
    pub fn outside(&self, name: &str, act: impl FnOnce() + 'static) {
        let mut outside = self.0.outside.borrow_mut();
        let same = outside.iter_mut().find(|(other, _)| **other == *name);
        match same {
            Some((_, acts)) => acts.push_back(Box::new(act)),
            None => outside.push((name.into(), VecDeque::from([Box::new(act) as Act]))),
        }
    }

    /// A point of the polled task at which something may come from outside. Outside of a poll it does nothing.
    #[track_caller]
    pub fn pause(&self) {
        self.moment(Location::caller(), &|| true);
    }

    /// Adds what must hold at the end of every order, also if tasks were cancelled. It is called when nothing is left to happen; a panic is a failure.
    pub fn at_end(&self, check: impl FnOnce() + 'static) {
        self.0.at_end.borrow_mut().push(Box::new(check));
    }

    /// Adds a sentence to the story.
    #[track_caller]
    pub fn note(&self, sentence: impl Into<String>) {
        let polled = self.0.polled.get().map(|task| self.name(task));
        self.tell(
            polled.as_deref().unwrap_or("test"),
            sentence.into(),
            Some(Line::find(Location::caller())),
        );
    }

    /// The time since the start. It passes only when the explorer lets it.
    pub fn now(&self) -> Duration {
        self.0.now.get()
    }

    fn name(&self, task: usize) -> Rc<str> {
        self.0.tasks.borrow()[task].name.clone()
    }

    /// Adds a step to the story.
    fn tell(&self, who: &str, say: String, line: Option<Arc<Line>>) {
        self.0.chooser.step(Step {
            who: who.into(),
            say,
            line,
            ..Step::default()
        });
    }
}
