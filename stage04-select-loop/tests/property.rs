//! Under any order of events: no task is left behind, and timers fire in the order of their deadlines and never early.

mod support;

use proptest::{collection::vec, prelude::*};
use stage01::{Result, co};
use stage02::Interest;
use stage04::{
    Asks, EventLoop, Handle, Ready, Simulated, Source, Stream, World, cancel, join, now, readable,
    sleep, spawn, writable, yield_now,
};
use std::{cell::RefCell, io, rc::Rc, time::Duration};
use support::{ms, promptly};

/// A simulated world that reports what is ready in any order, and sometimes only a part of it.
struct Unruly {
    world: Simulated,
    /// What it does to each report, over and over.
    moods: Vec<(usize, bool, usize)>,
    reports: usize,
}

impl World for Unruly {
    fn now(&self) -> Duration {
        self.world.now()
    }
    fn watch(&mut self, source: &Source, interest: Option<Interest>) -> io::Result<()> {
        self.world.watch(source, interest)
    }
    fn select(&mut self, timeout: Option<Duration>) -> io::Result<Vec<Ready>> {
        let mut ready = self.world.select(timeout)?;
        let (turn, reverse, keep) = self.moods[self.reports % self.moods.len()];
        self.reports += 1;
        if !ready.is_empty() {
            let turn = turn % ready.len();
            ready.rotate_left(turn);
            ready.truncate(1 + keep % ready.len());
        }
        if reverse {
            ready.reverse();
        }
        Ok(ready)
    }
}

const STREAMS: usize = 4;

/// What a task of the property does, one after another.
#[derive(Clone, Debug)]
enum Step {
    Read(usize),
    Write(usize),
    /// Waits until the stream is ready, and makes all other tasks wait for it again.
    Take(usize, u32),
    Sleep(u64),
    Yield,
    /// Joins one of the tasks that were started earlier, if there is one.
    Join(usize),
    /// Starts a task and waits for it.
    Child(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..STREAMS).prop_map(Step::Read),
        (0..STREAMS).prop_map(Step::Write),
        (0..STREAMS, 0..5u32).prop_map(|(stream, cycles)| Step::Take(stream, cycles)),
        (0..20u64).prop_map(Step::Sleep),
        Just(Step::Yield),
        (0..8usize).prop_map(Step::Join),
        (0..5u64).prop_map(Step::Child),
    ]
}

fn task(steps: Vec<Step>, streams: Vec<Stream>, earlier: Vec<Handle<usize>>) -> impl Asks<usize> {
    co(async move |y| {
        for step in &steps {
            match *step {
                Step::Read(stream) => y.yield_from(readable(&streams[stream])).await?,
                Step::Write(stream) => y.yield_from(writable(&streams[stream])).await?,
                Step::Take(stream, cycles) => {
                    y.yield_from(readable(&streams[stream])).await?;
                    streams[stream].again_after(cycles);
                }
                Step::Sleep(time) => y.yield_from(sleep(ms(time))).await?,
                Step::Yield => y.yield_from(yield_now()).await?,
                Step::Join(task) => {
                    if let Some(task) = task.checked_rem(earlier.len()) {
                        y.yield_from(join(&earlier[task])).await?;
                    }
                }
                Step::Child(time) => {
                    let child = y.yield_from(spawn(sleep(ms(time)))).await?;
                    y.yield_from(join(&child)).await?;
                }
            }
        }
        Ok(steps.len())
    })
}

/// Runs all tasks; gives how many steps each of them has done.
fn all_end(tasks: &[Vec<Step>], moods: Vec<(usize, bool, usize)>) -> Result<Vec<usize>> {
    let (world, reports) = (Simulated::new(), 0);
    let mut event_loop = EventLoop::with(Unruly {
        world,
        moods,
        reports,
    });
    let streams: Vec<_> = (0..STREAMS as u32)
        .map(|n| Stream::new("S", 3 * n))
        .collect();
    let mut handles: Vec<Handle<usize>> = Vec::new();
    for steps in tasks {
        let task = task(steps.clone(), streams.clone(), handles.clone());
        handles.push(event_loop.spawn(task));
    }
    event_loop.run()?;
    assert_eq!(event_loop.tasks(), 0);
    let ended = handles
        .iter()
        .map(|handle| handle.result().expect("it was left behind"));
    ended.collect()
}

/// A timer: when it is due, and when it is cancelled, if it is.
type Plan = (u64, Option<u64>);

/// Sleeps for each plan; gives the numbers of those that woke, with the time, in the order in which they did.
fn woken(plans: Vec<Plan>) -> Result<Vec<(Duration, usize)>> {
    let mut event_loop = EventLoop::with(Simulated::new());
    let woken = Rc::new(RefCell::new(Vec::new()));
    for (number, (time, cancelled)) in plans.into_iter().enumerate() {
        let woken = woken.clone();
        let sleeper = event_loop.spawn(co(async move |y| {
            y.yield_from(sleep(ms(time))).await?;
            let now = y.yield_from(now()).await?;
            woken.borrow_mut().push((now, number));
            Ok(())
        }));
        if let Some(at) = cancelled {
            event_loop.spawn(co(async move |y| {
                y.yield_from(sleep(ms(at))).await?;
                y.yield_from(cancel(&sleeper)).await
            }));
        }
    }
    event_loop.run()?;
    Ok(woken.take())
}

/// A check that hangs costs its whole limit, again and again, while a smaller example is looked for.
fn config() -> ProptestConfig {
    ProptestConfig {
        max_shrink_time: 60_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_task_is_left_behind(
        tasks in vec(vec(step(), 0..8), 1..8),
        moods in vec((0..8usize, any::<bool>(), 0..8usize), 1..8),
    ) {
        let expected: Vec<_> = tasks.iter().map(Vec::len).collect();
        let ended = promptly("every task", move || all_end(&tasks, moods).map_err(|e| e.to_string()));
        prop_assert_eq!(ended, Ok(expected));
    }

    #[test]
    fn timers_fire_in_order_and_never_early(
        plans in vec((0..30u64, prop::option::weighted(0.3, 0..30u64)), 0..40),
    ) {
        // Equal times: the task that was started first.
        let mut expected: Vec<_> = plans
            .iter()
            .enumerate()
            .filter(|(_, (time, cancelled))| cancelled.is_none_or(|at| at >= *time))
            .map(|(number, (time, _))| (ms(*time), number))
            .collect();
        expected.sort();
        let woken = promptly("every timer", move || woken(plans).map_err(|e| e.to_string()));
        prop_assert_eq!(woken, Ok(expected));
    }
}
