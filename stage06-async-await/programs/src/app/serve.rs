//! A server of files, with limits for strangers; it lets everyone finish when it is stopped.

use super::{
    idle::IdleLimit,
    permits::{Permit, Permits},
    seconds,
    site::Site,
    stop::Stop,
};
use clap::Args;
use futures::StreamExt;
use hyper::service::service_fn;
use hyper_util::server::conn::auto;
use socket2::{Domain, Socket, Type};
use stage06_full::{
    hyper::{Executor, Io, Timer},
    net::{TcpListener, TcpStream},
    spawn, timeout,
};
use std::{
    convert::Infallible,
    error::Error,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    pin::pin,
    process::ExitCode,
    rc::Rc,
    time::Duration,
};

#[derive(Args)]
pub(crate) struct Options {
    /// The port to listen on, of this machine only; 0 lets the system choose
    #[arg(long, value_name = "N", default_value_t = 8000)]
    port: u16,
    /// The folder whose files to serve
    #[arg(long, value_name = "D", default_value = ".")]
    dir: PathBuf,
    /// How many connections there may be; the others wait
    #[arg(long, value_name = "N", default_value_t = 16_384, value_parser = clap::value_parser!(u32).range(1..))]
    connections: u32,
    /// How many seconds the head of a request may take
    #[arg(long, value_name = "S", default_value = "10", value_parser = seconds)]
    header: Duration,
    /// How many seconds a connection may be silent
    #[arg(long, value_name = "S", default_value = "30", value_parser = seconds)]
    idle: Duration,
    /// How many seconds replies may take to finish after Ctrl-C; a second one ends it at once
    #[arg(long, value_name = "S", default_value = "30", value_parser = seconds)]
    finish: Duration,
}

/// What all connections have in common.
struct Server {
    site: Site,
    header: Duration,
    idle: Duration,
    stop: Stop,
}

/// How long the server still listens when it is stopped, at its door and to each client: a connection or a request
/// may have come of which the loop has not heard yet.
const MOMENT: Duration = Duration::from_millis(10);

/// Serves until Ctrl-C.
pub(crate) async fn serve(options: Options) -> Result<ExitCode, Box<dyn Error>> {
    let shown = options.dir.display().to_string();
    let site = Site::new(options.dir).await;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let server = Rc::new(Server {
        site: site.map_err(|error| format!("cannot serve the folder {shown}: {error}"))?,
        header: options.header,
        idle: options.idle,
        stop: Stop::at_ctrl_c(),
    });
    let listener =
        listen(address).map_err(|error| format!("cannot listen on {address}: {error}"))?;
    println!(
        "serving {shown} on http://{}/ until Ctrl-C",
        listener.local_addr()?
    );

    let places = Permits::new(options.connections.try_into()?);
    let mut serving = Box::pin(accept(server.clone(), listener, places.clone()));
    server.stop.or(&mut serving).await;
    let impatient = Stop::at_ctrl_c();
    let _ = timeout(MOMENT, serving).await; // from here on the door is closed
    let finishing = timeout(options.finish, places.all_back());
    impatient.or(finishing).await;
    println!("stopped; {} connections cut off", places.taken());
    Ok(match places.taken() {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Listens, with room for a crowd: those who find none try again only after a second.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    #[cfg(unix)]
    socket.set_reuse_address(true)?; // another one may have served here a moment ago
    socket.bind(&address.into())?;
    socket.listen(4096)?;
    TcpListener::from_std(socket.into())
}

/// Takes clients, as long as there are places.
// ANCHOR: accept
async fn accept(server: Rc<Server>, mut listener: TcpListener, places: Permits) {
    let mut clients = listener.incoming();
    let mut place = places.acquire().await;
    while let Some(client) = clients.next().await {
        spawn(server.clone().connection(client, place));
        place = places.acquire().await;
    }
}
// ANCHOR_END: accept

impl Server {
    /// Serves one client, in HTTP/1 or HTTP/2, until it leaves, does something wrong, or is silent for too long. When
    /// the server is stopped, a reply that has begun is finished.
    // ANCHOR: connection
    async fn connection(self: Rc<Self>, client: TcpStream, _place: Permit) {
        let _ = client.set_nodelay(true);
        let stream = Io::new(IdleLimit::new(client, self.idle));
        let service = service_fn(|request| {
            let site = self.site.clone();
            async { Ok::<_, Infallible>(site.answer(request).await) }
        });
        let mut builder = auto::Builder::new(Executor::new());
        builder
            .http1()
            .timer(Timer::new())
            .half_close(true) // who has said all still listens
            .header_read_timeout(self.header);
        builder
            .http2()
            .timer(Timer::new())
            .max_concurrent_streams(100);
        let mut serving = pin!(builder.serve_connection(stream, service));
        if self.stop.or(serving.as_mut()).await.is_none()
            && timeout(MOMENT, serving.as_mut()).await.is_err()
        {
            serving.as_mut().graceful_shutdown();
            let _ = serving.await; // what goes wrong is the client's business
        }
    }
    // ANCHOR_END: connection
}
