//! Stage 4's loop does what the model says, in its order. Its `timeout` is a task, and it has no channel: programs have neither.

use proptest::prelude::*;
use random_programs::{
    Body, Cancelling, Event, Program, Ran, Step, Words, cases, check, model, programs,
};
use stage01::{Result, co};
use stage04::{Asks, EventLoop, Handle, Simulated, cancel, ended, now, sleep, spawn, yield_now};
use std::{cell::RefCell, rc::Rc, time::Duration};

type Log = Rc<RefCell<Vec<Event>>>;

/// A task. Its children are tasks of their own.
fn task(body: Body, log: Log) -> Box<dyn Asks> {
    Box::new(co(async move |y| {
        let mut children: Vec<Option<Handle>> = Vec::new();
        for step in body.steps {
            let what = match step {
                Step::Sleep(ms) => {
                    y.yield_from(sleep(Duration::from_millis(ms))).await?;
                    "has slept".into()
                }
                Step::Yield => {
                    y.yield_from(yield_now()).await?;
                    "has yielded".into()
                }
                Step::Spawn(child) => {
                    let child = spawn(task(child, log.clone()));
                    children.push(Some(y.yield_from(child).await?));
                    continue;
                }
                Step::Join(place) => {
                    let child = children.get_mut(place).and_then(Option::take);
                    let Some(child) = child else { continue };
                    y.yield_from(ended(&child)).await?;
                    let returned = child.result().is_some_and(|result| result.is_ok());
                    Event::joined(place, returned)
                }
                Step::Cancel(place) => {
                    if let Some(Some(child)) = children.get(place) {
                        y.yield_from(cancel(child)).await?;
                    }
                    continue;
                }
                Step::Within(..) | Step::Tell | Step::Hear(_) => {
                    unreachable!("not among its words")
                }
            };
            let time = y.yield_from(now()).await?.as_millis() as u64;
            log.borrow_mut().push(Event::new(time, body.task, what));
        }
        let time = y.yield_from(now()).await?.as_millis() as u64;
        log.borrow_mut().push(Event::new(time, body.task, "ends"));
        Ok(())
    }))
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
    let judge = move || {
        let ran = run(&program).map_err(|error| error.to_string())?;
        check(&model(&program, Cancelling::WhenPolled), &ran)
    };
    let judged = testkit::within(Duration::from_secs(20), "the program's end", judge);
    judged.map_err(TestCaseError::fail)
}

fn any() -> impl Strategy<Value = Program> {
    programs(Words {
        cancel: true,
        ..Words::default()
    })
}

fn config(unless_told: u32) -> ProptestConfig {
    ProptestConfig {
        cases: cases(unless_told),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(300))]

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
