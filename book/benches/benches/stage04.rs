//! What a loop by requests costs: an event beside idle sockets, a task, a timer beside others.
#![allow(missing_docs)]

use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, criterion_group, criterion_main, measurement::WallTime,
};
use stage01::{Result, co, eprintln};
use stage04::{
    EventLoop, Handle, Real, Simulated, World, join, readable, sleep, spawn, writable, yield_now,
};
use std::{net::UdpSocket, rc::Rc, time::Duration};

/// One event: a task asks for a socket that is ready, beside tasks whose sockets are silent. The poller keeps a list of the
/// ready ones; `poll(2)` looks at all.
fn event_beside_idle(c: &mut Criterion) {
    raise_limit();
    let mut group = c.benchmark_group("event_beside_idle");
    for idle in [0, 100, 1000, 10_000] {
        one_event(&mut group, "poller", Real::new().unwrap(), idle);
        #[cfg(unix)]
        one_event(&mut group, "scan", stage04::Scan::new(), idle);
    }
}

fn one_event(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, world: impl World, idle: usize) {
    let mut event_loop = EventLoop::with(world);
    for opened in 0..idle {
        let Ok(socket) = UdpSocket::bind("127.0.0.1:0") else {
            eprintln!(
                "NOT MEASURED: {name} beside {idle} idle sockets: the system gave only {opened}; raise ulimit -n"
            );
            return;
        };
        event_loop.spawn(readable(&Rc::new(socket)));
    }
    let busy = Rc::new(UdpSocket::bind("127.0.0.1:0").unwrap());
    event_loop.spawn(co(async move |y| -> Result {
        loop {
            y.yield_from(writable(&busy)).await?;
        }
    }));
    event_loop.run_once().unwrap();
    group.bench_function(BenchmarkId::new(name, idle), |b| {
        b.iter(|| event_loop.run_once().unwrap());
    });
}

/// The whole life of a thousand tasks: spawned, run once, joined.
fn spawn_join(c: &mut Criterion) {
    c.bench_function("spawn_join_1000", |b| {
        b.iter(|| {
            let main = co(async |y| {
                let mut tasks: Vec<Handle> = Vec::new();
                for _ in 0..1000 {
                    tasks.push(y.yield_from(spawn(co(async |_| Ok(())))).await?);
                }
                for task in &tasks {
                    y.yield_from(join(task)).await?;
                }
                Ok(())
            });
            EventLoop::with(Simulated::new())
                .run_until_complete(main)
                .unwrap();
        });
    });
}

/// A thousand turns of one task, without a system call.
fn yield_now_1000(c: &mut Criterion) {
    c.bench_function("yield_now_1000", |b| {
        b.iter(|| {
            let main = co(async |y| {
                for _ in 0..1000 {
                    y.yield_from(yield_now()).await?;
                }
                Ok(())
            });
            EventLoop::with(Simulated::new())
                .run_until_complete(main)
                .unwrap();
        });
    });
}

/// One sleep beside others that are pending: the heap grows, and its depth with the logarithm.
fn timer_beside_pending(c: &mut Criterion) {
    let mut group = c.benchmark_group("timer_beside_pending");
    for pending in [10, 1000, 100_000] {
        let mut event_loop = EventLoop::with(Simulated::new());
        for n in 0..pending {
            event_loop.spawn(sleep(Duration::MAX - Duration::from_nanos(n)));
        }
        event_loop.run_once().unwrap();
        group.bench_function(BenchmarkId::from_parameter(pending), |b| {
            b.iter(|| {
                event_loop
                    .run_until_complete(sleep(Duration::from_nanos(1)))
                    .unwrap();
            });
        });
    }
}

/// Lets this process open as many sockets as these benches need, or as the system allows.
fn raise_limit() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::Nofile).maximum;
        // Not the maximum itself: where that is unlimited, macOS refuses it.
        let needed = 10_100;
        let current = Some(maximum.map_or(needed, |maximum| maximum.min(needed)));
        if setrlimit(Resource::Nofile, Rlimit { current, maximum }).is_err() {
            eprintln!("the descriptor limit cannot be raised");
        }
    }
}

criterion_group!(
    benches,
    event_beside_idle,
    spawn_join,
    yield_now_1000,
    timer_beside_pending
);
criterion_main!(benches);
