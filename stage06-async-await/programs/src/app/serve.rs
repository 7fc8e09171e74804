//! A server of files, with limits for strangers; replies that have begun are finished when it is stopped.

use super::{
    aside, complain, descriptors,
    limits::{Client, Limited},
    say, seconds,
    site::{self, Site},
    stop::Stop,
};
use async_lock::{Semaphore, SemaphoreGuardArc};
use bytes::Bytes;
use clap::Args;
use futures::StreamExt;
use http_body_util::BodyExt;
use hyper::{
    Request, Response, Version,
    body::{Body, Incoming},
    header::{self, HeaderValue},
    service::service_fn,
};
use hyper_util::server::conn::auto;
use socket2::{Domain, Socket, Type};
use stage06_full::{
    hyper::{Executor, Io},
    net::{TcpListener, TcpStream},
    sleep, spawn, timeout,
};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::{Duration, SystemTime};
use std::{convert::Infallible, error::Error, io, path::PathBuf, pin::pin};
use std::{process::ExitCode, rc::Rc, sync::Arc, thread};

#[derive(Args)]
pub(crate) struct Options {
    /// The address to listen on: of this machine only, unless this says otherwise
    #[arg(long, value_name = "IP", default_value_t = Ipv4Addr::LOCALHOST.into())]
    bind: IpAddr,
    /// The port to listen on; 0 lets the system choose
    #[arg(long, value_name = "N", default_value_t = 8000)]
    port: u16,
    /// The folder whose files to serve
    #[arg(long, value_name = "D", default_value = ".")]
    dir: PathBuf,
    /// How many connections there may be, if the system has descriptors for them; the others wait
    #[arg(long, value_name = "N", default_value_t = 16_384, value_parser = clap::value_parser!(u32).range(1..))]
    connections: u32,
    /// How many seconds the head of a request may take, from the end of the answer before
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
    options: Options,
    site: Site,
    stop: Stop,
    /// Lines for another thread: a terminal that is paused holds up no client.
    log: SyncSender<String>,
}

/// How long the server still listens when it is stopped, at its door and to each client: a connection or a request
/// may have come of which the loop has not heard yet.
const MOMENT: Duration = Duration::from_millis(10);

/// Serves until Ctrl-C.
pub(crate) async fn serve(options: Options) -> Result<ExitCode, Box<dyn Error>> {
    let shown = options.dir.display().to_string();
    let address = SocketAddr::from((options.bind, options.port));
    let listener =
        listen(address).map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let files = descriptors().div_ceil(3); // the others are for sockets
    let places = usize::try_from(options.connections)?.min(2 * files);
    let site = Site::new(options.dir.clone(), files).await;
    let site = site.map_err(|error| format!("cannot serve the folder {shown}: {error}"))?;
    let (log, lines) = sync_channel(1024);
    let logging = thread::spawn(move || lines.into_iter().for_each(complain));
    let (finish, stop) = (options.finish, Stop::at_signal());
    let at_once = stop.again();
    let server = Rc::new(Server {
        options,
        site,
        stop,
        log,
    });
    let url = listener.local_addr()?;
    say(format!("serving {shown} on http://{url}/ until Ctrl-C"));

    let free = Arc::new(Semaphore::new(places));
    let mut serving = Box::pin(accept(server.clone(), listener, free.clone()));
    server.stop.or(&mut serving).await;
    let _ = timeout(MOMENT, serving).await; // from here on the door is closed
    let mut left = 0;
    let finishing = async {
        while left < places {
            free.acquire_arc().await.forget();
            left += 1;
        }
    };
    at_once.or(timeout(finish, finishing)).await;
    let lost = places - left;
    let last = move || say(format!("stopped; {lost} connections cut off"));
    let _ = timeout(20 * MOMENT, aside(last)).await;
    drop(server); // and with it the log, if no client is left
    let mut patience = 0..20;
    while !logging.is_finished() && patience.next().is_some() {
        sleep(MOMENT).await;
    }
    Ok(match lost {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Listens, with room for a crowd: a client that finds none tries again only after a second.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    #[cfg(unix)]
    socket.set_reuse_address(true)?; // another one may have served here a moment ago
    socket.bind(&address.into())?;
    // What a slow client has not taken waits here and not in the system, so that it is seen to take some.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    socket.set_tcp_notsent_lowat(128 * 1024)?;
    socket.listen(4096)?;
    TcpListener::from_std(socket.into())
}

/// Takes clients, as long as there are places.
// ANCHOR: accept
async fn accept(server: Rc<Server>, listener: TcpListener, places: Arc<Semaphore>) {
    let mut clients = listener.incoming();
    let mut place = places.acquire_arc().await;
    while let Some(client) = clients.next().await {
        spawn(server.clone().connection(client, place));
        place = places.acquire_arc().await;
    }
}
// ANCHOR_END: accept

impl Server {
    /// Serves one client, in HTTP/1 or HTTP/2, until it leaves, does something wrong, or takes too long. When the
    /// server is stopped, a reply that has begun is finished.
    // ANCHOR: connection
    async fn connection(self: Rc<Self>, stream: TcpStream, _place: SemaphoreGuardArc) {
        let _ = stream.set_nodelay(true);
        let peer = stream.peer_addr();
        let peer = peer.map_or("-".to_owned(), |peer| peer.ip().to_string());
        let client = Client::new(self.options.header, self.options.idle);
        let stream = Io::new(Limited::new(stream, client.clone()));
        let service = service_fn(|request| {
            let answer = self.clone().answer(request, peer.clone(), client.clone());
            async { Ok::<_, Infallible>(answer.await) }
        });
        let mut builder = auto::Builder::new(Executor::new());
        builder.http1().half_close(true); // a client that has sent all still listens
        builder.http2().max_concurrent_streams(100);
        let mut serving = pin!(builder.serve_connection(stream, service));
        if self.stop.or(serving.as_mut()).await.is_none()
            && timeout(MOMENT, serving.as_mut()).await.is_err()
        {
            serving.as_mut().graceful_shutdown();
            let _ = serving.await; // what goes wrong is the client's business
        }
    }
    // ANCHOR_END: connection

    async fn answer(
        self: Rc<Self>,
        request: Request<Incoming>,
        peer: String,
        client: Rc<Client>,
    ) -> Response<site::Body> {
        let asking = client.asks();
        let (request, body) = request.into_parts();
        let target = request
            .uri
            .path_and_query()
            .map_or("*", |path| path.as_str());
        let asked = format!("{} {target}", request.method);
        let one_at_a_time = request.version <= Version::HTTP_11;
        let drained = timeout(self.options.header, drained(body)).await;
        let mut response = self.site.clone().answer(request, asking).await;
        if one_at_a_time && drained != Ok(true) {
            client.unread.set(true);
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        let date = httpdate::fmt_http_date(SystemTime::now());
        let (asked, status) = (asked.escape_debug(), response.status().as_u16());
        let line = format!("{date} {peer} \"{asked}\" {status}");
        let _ = self.log.try_send(line);
        response
    }
}

/// The most that is read of a body before the answer.
const UNWANTED: u64 = 256 * 1024;

/// True if all of a request's body has come. It means nothing here, but the next request comes after it.
async fn drained(mut body: Incoming) -> bool {
    let mut left = UNWANTED.checked_sub(body.size_hint().lower()); // a longer one is not asked for
    while left.is_some() {
        match body.frame().await {
            None => return true,
            Some(Err(_)) => return false,
            Some(Ok(frame)) => {
                let read = frame.data_ref().map_or(0, Bytes::len);
                left = left.and_then(|left| left.checked_sub(read as u64));
            }
        }
    }
    false
}
