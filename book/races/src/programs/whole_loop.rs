//! The whole loop: a reader, a sleeper, a stop, and what comes from outside in every order.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::loops::{Handle, Loop, Task};
use crate::world::{Event, World};
use explorer::Chooser;

/// The deadline of the sleeper.
const DEADLINE: Duration = Duration::from_millis(5);

/// What the tasks wait for. Each part makes a task, or gives one more to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts {
    /// The number of bytes that the reader reads. Something may come while it handles one.
    pub bytes: usize,
    /// True if a task sleeps for 5 ms.
    pub sleeper: bool,
    /// True if a task aborts the reader when a byte of “stop” comes.
    pub stop: bool,
    /// True if a task waits until another thread wakes it.
    pub helper: bool,
    /// True if a stream may come just at the deadline.
    pub together: bool,
    /// True if the selector fails once. Then `block_on` panics, and is called again.
    pub error: bool,
}

/// What is left to do.
#[derive(Debug, Default)]
struct Left {
    reader: Cell<bool>,
    sleeper: Cell<bool>,
    stop: Cell<bool>,
    helper: Cell<bool>,
}

/// Says that a task has ended, also when it is aborted.
struct Ended(Rc<Left>, fn(&Left) -> &Cell<bool>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.1(&self.0).set(false);
    }
}

/// What another thread and the task that it wakes share.
#[derive(Default)]
struct Helped {
    done: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Helped {
    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs the parts to their end.
///
/// # Errors
///
/// If the loop goes to sleep while a task could go on, or sleeps forever, or does not look at the sockets between two
/// polls of a task.
pub fn whole_loop(file: Loop, parts: Parts, chooser: &Chooser) -> Result<(), String> {
    let world = World::enter(chooser, parts.together);
    let left = Rc::new(Left::default());
    let helped = Arc::new(Helped::default());
    left.reader.set(parts.bytes > 0);
    left.sleeper.set(parts.sleeper);
    left.stop.set(parts.stop);
    left.helper.set(parts.helper);
    (0..parts.bytes).for_each(|_| world.comes("reader", Event::Byte));
    if parts.stop {
        world.comes("stop", Event::Byte);
    }
    if parts.helper {
        let helped = helped.clone();
        let act = move || {
            helped.done.store(true, SeqCst);
            let waker = helped.waker().take();
            waker.into_iter().for_each(Waker::wake);
        };
        world.comes("helper", Event::Thread(Box::new(act)));
    }
    world.undone(undone(&world, &left, &helped));
    if parts.error {
        world.comes("selector", Event::Error);
    }
    run((file.runtime)(), main(file, parts, &world, &left, helped));
    world.failed().map_or(Ok(()), Err)
}

/// Runs the future to its end. If the selector fails on the way, the future goes on in another `block_on`.
fn run(block_on: Box<dyn Fn(Task)>, main: Task) {
    let main = Rc::new(RefCell::new(main));
    let part = || {
        let main = main.clone();
        block_on(Box::pin(poll_fn(move |cx| {
            main.borrow_mut().as_mut().poll(cx)
        })));
    };
    if let Err(panic) = catch_unwind(AssertUnwindSafe(part)) {
        let text = panic.downcast_ref::<String>();
        match text.is_some_and(|text| text.starts_with("the selector can wait")) {
            true => part(),
            false => resume_unwind(panic),
        }
    }
}

/// Says which task could go on.
fn undone(
    world: &Rc<World>,
    left: &Rc<Left>,
    helped: &Arc<Helped>,
) -> impl Fn() -> Option<String> + use<> {
    let (world, left, helped) = (Rc::downgrade(world), left.clone(), helped.clone());
    move || {
        let world = world.upgrade()?;
        let what = if left.reader.get() && world.unread("reader") > 0 {
            "the reader has not read"
        } else if left.stop.get() && world.unread("stop") > 0 {
            "the stop was not read"
        } else if left.sleeper.get() && world.now() >= DEADLINE {
            "the sleeper’s time has come"
        } else if left.helper.get() && helped.done.load(SeqCst) {
            "the helper was woken"
        } else {
            return None;
        };
        Some(what.into())
    }
}

/// Spawns the tasks, and waits for them.
fn main(file: Loop, parts: Parts, world: &Rc<World>, left: &Rc<Left>, helped: Arc<Helped>) -> Task {
    let (world, left) = (world.clone(), left.clone());
    let ended = move |which| Ended(left.clone(), which);
    Box::pin(async move {
        let (mut tasks, mut abort_reader) = (vec![], None);
        if parts.bytes > 0 {
            let reader = reader(file, parts.bytes, world.clone(), ended(|left| &left.reader));
            let Handle { abort, ended } = (file.spawn)(reader);
            abort_reader = Some(abort);
            tasks.push(ended);
        }
        if parts.stop {
            let stop = stop(file, world.clone(), ended(|left| &left.stop), abort_reader);
            tasks.push((file.spawn)(stop).ended);
        }
        if parts.sleeper {
            let sleeper = sleeper(file, world.clone(), ended(|left| &left.sleeper));
            tasks.push((file.spawn)(sleeper).ended);
        }
        if parts.helper {
            let helper = helper(world, helped, ended(|left| &left.helper));
            tasks.push((file.spawn)(helper).ended);
        }
        for ended in tasks {
            ended.await;
        }
    })
}

/// Reads bytes, and after each one lets the others take a step.
fn reader(file: Loop, bytes: usize, world: Rc<World>, ended: Ended) -> Task {
    Box::pin(async move {
        let _ended = ended;
        let read = (file.open)("reader");
        for number in 1..=bytes {
            read().await;
            world.say("reader", format!("The reader reads byte {number}."));
            world.moment("while the reader is polled", false);
            let turns = world.turns();
            (file.yield_now)().await;
            if world.turns() == turns {
                world.fail("the reader is polled twice without a look at the sockets between");
            }
        }
    })
}

/// Waits for a byte, and aborts the reader.
fn stop(file: Loop, world: Rc<World>, ended: Ended, abort: Option<Box<dyn Fn()>>) -> Task {
    Box::pin(async move {
        (file.open)("stop")().await;
        world.say("stop", "The stop is read. It aborts the reader.");
        drop(ended);
        abort.into_iter().for_each(|abort| abort());
    })
}

fn sleeper(file: Loop, world: Rc<World>, ended: Ended) -> Task {
    Box::pin(async move {
        (file.sleep)(DEADLINE).await;
        world.say("sleeper", "The sleeper wakes up.");
        drop(ended);
    })
}

/// Waits until another thread has done something.
fn helper(world: Rc<World>, helped: Arc<Helped>, ended: Ended) -> Task {
    Box::pin(async move {
        let done = |cx: &mut Context<'_>| {
            *helped.waker() = Some(cx.waker().clone());
            match helped.done.load(SeqCst) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        };
        poll_fn(done).await;
        world.say("helper", "The helper sees what the thread has done.");
        drop(ended);
    })
}
