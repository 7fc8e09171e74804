//! What one `resume` costs: a struct, a boxed one, a compiler-written one, and through levels of delegation.
//!
//! Each figure is the time of one resume that yields a number, in a loop that never ends.
#![allow(missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use stage01::{
    Coroutine,
    CoroutineState::{self, Yielded},
    Generator, Result, Routine, Yielder, co, raising, yield_from,
};
use std::hint::black_box;

/// 0, 1, 2, … forever.
struct Count(u64);

impl Coroutine<Result> for Count {
    type Yield = u64;
    type Return = Result;

    fn resume(&mut self, sent: Result) -> CoroutineState<u64, Result> {
        raising(|| {
            sent?;
            self.0 += 1;
            Ok(Yielded(self.0))
        })
    }
}

/// One level of delegation, to a child whose type is not known when this is compiled.
struct Level(Routine<u64>);

impl Coroutine<Result> for Level {
    type Yield = u64;
    type Return = Result;

    fn resume(&mut self, mut sent: Result) -> CoroutineState<u64, Result> {
        raising(|| {
            yield_from!(self.0, sent)?;
            unreachable!("a Count never ends")
        })
    }
}

fn through(levels: usize) -> Routine<u64> {
    (0..levels).fold(Box::new(Count(0)), |child, _| Box::new(Level(child)))
}

async fn count(y: Yielder<u64>) -> Result {
    for n in 0.. {
        y.yield_(n).await?;
    }
    Ok(())
}

fn resume(c: &mut Criterion) {
    let mut group = c.benchmark_group("resume");
    let mut iterator = black_box(0_u64..);
    group.bench_function("std Iterator::next", |b| b.iter(|| iterator.next()));
    let mut machine = black_box(Count(0));
    group.bench_function("struct", |b| b.iter(|| machine.resume(Ok(()))));
    let mut boxed: Routine<u64> = black_box(Box::new(Count(0)));
    group.bench_function("Box<dyn Coroutine>", |b| b.iter(|| boxed.resume(Ok(()))));
    let mut generator = black_box(Generator::new(Count(0)));
    group.bench_function("Generator", |b| b.iter(|| generator.next()));
    let mut written = black_box(co(count));
    group.bench_function("co", |b| b.iter(|| written.resume(Ok(()))));
    for levels in [1, 8, 64] {
        let mut delegated = through(levels);
        group.bench_function(format!("through {levels} levels"), |b| {
            b.iter(|| delegated.resume(Ok(())))
        });
    }
    group.finish();
}

criterion_group!(benches, resume);
criterion_main!(benches);
