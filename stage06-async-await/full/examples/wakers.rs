//! A waker's contract, rule by rule: an executor that keeps it, and for each rule one that does not.

use stage01::println;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// What an executor can get wrong.
#[derive(Clone, Copy, PartialEq)]
enum Wrong {
    /// Whoever is woken, everybody is polled.
    PollsEverybody,
    /// Every wake stands in the queue, also the second of the same task.
    QueuesEachWake,
    /// The mark is taken away after the poll: a wake in between is taken for the one that led to this poll.
    ClearsTheMarkAfterThePoll,
    /// A task is known by its place, and the next one gets the same place.
    ReusesThePlace,
}

/// The whole executor: futures by their number, and a queue of numbers.
#[derive(Default)]
struct Mini {
    tasks: RefCell<Vec<Option<Task>>>,
    queue: Queue,
    wrong: Option<Wrong>,
    polls: Cell<u32>,
}

type Queue = Arc<Mutex<VecDeque<Arc<Number>>>>;

struct Task {
    future: Pin<Box<dyn Future<Output = ()>>>,
    number: Arc<Number>,
}

/// What a waker holds: which task, whether it is queued already, and where the queue is.
struct Number {
    place: usize,
    queued: AtomicBool,
    queue: Queue,
    always: bool,
}

impl Wake for Number {
    fn wake(self: Arc<Self>) {
        if !self.queued.swap(true, Ordering::AcqRel) || self.always {
            let queue = self.queue.clone();
            queue.lock().expect("nobody panics here").push_back(self);
        }
    }
}

impl Mini {
    fn new(wrong: Option<Wrong>) -> Self {
        Mini {
            wrong,
            ..Mini::default()
        }
    }

    fn is(&self, wrong: Wrong) -> bool {
        self.wrong == Some(wrong)
    }

    fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        let mut tasks = self.tasks.borrow_mut();
        let free = tasks.iter().position(Option::is_none);
        let place = free
            .filter(|_| self.is(Wrong::ReusesThePlace))
            .unwrap_or(tasks.len());
        let number = Arc::new(Number {
            place,
            queued: AtomicBool::new(false),
            queue: self.queue.clone(),
            always: self.is(Wrong::QueuesEachWake),
        });
        let task = Task {
            future: Box::pin(future),
            number: number.clone(),
        };
        match tasks.get_mut(place) {
            Some(free) => *free = Some(task),
            None => tasks.push(Some(task)),
        }
        number.wake();
    }

    /// Runs until nobody is woken any more, and tells how many polls that took.
    fn run(&self) -> u32 {
        let before = self.polls.get();
        while let Some(number) = self.next() {
            let all = 0..self.tasks.borrow().len();
            match self.is(Wrong::PollsEverybody) {
                true => all.for_each(|place| self.poll(place)),
                false => self.poll(number.place),
            }
        }
        self.polls.get() - before
    }

    fn next(&self) -> Option<Arc<Number>> {
        self.queue.lock().expect("nobody panics here").pop_front()
    }

    // ANCHOR: poll
    fn poll(&self, place: usize) {
        let Some(mut task) = self.tasks.borrow_mut()[place].take() else {
            return; // it has ended: the wake came too late
        };
        let late = self.is(Wrong::ClearsTheMarkAfterThePoll);
        let queued = &task.number.queued;
        queued.fetch_and(late, Ordering::AcqRel);
        self.polls.set(self.polls.get() + 1);
        let waker = Waker::from(task.number.clone());
        let poll = task.future.as_mut().poll(&mut Context::from_waker(&waker));
        queued.fetch_and(!late, Ordering::AcqRel);
        if poll.is_pending() {
            self.tasks.borrow_mut()[place] = Some(task);
        }
    }
    // ANCHOR_END: poll
}

/// A bell that may ring more than once. Whoever waits leaves the latest waker.
#[derive(Clone, Default)]
struct Bell(Rc<(Cell<u32>, RefCell<Option<Waker>>)>);

