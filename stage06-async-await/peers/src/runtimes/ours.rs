//! Stage 6: the complete runtime and the small one.

use crate::peer::{Clock, Peer, Sockets};
use std::{future::Future, net::TcpListener, time::Duration};

/// `stage06-full`.
pub(crate) struct Full;

/// `stage06`.
pub(crate) struct Small;

impl Peer for Full {
    fn run<T: 'static>(future: impl Future<Output = T> + 'static) -> T {
        let runtime = stage06_full::Runtime::new();
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

impl Peer for Small {
    fn run<T: 'static>(future: impl Future<Output = T> + 'static) -> T {
        let runtime = stage06::Runtime::new().expect("a selector");
        let driver = runtime.spawn(future);
        runtime.block_on(driver).expect("no panic")
    }

    fn spawn<T: 'static>(
        future: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> + 'static {
        let task = stage06::runtime::spawn(future);
        async { task.await.expect("no panic") }
    }

    fn yield_now() -> impl Future<Output = ()> {
        stage06::runtime::yield_now()
    }
}

impl Clock for Full {
    fn sleep(duration: Duration) -> impl Future<Output = ()> {
        stage06_full::sleep(duration)
    }
}

impl Clock for Small {
    fn sleep(duration: Duration) -> impl Future<Output = ()> {
        stage06::runtime::sleep(duration)
    }
}

impl Sockets for Full {
    type Listener = stage06_full::net::TcpListener;
    type Stream = stage06_full::net::TcpStream;

    fn listener(listener: TcpListener) -> Self::Listener {
        Self::Listener::from_std(listener).expect("it is registered")
    }

    async fn accept(listener: &mut Self::Listener) -> Self::Stream {
        let (client, _) = listener.accept().await.expect("a client comes");
        client
    }

    fn echo(client: Self::Stream) -> impl Future<Output = u64> + 'static {
        super::echo(client)
    }
}

impl Sockets for Small {
    type Listener = stage06::net::TcpListener;
    type Stream = stage06::net::TcpStream;

    fn listener(listener: TcpListener) -> Self::Listener {
        Self::Listener::from_std(listener).expect("it is registered")
    }

    async fn accept(listener: &mut Self::Listener) -> Self::Stream {
        listener.accept().await.expect("a client comes")
    }

    fn echo(client: Self::Stream) -> impl Future<Output = u64> + 'static {
        super::echo(client)
    }
}
