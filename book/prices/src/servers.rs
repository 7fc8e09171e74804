//! The servers: for each design a loop that accepts, around the handler of *One program, six loops*.

use six_loops::{blocking, callbacks, requests, round_robin, task, wakers};
use stage01::{Result, co};
use stage02::{EventLoop, Interest};
use std::{
    cell::Cell,
    io::Read,
    net::{TcpListener, TcpStream},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// A thread for each client. Returns how often these threads have allocated.
pub(crate) fn threads(listener: TcpListener, mut stop: TcpStream) -> Result<usize> {
    let (stopped, address) = (Arc::new(AtomicBool::new(false)), listener.local_addr()?);
    let stopping = stopped.clone();
    thread::spawn(move || {
        let _ended = stop.read(&mut [0]);
        stopping.store(true, Ordering::Relaxed);
        drop(TcpStream::connect(address)); // so that `accept` returns
    });
    let mut clients = Vec::new();
    loop {
        let (client, _) = listener.accept()?;
        if stopped.load(Ordering::Relaxed) {
            let allocations = clients.into_iter().map(thread::JoinHandle::join);
            return Ok(allocations.map(|joined| joined.unwrap_or(0)).sum());
        }
        let serve = || alloc_count::count(|| drop(blocking::echo(client))).1;
        clients.push(thread::Builder::new().spawn(serve)?);
    }
}

/// Stage 2's loop, with callbacks.
pub(crate) fn callbacks(listener: TcpListener, stop: TcpStream) -> Result {
    on_callbacks(listener, stop, |event_loop, client| {
        Ok(callbacks::echo(event_loop, client)?)
    })
}

/// Stage 2's loop, with stage 3's tasks.
pub(crate) fn tasks(listener: TcpListener, stop: TcpStream) -> Result {
    on_callbacks(listener, stop, |event_loop, client| {
        drop(task::echo(event_loop, client));
        Ok(())
    })
}

fn on_callbacks(
    listener: TcpListener,
    stop: TcpStream,
    serve: impl Fn(&EventLoop, TcpStream) -> Result + 'static,
) -> Result {
    let event_loop = EventLoop::new()?;
    let stopped = Rc::new(Cell::new(false));
    let stopping = stopped.clone();
    event_loop.register(Rc::new(stop), Interest::Read, move |_, _| {
        stopping.set(true)
    })?;
    listener.set_nonblocking(true)?;
    let listener = Rc::new(listener);
    let accepting = listener.clone();
    event_loop.register(listener, Interest::Read, move |event_loop, _| {
        while let Ok((client, _)) = accepting.accept() {
            let serving = client.set_nonblocking(true).map_err(Into::into);
            let _ = serving.and_then(|()| serve(event_loop, client));
        }
    })?;
    while !stopped.get() {
        event_loop.run_once()?;
    }
    Ok(())
}

/// Stage 4's loop.
pub(crate) fn select_loop(listener: TcpListener, stop: TcpStream) -> Result {
    use stage04::{readable, spawn};
    listener.set_nonblocking(true)?;
    let listener = Rc::new(listener);
    let accepting = co(async move |y| {
        loop {
            y.yield_from(readable(&listener)).await?;
            while let Ok((client, _)) = listener.accept() {
                client.set_nonblocking(true)?;
                let _task = y.yield_from(spawn(requests::echo(client))).await?;
            }
        }
    });
    stage04::EventLoop::new()?.run_until_complete(co(async move |y| {
        let _task = y.yield_from(spawn::<()>(accepting)).await?;
        y.yield_from(readable(&Rc::new(stop))).await
    }))
}

/// Stage 5's loop.
pub(crate) fn round_robin(listener: TcpListener, stop: TcpStream) -> Result {
    use stage05::{AioSocket, Loop};
    let (listener, stop) = (AioSocket::from_std(listener)?, AioSocket::from_std(stop)?);
    let event_loop = Loop::new();
    event_loop.add_task::<()>(co(async move |y| {
        loop {
            let client = y.yield_from(listener.accept()).await?;
            Loop::current()?.add_task(round_robin::echo(client));
        }
    }));
    let stopped = co(async move |y| y.yield_from(stop.recv(1)).await);
    event_loop.run_task(stopped).map(drop)
}

/// Stage 6's small runtime.
pub(crate) fn small(listener: TcpListener, stop: TcpStream) -> Result {
    use futures::AsyncReadExt;
    use stage06::{Runtime, net, runtime::spawn};
    Runtime::new()?.block_on(async {
        let mut listener = net::TcpListener::from_std(listener)?;
        spawn(async move {
            while let Ok(client) = listener.accept().await {
                drop(spawn(wakers::echo(client)));
            }
        });
        let mut stop = net::TcpStream::from_std(stop)?;
        Ok(stop.read(&mut [0]).await.map(drop)?)
    })
}

/// Stage 6's full runtime.
pub(crate) fn full(listener: TcpListener, stop: TcpStream) -> Result {
    use futures::{AsyncReadExt, AsyncWriteExt};
    use stage06_full::{Runtime, net, spawn};
    async fn echo(mut client: net::TcpStream) -> std::io::Result<()> {
        let mut chunk = [0; 1024];
        loop {
            match client.read(&mut chunk).await? {
                0 => return Ok(()),
                length => client.write_all(&chunk[..length]).await?,
            }
        }
    }
    Runtime::new().block_on(async {
        listener.set_nonblocking(true)?;
        stop.set_nonblocking(true)?;
        let listener = net::TcpListener::from_std(listener)?;
        spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                drop(spawn(echo(client)));
            }
        });
        let mut stop = net::TcpStream::from_std(stop)?;
        Ok(stop.read(&mut [0]).await.map(drop)?)
    })
}
