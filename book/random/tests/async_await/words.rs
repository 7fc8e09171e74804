//! The steps of a program as an `async` function, for any runtime.

use futures::future::{FutureExt, LocalBoxFuture};
use random_programs::{Body, Event, Step};
use stage06::channel::{Receiver, Sender, channel};
use std::{
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    rc::Rc,
    task::{Poll, Waker},
};

/// What a program needs of a runtime.
pub(crate) trait World: Clone + 'static {
    /// Awaits the end of a task: true if it returned. It is dropped without harm.
    type Handle: Future<Output = bool> + Unpin;

    fn now(&self) -> u64;
    fn spawn(&self, task: impl Future<Output = ()> + 'static) -> Self::Handle;
    fn abort(handle: &Self::Handle);
    fn sleep(&self, ms: u64) -> impl Future<Output = ()>;
    fn within(&self, ms: u64, steps: LocalBoxFuture<'_, ()>) -> impl Future<Output = bool>;
    fn yield_now(&self) -> impl Future<Output = ()>;
}

/// What has happened, and how many tasks have not ended.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) events: RefCell<Vec<Event>>,
    pub(crate) tasks: Cell<usize>,
    /// Wakes when no task is left.
    waits: Cell<Option<Waker>>,
}

impl Log {
    /// Waits until all tasks have ended.
    pub(crate) async fn all_end(&self) {
        poll_fn(|context| {
            self.waits.set(Some(context.waker().clone()));
            match self.tasks.get() {
                0 => Poll::Ready(()),
                _ => Poll::Pending,
            }
        })
        .await
    }
}

/// A task: what it has is dropped in the order of the fields.
struct Task<W: World> {
    tell: Option<Sender<()>>,
    children: RefCell<Vec<Child<W>>>,
    number: usize,
    world: W,
    log: Rc<Log>,
}

struct Child<W: World> {
    handle: Option<W::Handle>,
    hear: Option<Rc<RefCell<Receiver<()>>>>,
}

/// Runs a task. Its children are tasks of their own.
pub(crate) fn start<W: World>(
    world: &W,
    body: Body,
    tell: Option<Sender<()>>,
    log: &Rc<Log>,
) -> W::Handle {
    log.tasks.set(log.tasks.get() + 1);
    let task = Task {
        tell,
        children: RefCell::default(),
        number: body.task,
        world: world.clone(),
        log: log.clone(),
    };
    world.spawn(async move {
        task.take(&body.steps).await;
        task.log("ends");
    })
}

impl<W: World> Drop for Task<W> {
    fn drop(&mut self) {
        self.log.tasks.set(self.log.tasks.get() - 1);
        if self.log.tasks.get() == 0 {
            self.log.waits.take().into_iter().for_each(Waker::wake);
        }
    }
}

impl<W: World> Task<W> {
    fn log(&self, what: impl Into<String>) {
        let event = Event::new(self.world.now(), self.number, what);
        self.log.events.borrow_mut().push(event);
    }

    fn take<'a>(&'a self, steps: &'a [Step]) -> LocalBoxFuture<'a, ()> {
        async move {
            for step in steps {
                self.step(step).await;
            }
        }
        .boxed_local()
    }

    async fn step(&self, step: &Step) {
        match step {
            Step::Sleep(ms) => {
                self.world.sleep(*ms).await;
                self.log("has slept");
            }
            Step::Yield => {
                self.world.yield_now().await;
                self.log("has yielded");
            }
            Step::Spawn(body) => {
                let (tell, hear) = channel(1);
                let handle = Some(start(&self.world, body.clone(), Some(tell), &self.log));
                let hear = Some(Rc::new(RefCell::new(hear)));
                self.children.borrow_mut().push(Child { handle, hear });
            }
            Step::Within(ms, steps) => {
                let in_time = self.world.within(*ms, self.take(steps)).await;
                self.log(Event::limited(in_time));
            }
            Step::Catch(_) => unreachable!("a future can't catch its end"),
            Step::Tell => {
                let told = match &self.tell {
                    Some(tell) => tell.send(()).await.is_ok(),
                    None => false,
                };
                self.log(Event::told(told));
            }
            Step::Join(place) | Step::Cancel(place) | Step::Hear(place) => {
                if self
                    .children
                    .borrow()
                    .get(*place)
                    .is_some_and(|child| child.handle.is_some())
                {
                    self.step_with(step, *place).await;
                }
            }
        }
    }

    /// A step with a child that was not joined.
    #[expect(
        clippy::await_holding_refcell_ref,
        reason = "one step at a time hears a child"
    )]
    async fn step_with(&self, step: &Step, place: usize) {
        match step {
            Step::Cancel(_) => self.children.borrow()[place]
                .handle
                .iter()
                .for_each(W::abort),
            Step::Hear(_) => {
                let hear = self.children.borrow()[place]
                    .hear
                    .clone()
                    .expect("it is not joined");
                let message = hear.borrow_mut().recv().await.is_some();
                self.log(Event::heard(place, message));
            }
            _ => {
                let (handle, hear) = {
                    let child = &mut self.children.borrow_mut()[place];
                    (child.handle.take(), child.hear.take())
                };
                drop(hear);
                let returned = handle.expect("it is not joined").await;
                self.log(Event::joined(place, returned));
            }
        }
    }
}
