//! Stage 4's loop does what the model says, in its order. Its `timeout` is a task, and it has no channel: programs have neither.

use futures::future::{FutureExt, LocalBoxFuture};
use proptest::prelude::*;
use random_programs::{
    Body, Cancelling, Event, Program, Ran, Step, Words, check, config, judged, model, programs,
};
use stage01::{Result, Yielder, co};
use stage04::{
    Asks, Cancelled, EventLoop, Handle, Request, Simulated, cancel, ended, now, sleep, spawn,
    yield_now,
};
use std::{cell::RefCell, rc::Rc, time::Duration};

type Log = Rc<RefCell<Vec<Event>>>;

/// A task. Its children are tasks of their own.
fn task(body: Body, log: Log) -> Box<dyn Asks> {
    Box::new(co(async move |y| {
        let task = Task {
            y: &y,
            number: body.task,
            children: RefCell::default(),
            log,
        };
        task.take(&body.steps).await?;
        task.log("ends").await
    }))
}

struct Task<'y> {
    y: &'y Yielder<Request>,
    number: usize,
    children: RefCell<Vec<Option<Handle>>>,
    log: Log,
}

impl Task<'_> {
    async fn log(&self, what: impl Into<String>) -> Result {
        let time = self.y.yield_from(now()).await?.as_millis() as u64;
        let event = Event::new(time, self.number, what);
        self.log.borrow_mut().push(event);
        Ok(())
    }

    fn take<'a>(&'a self, steps: &'a [Step]) -> LocalBoxFuture<'a, Result> {
        async move {
            for step in steps {
                self.step(step).await?;
            }
            Ok(())
        }
        .boxed_local()
    }

    async fn step(&self, step: &Step) -> Result {
        let y = self.y;
        match *step {
            Step::Sleep(ms) => {
                y.yield_from(sleep(Duration::from_millis(ms))).await?;
                self.log("has slept").await?;
            }
            Step::Yield => {
                y.yield_from(yield_now()).await?;
                self.log("has yielded").await?;
            }
            Step::Spawn(ref child) => {
                let child = spawn(task(child.clone(), self.log.clone()));
                let child = y.yield_from(child).await?;
                self.children.borrow_mut().push(Some(child));
            }
            Step::Join(place) => {
                let child = self
                    .children
                    .borrow_mut()
                    .get_mut(place)
                    .and_then(Option::take);
                if let Some(child) = child {
                    y.yield_from(ended(&child)).await?;
                    let returned = child.result().is_some_and(|result| result.is_ok());
                    self.log(Event::joined(place, returned)).await?;
                }
            }
            Step::Cancel(place) => {
                let child = self.children.borrow().get(place).cloned().flatten();
                if let Some(child) = child {
                    y.yield_from(cancel(&child)).await?;
                }
            }
            Step::Catch(ref steps) => match self.take(steps).await {
                Err(error) if error.is::<Cancelled>() => self.log("was stopped").await?,
                taken => taken?,
            },
            Step::Within(..) | Step::Tell | Step::Hear(_) => unreachable!("not among its words"),
        }
        Ok(())
    }
}

fn run(program: &Program) -> Result<Ran> {
    let mut event_loop = EventLoop::with(Simulated::new());
    let log = Log::default();
    for body in &program.0 {
        event_loop.spawn(task(body.clone(), log.clone()));
    }
    event_loop.run()?;
    assert_eq!(event_loop.tasks(), 0, "a task is left");
    let events = log.take();
    Ok(Ran { events, polls: 0 })
}

fn agrees(program: Program) -> Result<(), TestCaseError> {
    judged(move || {
        let ran = run(&program).map_err(|error| error.to_string())?;
        check(&model(&program, Cancelling::Thrown), &ran)
    })
}

fn any() -> impl Strategy<Value = Program> {
    programs(Words {
        cancel: true,
        catch: true,
        ..Words::default()
    })
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn it_does_as_the_model_says(program in any()) {
        agrees(program)?;
    }
}

proptest! {
    #![proptest_config(config(20_000))]

    #[test]
    #[ignore = "long"]
    fn it_does_as_the_model_says_many_times(program in any()) {
        agrees(program)?;
    }
}
