//! One hyper service, on stage 6 or on tokio: what differs is the runtime alone. It prints its address, and serves
//! until it is killed.

use clap::{Parser, ValueEnum};
use http_body_util::Full;
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    service::service_fn,
};
use hyper_util::server::conn::auto::Builder;
use stage01::println;
use std::{convert::Infallible, io, net::SocketAddr};

/// Serves one KiB at every path, HTTP/1 and HTTP/2, on one thread.
#[derive(Parser)]
struct Arguments {
    on: Runtime,
}

/// On which runtime.
#[derive(Clone, ValueEnum)]
enum Runtime {
    Stage06,
    Tokio,
}

const BODY: &[u8] = &[b'x'; 1024];

async fn answer(_: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(Response::new(Full::new(Bytes::from_static(BODY))))
}

fn main() -> io::Result<()> {
    match Arguments::parse().on {
        Runtime::Stage06 => stage06_full::Runtime::new().block_on(on_stage06()),
        Runtime::Tokio => tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()?
            .block_on(on_tokio()),
    }
}

const ANY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

async fn on_stage06() -> io::Result<()> {
    use stage06_full::hyper::{Executor, Io};
    let listener = stage06_full::net::TcpListener::bind(ANY).await?;
    println!("{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        stage06_full::spawn(async move {
            let builder = Builder::new(Executor::new());
            let connection = builder.serve_connection(Io::new(stream), service_fn(answer));
            let _ = connection.await; // a client that leaves is no concern of ours
        });
    }
}

async fn on_tokio() -> io::Result<()> {
    use hyper_util::rt::{TokioExecutor, TokioIo};
    let listener = tokio::net::TcpListener::bind(ANY).await?;
    println!("{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(async move {
            let builder = Builder::new(TokioExecutor::new());
            let connection = builder.serve_connection(TokioIo::new(stream), service_fn(answer));
            let _ = connection.await;
        });
    }
}
