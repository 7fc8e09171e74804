//! Servers of which one handler panics: that of the first client, at its first byte. All others echo.

use crate::servers::{nonblocking, on_callbacks};
use stage01::{Result, co};
use stage02::Interest;
use std::{
    cell::Cell,
    io::{self, Read},
    net::{TcpListener, TcpStream},
    rc::Rc,
    thread,
};

fn on_purpose() -> Result {
    panic!("on purpose")
}

fn text(error: stage01::Exception) -> io::Error {
    io::Error::other(error.to_string())
}

pub(crate) fn blocking(listener: TcpListener, _stop: TcpStream) -> io::Result<()> {
    one_blocking(listener.accept()?.0)?;
    for client in listener.incoming() {
        let _ = six_loops::blocking::echo(client?);
    }
    Ok(())
}

fn one_blocking(mut client: TcpStream) -> io::Result<()> {
    client.read_exact(&mut [0])?;
    on_purpose().map_err(text)
}

pub(crate) fn threads(listener: TcpListener, _stop: TcpStream) -> io::Result<()> {
    let first = listener.accept()?.0;
    thread::spawn(|| one_blocking(first));
    for client in listener.incoming() {
        let client = client?;
        thread::spawn(|| drop(six_loops::blocking::echo(client)));
    }
    Ok(())
}

pub(crate) fn callbacks(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    let first = Cell::new(true);
    on_callbacks(listener, stop, move |event_loop, accepted| {
        let client = nonblocking(accepted.expect("a client"));
        let serving = if first.take() {
            let panics = |_: &_, _| drop(on_purpose());
            event_loop
                .register(Rc::new(client), Interest::Read, panics)
                .map(drop)
        } else {
            six_loops::callbacks::echo(event_loop, client)
        };
        serving.expect("it is registered");
    })
}

pub(crate) fn tasks(listener: TcpListener, stop: TcpStream) -> io::Result<()> {
    use stage03::{Fetcher, Task};
    let first = Cell::new(true);
    on_callbacks(listener, stop, move |event_loop, accepted| {
        let client = nonblocking(accepted.expect("a client"));
        if !first.take() {
            drop(six_loops::task::echo(event_loop, client));
            return;
        }
        let (sockets, client) = (Fetcher::new(event_loop), Rc::new(client));
        let panics = co(async move |y| {
            y.yield_from(sockets.read(&client)).await?;
            on_purpose()
        });
        drop(Task::spawn(event_loop, panics));
    })
}

pub(crate) fn requests(listener: TcpListener, _stop: TcpStream) -> io::Result<()> {
    use stage04::{EventLoop, accept, echo::echo, read, spawn};
    listener.set_nonblocking(true)?;
    let listener = Rc::new(listener);
    let server = co(async move |y| -> Result {
        let first = y.yield_from(accept(&listener)).await?;
        let panics = co(async move |y| {
            y.yield_from(read(&first, 1)).await?;
            on_purpose()
        });
        drop(y.yield_from(spawn(panics)).await?);
        loop {
            let client = y.yield_from(accept(&listener)).await?;
            drop(y.yield_from(spawn(echo(client))).await?);
        }
    });
    EventLoop::new()?.run_until_complete(server).map_err(text)
}

pub(crate) fn polling(listener: TcpListener, _stop: TcpStream) -> io::Result<()> {
    use stage05::{AioSocket, Loop, echo::echo};
    let listener = AioSocket::from_std(listener)?;
    let server = co(async move |y| -> Result {
        let first = y.yield_from(listener.accept()).await?;
        let panics = co(async move |y| {
            y.yield_from(first.recv(1)).await?;
            on_purpose()
        });
        Loop::current()?.add_task(panics);
        loop {
            let client = y.yield_from(listener.accept()).await?;
            Loop::current()?.add_task(echo(client));
        }
    });
    Loop::new().run_task(server).map_err(text)
}

pub(crate) fn small(listener: TcpListener, _stop: TcpStream) -> io::Result<()> {
    use futures_util::AsyncReadExt;
    use stage06::{Runtime, echo::echo, net, runtime::spawn};
    Runtime::new()?.block_on(async {
        let mut listener = net::TcpListener::from_std(listener)?;
        let mut first = listener.accept().await?;
        drop(spawn(async move {
            first.read_exact(&mut [0]).await?;
            on_purpose().map_err(text)
        }));
        loop {
            drop(spawn(echo(listener.accept().await?)));
        }
    })
}

pub(crate) fn full(listener: TcpListener, _stop: TcpStream) -> io::Result<()> {
    use futures_util::AsyncReadExt;
    use stage06_full::{Runtime, echo::echo, net, spawn};
    Runtime::new().block_on(async {
        let listener = net::TcpListener::from_std(listener)?;
        let (mut first, _) = listener.accept().await?;
        spawn(async move {
            first.read_exact(&mut [0]).await?;
            on_purpose().map_err(text)
        });
        loop {
            spawn(echo(listener.accept().await?.0));
        }
    })
}
