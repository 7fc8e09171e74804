//! Stage 5's loop does what the model says, at the same time. It promises no order within a millisecond, and each of its turns takes
//! time: a millisecond of the model is two hundred of its ticks. It can't cancel.

use proptest::prelude::*;
use random_programs::{
    Body, Cancelling, Event, Program, Ran, Step, Words, check, config, judged, model, programs,
};
use stage01::co;
use stage05::{Handle, Loop, Task, Virtual, sleep_until, yield_now};
use std::{cell::RefCell, rc::Rc, time::Duration};

type Log = Rc<RefCell<Vec<Event>>>;

/// A millisecond of the model. No program takes so many turns within one.
const MILLISECOND: u64 = 200;

fn task(body: Body, log: Log) -> Box<dyn Task> {
    Box::new(co(async move |y| {
        let mut children: Vec<Option<Handle>> = Vec::new();
        let time = || Loop::current().map(|current| current.now().as_millis() as u64 / MILLISECOND);
        for step in body.steps {
            let what = match step {
                Step::Sleep(ms) => {
                    // Not from now on, which is some ticks late.
                    let deadline = (time()? + ms) * MILLISECOND;
                    y.yield_from(sleep_until(Duration::from_millis(deadline)))
                        .await?;
                    "has slept".into()
                }
                Step::Yield => {
                    y.yield_from(yield_now()).await?;
                    "has yielded".into()
                }
                Step::Spawn(child) => {
                    let child = Loop::current()?.add_task(task(child, log.clone()));
                    children.push(Some(child));
                    continue;
                }
                Step::Join(place) => {
                    let child = children.get_mut(place).and_then(Option::take);
                    let Some(child) = child else { continue };
                    y.yield_from(child.join()).await?;
                    Event::joined(place, true)
                }
                _ => unreachable!("not among its words"),
            };
            log.borrow_mut().push(Event::new(time()?, body.task, what));
        }
        log.borrow_mut()
            .push(Event::new(time()?, body.task, "ends"));
        Ok(())
    }))
}

fn run(program: &Program) -> Ran {
    let (event_loop, log) = (Loop::with_clock(Virtual::new()), Log::default());
    for body in &program.0 {
        event_loop.add_task(task(body.clone(), log.clone()));
    }
    event_loop.run();
    assert_eq!(event_loop.tasks(), 0, "a task is left");
    let events = log.take();
    Ran { events, polls: 0 }
}

/// What one task has done stays in order.
fn sorted(mut ran: Ran) -> Ran {
    ran.events.sort_by_key(|event| (event.time, event.task));
    ran
}

fn agrees(program: Program) -> Result<(), TestCaseError> {
    judged(move || {
        let expected = model(&program, Cancelling::AtOnce);
        check(&sorted(expected), &sorted(run(&program)))
    })
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn it_does_as_the_model_says(program in programs(Words::default())) {
        agrees(program)?;
    }
}

proptest! {
    #![proptest_config(config(5_000))]

    #[test]
    #[ignore = "long"]
    fn it_does_as_the_model_says_many_times(program in programs(Words::default())) {
        agrees(program)?;
    }
}
