//! What one step of a task costs: a turn through a future and the loop's queue, beside stage 1's bare resume.
//!
//! Each figure is the time of one resume. In "1000 tasks" a turn of the loop, which looks at the sockets once, takes a
//! thousand steps, and the figure is that of one of them.
#![allow(missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use stage01::{
    Coroutine,
    CoroutineState::{self, Yielded},
    Result, Routine, co, raising,
};
use stage02::{EventLoop, Future};
use stage03::{Await, Task, Wait};
use std::hint::black_box;

const TASKS: usize = 1000;

/// Waits for the same finished future forever.
struct Forever(Future);

impl Coroutine<Result> for Forever {
    type Yield = Wait;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<Wait, Result> {
        raising(|| {
            sent?;
            Ok(Yielded(Box::new(self.0.clone()) as Wait))
        })
    }
}

/// The same, written by the compiler.
fn forever(done: &Future) -> impl Coroutine<Result, Yield = Wait, Return = Result> + use<> {
    let done = done.clone();
    co(async move |y| {
        loop {
            let () = y.yield_from(Await::new(&done)).await?;
        }
    })
}

fn done(event_loop: &EventLoop) -> Future {
    let future = Future::new(event_loop);
    future.set_result(()).unwrap();
    future
}

fn bare_resume(c: &mut Criterion) {
    let event_loop = EventLoop::new().unwrap();
    let done = done(&event_loop);
    let mut group = c.benchmark_group("bare resume");
    let mut boxed: Routine<Wait> = black_box(Box::new(Forever(done.clone())));
    group.bench_function("Box<dyn Coroutine>", |b| b.iter(|| boxed.resume(Ok(()))));
    let mut written = black_box(forever(&done));
    group.bench_function("co", |b| b.iter(|| written.resume(Ok(()))));
}

/// A loop with so many tasks, each of which takes a step in every turn.
fn busy<C>(tasks: usize, routine: impl Fn(&Future) -> C) -> EventLoop
where
    C: Coroutine<Result, Yield = Wait, Return = Result> + 'static,
{
    let event_loop = EventLoop::new().unwrap();
    let done = done(&event_loop);
    for _ in 0..tasks {
        Task::spawn(&event_loop, routine(&done));
    }
    event_loop
}

fn step(c: &mut Criterion) {
    let mut group = c.benchmark_group("step");
    let one = busy(1, |done| Forever(done.clone()));
    group.bench_function("1 task, with its turn", |b| {
        b.iter(|| one.run_once().unwrap());
    });
    let many = busy(TASKS, |done| Forever(done.clone()));
    group.bench_function("1000 tasks", |b| {
        b.iter_custom(|steps| per_step(&many, steps))
    });
    let many = busy(TASKS, forever);
    group.bench_function("1000 tasks, co", |b| {
        b.iter_custom(|steps| per_step(&many, steps));
    });
}

/// How long so many steps take, a thousand a turn.
fn per_step(event_loop: &EventLoop, steps: u64) -> std::time::Duration {
    let turns = steps.div_ceil(TASKS as u64);
    let start = std::time::Instant::now();
    for _ in 0..turns {
        event_loop.run_once().unwrap();
    }
    start
        .elapsed()
        .mul_f64(steps as f64 / (turns * TASKS as u64) as f64)
}

criterion_group!(benches, bare_resume, step);
criterion_main!(benches);
