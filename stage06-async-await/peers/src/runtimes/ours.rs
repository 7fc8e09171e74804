//! Stage 6.

use crate::peer::{Clock, Peer, Server};
use stage06_full::{Runtime, net};
use std::{future::Future, net::TcpListener, time::Duration};

pub(crate) struct Ours;

impl Peer for Ours {
    fn run<T: 'static>(future: impl Future<Output = T> + 'static) -> T {
        let runtime = Runtime::new();
        let driver = runtime.spawn(future);
        runtime.block_on(driver).expect("no panic")
    }

    fn spawn<T: 'static>(
        future: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> + 'static {
        let task = stage06_full::spawn(future);
        async { task.await.expect("no panic") }
    }

    fn yield_now() -> impl Future<Output = ()> {
        stage06_full::yield_now()
    }
}

impl Clock for Ours {
    fn sleep(duration: Duration) -> impl Future<Output = ()> {
        stage06_full::sleep(duration)
    }
}

impl Server for Ours {
    fn serve(listener: TcpListener, clients: usize) -> u64 {
        Self::run(async move {
            let mut listener = net::TcpListener::from_std(listener).expect("it is registered");
            let mut tasks = Vec::new();
            for _ in 0..clients {
                let (client, _) = listener.accept().await.expect("a client comes");
                tasks.push(Self::spawn(super::echo(client)));
            }
            let mut total = 0;
            for task in tasks {
                total += task.await;
            }
            total
        })
    }
}
