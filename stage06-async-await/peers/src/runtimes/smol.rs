//! smol: `async-executor` and `async-io`.

use crate::peer::{Clock, Peer, Sockets};
use async_executor::LocalExecutor;
use async_io::{Async, Timer};
use std::{
    cell::RefCell,
    future::Future,
    net::{TcpListener, TcpStream},
    rc::Rc,
    time::Duration,
};

pub(crate) struct Smol;

thread_local! {
    static EXECUTOR: RefCell<Option<Rc<LocalExecutor<'static>>>> = const { RefCell::new(None) };
}

impl Peer for Smol {
    fn run<T: 'static>(future: impl Future<Output = T> + 'static) -> T {
        let executor = Rc::new(LocalExecutor::new());
        EXECUTOR.set(Some(executor.clone()));
        let driver = executor.spawn(future);
        let output = async_io::block_on(executor.run(driver));
        EXECUTOR.set(None);
        output
    }

    fn spawn<T: 'static>(
        future: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> + 'static {
        EXECUTOR.with_borrow(|executor| {
            let executor = executor.as_ref().expect("a runtime runs");
            executor.spawn(future)
        })
    }

    fn yield_now() -> impl Future<Output = ()> {
        futures_lite::future::yield_now()
    }
}

impl Clock for Smol {
    async fn sleep(duration: Duration) {
        Timer::after(duration).await;
    }
}

impl Sockets for Smol {
    type Listener = Async<TcpListener>;
    type Stream = Async<TcpStream>;

    fn listener(listener: TcpListener) -> Self::Listener {
        Async::new(listener).expect("it is registered")
    }

    async fn accept(listener: &mut Self::Listener) -> Self::Stream {
        let (client, _) = listener.accept().await.expect("a client comes");
        client
    }

    fn echo(client: Self::Stream) -> impl Future<Output = u64> + 'static {
        super::echo(client)
    }
}
