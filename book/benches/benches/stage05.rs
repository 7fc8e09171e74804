//! What a switch costs at 1, 100 and 10,000 tasks: a round is one step of each, so the time of a round grows with them.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stage01::co;
use stage05::{Loop, until, yield_now};

/// The time of a round; "elements" are switches.
fn switch(c: &mut Criterion) {
    let mut group = c.benchmark_group("switch");
    for tasks in [1, 100, 10_000] {
        group.throughput(Throughput::Elements(tasks));
        group.bench_function(BenchmarkId::new("until", tasks), |b| {
            let event_loop = Loop::new();
            for _ in 1..tasks {
                event_loop.add_task(until(|| None::<()>));
            }
            b.iter(|| event_loop.run_task(until(|| Some(()))).expect("it ends"));
        });
        group.bench_function(BenchmarkId::new("co", tasks), |b| {
            let event_loop = Loop::new();
            for _ in 1..tasks {
                event_loop.add_task(co(async |y| -> stage01::Result {
                    loop {
                        y.yield_from(yield_now()).await?;
                    }
                }));
            }
            b.iter(|| event_loop.run_task(until(|| Some(()))).expect("it ends"));
        });
    }
}

criterion_group!(benches, switch);
criterion_main!(benches);
