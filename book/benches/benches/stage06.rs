//! What the runtime's operations cost, each driven from a spawned task: the future of `block_on` would flatter them.
//! "Elements" are single operations. `cargo run --release -p peers` has the same beside other runtimes.
#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use futures::{
    AsyncReadExt, AsyncWriteExt, SinkExt, StreamExt,
    channel::{mpsc, oneshot},
    future::poll_fn,
};
use stage06_full::{
    Runtime,
    net::{TcpListener, TcpStream},
    sleep, spawn, yield_now,
};
use std::{future::Future, hint::black_box, pin::pin, task::Poll, time::Duration};

/// Times a task that does so many operations.
fn operation<F: Future<Output = ()> + 'static>(
    c: &mut Criterion,
    name: &str,
    operations: u64,
    task: impl Fn() -> F,
) {
    let mut group = c.benchmark_group("stage06");
    group.throughput(Throughput::Elements(operations));
    group.bench_function(name, |b| {
        let runtime = Runtime::new();
        b.iter(|| {
            let task = runtime.spawn(task());
            runtime.block_on(task).expect("it does not panic")
        });
    });
    group.finish();
}

fn tasks(c: &mut Criterion) {
    operation(c, "spawn and join, 1,000 tasks", 1000, || async {
        let tasks: Vec<_> = (0..1000)
            .map(|n| spawn(async move { black_box(n) }))
            .collect();
        for task in tasks {
            task.await.expect("it does not panic");
        }
    });
    operation(c, "yield, 1,000 tasks", 100_000, || async {
        let turns = || async {
            for _ in 0..100 {
                yield_now().await;
            }
        };
        let tasks: Vec<_> = (0..1000).map(|_| spawn(turns())).collect();
        for task in tasks {
            task.await.expect("it does not panic");
        }
    });
    operation(c, "1,000 oneshots", 1000, || async {
        let (senders, tasks): (Vec<_>, Vec<_>) = (0..1000)
            .map(|_| oneshot::channel::<()>())
            .map(|(sender, answer)| (sender, spawn(answer)))
            .unzip();
        yield_now().await;
        for sender in senders {
            sender.send(()).expect("somebody waits");
        }
        for task in tasks {
            task.await.expect("it does not panic").expect("it was sent");
        }
    });
    operation(c, "mpsc ping-pong, round trips", 1000, || async {
        let (mut ping, mut pings) = mpsc::channel::<()>(1);
        let (mut pong, mut pongs) = mpsc::channel::<()>(1);
        let other = spawn(async move {
            while pings.next().await.is_some() {
                pong.send(()).await.expect("somebody waits");
            }
        });
        for _ in 0..1000 {
            ping.send(()).await.expect("somebody answers");
            pongs.next().await;
        }
        drop(ping);
        other.await.expect("it does not panic");
    });
}

fn timers(c: &mut Criterion) {
    operation(c, "timers that are set and dropped", 1000, || {
        poll_fn(|context| {
            for _ in 0..1000 {
                let hour = pin!(sleep(Duration::from_secs(3600)));
                assert!(hour.poll(context).is_pending());
            }
            Poll::Ready(())
        })
    });
}

fn sockets(c: &mut Criterion) {
    operation(c, "TCP round trips of 64 bytes", 100, || async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let server = spawn(async move {
            let (client, _) = listener.accept().await.expect("a client");
            stage06_full::echo::echo(client)
                .await
                .expect("it ends well");
        });
        let mut stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("it is open");
        let mut message = [7; 64];
        for _ in 0..100 {
            stream.write_all(&message).await.expect("it is open");
            stream
                .read_exact(&mut message)
                .await
                .expect("it comes back");
        }
        drop(stream);
        server.await.expect("it does not panic");
    });
}

criterion_group!(benches, tasks, timers, sockets);
criterion_main!(benches);
