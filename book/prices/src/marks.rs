//! tokio, beside which the course's own designs are measured.

use std::{io, net};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{Builder, LocalRuntime},
    task::spawn_local,
};

/// tokio's scheduler for one thread.
pub(crate) fn runtime() -> LocalRuntime {
    let built = Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default());
    built.expect("the system has a selector")
}

/// The echo server, in the words of stage 6.
pub(crate) fn serve(listener: net::TcpListener, stop: net::TcpStream) -> io::Result<()> {
    let runtime = runtime();
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        stop.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let mut stop = TcpStream::from_std(stop)?;
        spawn_local(async move {
            while let Ok((client, _)) = listener.accept().await {
                spawn_local(echo(client));
            }
        });
        stop.read(&mut [0]).await.map(drop)
    })
}

async fn echo(mut client: TcpStream) -> io::Result<()> {
    let mut chunk = [0; 1024];
    loop {
        match client.read(&mut chunk).await? {
            0 => return Ok(()),
            length => client.write_all(&chunk[..length]).await?,
        }
    }
}