impl Bell {
    fn ring(&self) {
        self.0.0.set(self.0.0.get() + 1);
        let waker = self.0.1.borrow().clone();
        waker.into_iter().for_each(Waker::wake);
    }

    /// Waits for so many rings in all. A leaf that is `forgetful` keeps the first waker that it is given, and ignores
    /// the others.
    async fn rings(self, times: u32, forgetful: bool) {
        poll_fn(|context| {
            let mut waker = self.0.1.borrow_mut();
            if !forgetful || waker.is_none() {
                *waker = Some(context.waker().clone());
            }
            match self.0.0.get() >= times {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
        .await
    }
}

/// Polls nobody unasked.
fn one_of_a_hundred(mini: &Mini) -> String {
    let bells: Vec<_> = (0..100).map(|_| Bell::default()).collect();
    bells
        .iter()
        .for_each(|bell| mini.spawn(bell.clone().rings(1, false)));
    mini.run();
    bells[50].ring();
    format!("polls: {}", mini.run())
}

/// A wake may come twice.
fn woken_three_times(mini: &Mini) -> String {
    let bell = Bell::default();
    mini.spawn(bell.clone().rings(4, false));
    mini.run();
    (0..3).for_each(|_| bell.ring());
    format!("polls: {}", mini.run())
}

/// A wake may come while the task is being polled, also from itself.
fn woken_while_polled(mini: &Mini) -> String {
    let done = Rc::new(Cell::new(false));
    let ended = done.clone();
    mini.spawn(async move {
        let mut turns = 0;
        poll_fn(|context| {
            turns += 1;
            context.waker().wake_by_ref();
            if turns < 3 {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
        ended.set(true);
    });
    mini.run();
    format!("done: {}", done.get())
}

/// A wake may come after the end.
fn woken_too_late(mini: &Mini) -> String {
    let bell = Bell::default();
    mini.spawn(bell.clone().rings(1, false));
    mini.run();
    bell.ring();
    mini.run();
    mini.spawn(Bell::default().rings(1, false));
    mini.run();
    bell.ring();
    format!("polls of its successor: {}", mini.run())
}

/// The latest waker wins: the future has moved to another task.
fn moved(mini: &Mini, forgetful: bool) -> String {
    let bell = Bell::default();
    let waiting = Rc::new(RefCell::new(Box::pin(bell.clone().rings(1, forgetful))));
    let done = Rc::new(Cell::new(false));
    let (first, second, ended) = (waiting.clone(), waiting, done.clone());
    mini.spawn(poll_fn(move |context| {
        assert!(first.borrow_mut().as_mut().poll(context).is_pending());
        Poll::Ready(())
    }));
    mini.run();
    mini.spawn(async move {
        poll_fn(|context| second.borrow_mut().as_mut().poll(context)).await;
        ended.set(true);
    });
    mini.run();
    bell.ring();
    mini.run();
    format!("done: {}", done.get())
}

fn main() {
    type Scene = fn(&Mini) -> String;
    let rules: [(&str, Scene, Wrong); 4] = [
        (
            "one of a hundred is woken",
            one_of_a_hundred,
            Wrong::PollsEverybody,
        ),
        (
            "woken three times before its poll",
            woken_three_times,
            Wrong::QueuesEachWake,
        ),
        (
            "woken while it is polled",
            woken_while_polled,
            Wrong::ClearsTheMarkAfterThePoll,
        ),
        ("woken after its end", woken_too_late, Wrong::ReusesThePlace),
    ];
    for (rule, scene, wrong) in rules {
        println!("{rule}:");
        println!("  right: {}", scene(&Mini::new(None)));
        println!("  wrong: {}", scene(&Mini::new(Some(wrong))));
    }
    println!("the future moves to another task:");
    for (leaf, forgetful) in [("right", false), ("wrong", true)] {
        println!("  {leaf}: {}", moved(&Mini::new(None), forgetful));
    }
}
