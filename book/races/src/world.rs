//! A clock and a selector of the explorer's: what comes next, while the loop waits or a task is polled, is a choice.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::panic::Location;
use std::rc::Rc;
use std::time::Duration;

use explorer::Chooser;
use explorer::{Line, Step};

mod clock;
pub mod mio;
mod wait;

pub use clock::Instant;

/// More turns than these are a loop that never sleeps, unless a program says otherwise.
const MOST: usize = 40;

thread_local! {
    static WORLD: RefCell<Option<Rc<World>>> = const { RefCell::new(None) };
}

/// What the loop of this thread can see of the world.
pub struct World {
    chooser: Chooser,
    now: Cell<Duration>,
    /// What is still to come, in any order. Events of one name come in this order.
    coming: RefCell<Vec<(&'static str, Event)>>,
    /// The bytes of each stream that have come and were not read.
    unread: RefCell<BTreeMap<&'static str, usize>>,
    /// The streams that are watched.
    watched: RefCell<BTreeMap<mio::Token, &'static str>>,
    /// The edges that were not reported yet.
    edges: RefCell<Vec<mio::Token>>,
    unparked: Cell<bool>,
    /// True if the next wait fails.
    broken: Cell<bool>,
    /// True if a stream may come at the very moment at which a timeout ends.
    pub together: Cell<bool>,
    /// Says what must not be left undone when the loop goes to sleep.
    undone: RefCell<Box<dyn Fn() -> Option<String>>>,
    turns: Cell<usize>,
    /// More turns than these are a loop that never sleeps.
    pub most_turns: Cell<usize>,
    failed: RefCell<Option<String>>,
}

/// Something that comes from outside.
pub enum Event {
    /// A byte comes in a stream.
    Byte,
    /// Another thread does this.
    Thread(Box<dyn FnOnce()>),
    /// The selector fails, once.
    Error,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Event")
    }
}

impl World {
    /// Makes a world for this thread, in place of the one before.
    pub fn enter(chooser: &Chooser, together: bool) -> Rc<World> {
        let world = Rc::new(World {
            chooser: chooser.clone(),
            now: Cell::default(),
            coming: RefCell::default(),
            unread: RefCell::default(),
            watched: RefCell::default(),
            edges: RefCell::default(),
            unparked: Cell::default(),
            broken: Cell::default(),
            together: Cell::new(together),
            undone: RefCell::new(Box::new(|| None)),
            turns: Cell::default(),
            most_turns: Cell::new(MOST),
            failed: RefCell::default(),
        });
        WORLD.set(Some(world.clone()));
        world
    }

    /// Adds something that comes at some time.
    pub fn comes(&self, name: &'static str, event: Event) {
        self.coming.borrow_mut().push((name, event));
    }

    /// Sets what has to be done whenever the loop goes to sleep: a sentence, if something is not.
    pub fn undone(&self, undone: impl Fn() -> Option<String> + 'static) {
        *self.undone.borrow_mut() = Box::new(undone);
    }

    /// The time since the start.
    pub fn now(&self) -> Duration {
        self.now.get()
    }

    /// The number of times that the loop has asked for events.
    pub fn turns(&self) -> usize {
        self.turns.get()
    }

    /// The bytes that have come in a stream and were not read.
    pub fn unread(&self, stream: &str) -> usize {
        self.unread.borrow().get(stream).copied().unwrap_or(0)
    }

    /// Tells a step.
    #[track_caller]
    pub fn say(&self, who: &str, say: impl Into<String>) {
        self.chooser.step(Step {
            who: who.into(),
            say: say.into(),
            line: Some(Line::find(Location::caller())),
            ..Step::default()
        });
    }

    /// Remembers the first thing that went wrong.
    pub fn fail(&self, what: impl Into<String>) {
        self.failed.borrow_mut().get_or_insert(what.into());
    }

    /// Returns the first thing that went wrong.
    pub fn failed(&self) -> Option<String> {
        self.failed.borrow().clone()
    }

    /// A moment at which something may come, or nothing. Only what another thread does, if nothing else can be noticed.
    #[track_caller]
    pub fn moment(&self, when: &str, only_threads: bool) {
        let names = self.names(|event| match event {
            Event::Thread(_) => true,
            _ => !only_threads,
        });
        let mut labels = vec![format!("Nothing comes {when}.")];
        labels.extend(names.iter().map(|name| self.label(name, when)));
        if let Some(picked) = self.chooser.choose(&labels).checked_sub(1) {
            self.say("world", &labels[picked + 1]);
            self.let_come(names[picked]);
        }
    }

    /// Returns the names of what may come next.
    fn names(&self, may: impl Fn(&Event) -> bool) -> Vec<&'static str> {
        let mut names = vec![];
        for (name, event) in self.coming.borrow().iter() {
            if may(event) && !names.contains(name) {
                names.push(*name);
            }
        }
        names
    }

    fn label(&self, name: &str, when: &str) -> String {
        let coming = self.coming.borrow();
        let event = coming.iter().find(|(other, _)| *other == name);
        match event {
            Some((_, Event::Byte)) => format!("A byte of “{name}” comes {when}."),
            Some((_, Event::Error)) => format!("The selector breaks {when}."),
            _ => format!("Another thread wakes “{name}” {when}."),
        }
    }

    fn let_come(&self, name: &'static str) {
        let at = self.coming.borrow().iter().position(|(n, _)| *n == name);
        let event = at.map(|at| self.coming.borrow_mut().remove(at));
        match event {
            Some((_, Event::Byte)) => {
                *self.unread.borrow_mut().entry(name).or_default() += 1;
                let watched = self.watched.borrow();
                let tokens = watched.iter().filter(|(_, stream)| **stream == name);
                self.edges.borrow_mut().extend(tokens.map(|(t, _)| *t));
            }
            Some((_, Event::Thread(act))) => act(),
            Some((_, Event::Error)) => self.broken.set(true),
            None => {}
        }
    }
}

/// Returns the world of this thread.
fn world() -> Rc<World> {
    WORLD
        .with_borrow(Clone::clone)
        .expect("a clock and a selector are asked for in a world: see World::enter")
}
