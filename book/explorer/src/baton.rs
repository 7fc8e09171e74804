//! Real threads that pass a baton: one of them runs, to the point before its next operation.

use std::cell::RefCell;
use std::fmt;
use std::panic::resume_unwind;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::refused::{Refused, message};
use crate::step::Line;
use crate::thread::Thread;

/// An operation before which a thread has stopped.
pub(crate) struct Op {
    /// What it does: `lock`, `park`, `swap`.
    pub(crate) what: &'static str,
    /// The line that asks for it.
    pub(crate) line: Arc<Line>,
    /// True while the operation can be done.
    pub(crate) enabled: Box<dyn Fn() -> bool + Send>,
}

impl fmt::Debug for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:?}", self.what, self.line)
    }
}

/// What a thread does.
#[derive(Debug)]
pub(crate) enum Actor {
    /// It runs, or has not begun.
    Running,
    /// It has stopped before an operation.
    At(Op),
    /// It has ended, perhaps with the message of a panic.
    Ended(Option<String>),
}

/// What the threads of one run share.
#[derive(Debug)]
pub(crate) struct Baton {
    state: Mutex<State>,
    /// A place to sleep for each thread.
    sleep: Vec<Condvar>,
    /// Where the explorer sleeps while a thread runs.
    explorer: Condvar,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) actors: Vec<Actor>,
    /// The thread that runs.
    turn: Option<usize>,
    /// True if the run is over, and threads that have stopped are to unwind.
    over: bool,
    /// What the last operation came to.
    pub(crate) result: Option<String>,
}

/// Unwinds a thread whose run is over.
pub(crate) struct Over;

/// A thread of a run.
#[derive(Clone)]
pub(crate) struct Me {
    baton: Arc<Baton>,
    number: usize,
    pub(crate) thread: Thread,
}

thread_local! {
    static ME: RefCell<Option<Me>> = const { RefCell::new(None) };
}

/// Returns the thread that this is, if it is one of a run.
pub(crate) fn me() -> Option<Me> {
    ME.with_borrow(Clone::clone)
}

impl Me {
    /// Stops before an operation, until the explorer picks this thread.
    pub(crate) fn stop(&self, op: Op) {
        let mut state = self.baton.state();
        state.actors[self.number] = Actor::At(op);
        state.turn = None;
        self.baton.explorer.notify_one();
        if self.baton.wait_for_turn(state, self.number) {
            resume_unwind(Box::new(Over));
        }
    }
}

/// Says what the operation came to.
pub(crate) fn result(text: impl Into<String>) {
    if let Some(me) = me() {
        me.baton.state().result = Some(text.into());
    }
}

impl Baton {
    pub(crate) fn new(threads: usize) -> Arc<Self> {
        Arc::new(Baton {
            state: Mutex::new(State {
                actors: (0..threads).map(|_| Actor::Running).collect(),
                turn: None,
                over: false,
                result: None,
            }),
            sleep: (0..threads).map(|_| Condvar::new()).collect(),
            explorer: Condvar::new(),
        })
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps until it is the turn of this thread. True if the run is over instead.
    fn wait_for_turn(&self, state: MutexGuard<'_, State>, me: usize) -> bool {
        let not_yet = |state: &mut State| state.turn != Some(me) && !state.over;
        let waited = self.sleep[me].wait_while(state, not_yet);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        if !state.over {
            state.actors[me] = Actor::Running;
        }
        state.over
    }

    /// The life of one thread: it waits for its turn, runs its body, and says how that ended.
    pub(crate) fn live(self: Arc<Self>, number: usize, thread: Thread, body: impl FnOnce()) {
        let me = Me {
            baton: self.clone(),
            number,
            thread,
        };
        ME.set(Some(me));
        if self.wait_for_turn(self.state(), number) {
            return;
        }
        let end = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body));
        let panic = end.err().filter(|panic| !panic.is::<Over>());
        let message = panic.map(|panic| message(panic.as_ref()));
        let mut state = self.state();
        state.actors[number] = Actor::Ended(message);
        state.turn = None;
        self.explorer.notify_one();
    }

    /// Lets a thread go on, to the point before its next operation. It is [`Refused`] if it does not get there.
    pub(crate) fn advance(&self, number: usize, patience: Duration) {
        let mut state = self.state();
        state.turn = Some(number);
        self.sleep[number].notify_one();
        let running = |state: &mut State| state.turn.is_some();
        let waited = self.explorer.wait_timeout_while(state, patience, running);
        let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        drop(state);
        if timeout.timed_out() {
            let why = "a thread waits for something that the explorer does not know";
            resume_unwind(Box::new(Refused(why)));
        }
    }

    /// Ends the run: threads that have stopped unwind.
    pub(crate) fn end(&self) {
        self.state().over = true;
        self.sleep.iter().for_each(Condvar::notify_one);
    }
}
