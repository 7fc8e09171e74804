//! tokio's `current_thread` scheduler, by way of `LocalRuntime`: the same scheduler, without a `LocalSet` in between,
//! and futures need not be `Send`.

use crate::peer::{CHUNK, Clock, Peer, Sockets};
use std::{future::Future, net, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{Builder, LocalRuntime},
    task,
};

pub(crate) struct Tokio;

/// Timers, and only for a server sockets: without them tokio sleeps more cheaply, as stage 6 does.
fn runtime(sockets: bool) -> LocalRuntime {
    let mut builder = Builder::new_current_thread();
    builder.enable_time();
    if sockets {
        builder.enable_io();
    }
    builder.build_local(Default::default()).expect("a runtime")
}

fn run_on<T: 'static>(runtime: &LocalRuntime, future: impl Future<Output = T> + 'static) -> T {
    let driver = runtime.spawn_local(future);
    runtime.block_on(driver).expect("no panic")
}

impl Peer for Tokio {
    fn run<T: 'static>(future: impl Future<Output = T> + 'static) -> T {
        run_on(&runtime(false), future)
    }

    fn spawn<T: 'static>(
        future: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> + 'static {
        let task = task::spawn_local(future);
        async { task.await.expect("no panic") }
    }

    fn yield_now() -> impl Future<Output = ()> {
        task::yield_now()
    }
}

impl Clock for Tokio {
    fn sleep(duration: Duration) -> impl Future<Output = ()> {
        tokio::time::sleep(duration)
    }
}

impl Sockets for Tokio {
    type Listener = TcpListener;
    type Stream = TcpStream;

    fn run_with_sockets<T: 'static>(future: impl Future<Output = T> + 'static) -> T {
        run_on(&runtime(true), future)
    }

    fn listener(listener: net::TcpListener) -> Self::Listener {
        TcpListener::from_std(listener).expect("it is registered")
    }

    async fn accept(listener: &mut Self::Listener) -> Self::Stream {
        let (client, _) = listener.accept().await.expect("a client comes");
        client
    }

    fn echo(client: Self::Stream) -> impl Future<Output = u64> + 'static {
        echo(client)
    }
}

/// As the others', with tokio's own traits.
async fn echo(mut client: TcpStream) -> u64 {
    let mut chunk = vec![0; CHUNK];
    let mut total = 0;
    loop {
        match client.read(&mut chunk).await.expect("the client sends") {
            0 => return total,
            read => {
                let answer = client.write_all(&chunk[..read]).await;
                answer.expect("the client reads");
                total += read as u64;
            }
        }
    }
}
