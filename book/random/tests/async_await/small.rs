//! The small runtime: its very files, in a world of the races that has the clock. Nothing comes from outside.

use crate::words::{Log, World, start};
use explorer::replay;
use futures::future::LocalBoxFuture;
use races::{
    loops::{Handle as TaskHandle, Loop, WHOLE_LOOP},
    world::World as Explored,
};
use random_programs::{Program, Ran};
use stage06::combine::race;
use std::{
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::Duration,
};

#[derive(Clone)]
struct Small {
    file: Loop,
    world: Rc<Explored>,
    polls: Rc<Cell<usize>>,
}

/// Runs a program on the files of the stage.
pub(crate) fn run(program: &Program) -> Ran {
    run_on(WHOLE_LOOP, program).expect("it ends")
}

/// Runs a program on these files.
pub(crate) fn run_on(file: Loop, program: &Program) -> Result<Ran, String> {
    let ran = RefCell::new(None);
    let order = replay(&[], |chooser| {
        let world = Explored::enter(chooser, false);
        world.most_turns.set(10_000);
        let polls = Rc::default();
        let small = Small { file, world, polls };
        let log = Rc::new(Log::default());
        let (main, bodies, logged) = (small.clone(), program.0.clone(), log.clone());
        (file.runtime)()(Box::pin(async move {
            for body in bodies {
                drop(start(&main, body, None, &logged));
            }
            logged.all_end().await;
        }));
        let (events, polls) = (log.events.take(), small.polls.get());
        ran.replace(Some(Ran { events, polls }));
        Ok(())
    });
    order.end.map(|()| ran.take().expect("it has ended"))
}

/// A task, and true once it has returned.
pub(crate) struct Handle {
    task: TaskHandle,
    returned: Rc<Cell<bool>>,
}

impl Future for Handle {
    type Output = bool;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        let ended = self.task.ended.as_mut().poll(context);
        ended.map(|()| self.returned.get())
    }
}

impl World for Small {
    type Handle = Handle;

    fn now(&self) -> u64 {
        self.world.now().as_millis() as u64
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) -> Handle {
        let returned = Rc::new(Cell::new(false));
        let (mut task, returns, polls) = (Box::pin(task), returned.clone(), self.polls.clone());
        let counted = poll_fn(move |context| {
            polls.set(polls.get() + 1);
            let poll = task.as_mut().poll(context);
            returns.set(poll.is_ready());
            poll
        });
        let task = (self.file.spawn)(Box::pin(counted));
        Handle { task, returned }
    }

    fn abort(handle: &Handle) {
        (handle.task.abort)();
    }

    fn sleep(&self, ms: u64) -> impl Future<Output = ()> {
        (self.file.sleep)(Duration::from_millis(ms))
    }

    async fn within(&self, ms: u64, steps: LocalBoxFuture<'_, ()>) -> bool {
        let in_time = async {
            steps.await;
            true
        };
        let too_late = async {
            self.sleep(ms).await;
            false
        };
        race(in_time, too_late).await
    }

    fn yield_now(&self) -> impl Future<Output = ()> {
        (self.file.yield_now)()
    }
}
