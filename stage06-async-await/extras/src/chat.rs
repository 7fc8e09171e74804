//! A chat by websockets, with a page for the browser, on one port.
//!
//! hyper serves the page at `/`. At `/ws` it hands over the socket, and from then on tungstenite speaks on it.
//!
//! What is promised, and at whose cost:
//!
//! - A slow reader holds up nobody. What is said goes into a queue of each guest, and who says it waits for none of
//!   them.
//! - The queues are bounded. Whoever has [`Limits::queue`] messages waiting when the next comes is dropped, and is
//!   told why. The others are told as well.
//! - A guest that talks is held up a little after each message ([`Limits::pace`]), so that nobody drowns the others.
//! - Who is silent and answers no ping is forgotten after [`Limits::silence`].

pub mod client;
pub mod demo;
mod guest;
mod room;

pub use room::{Limits, Room};

use async_tungstenite::{
    WebSocketStream, tungstenite::handshake::server::create_response_with_body,
};
use futures::StreamExt;
use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HOST, ORIGIN},
    server::conn::http1,
    service::service_fn,
    upgrade,
};
use stage01::Result;
use stage06_full::{
    hyper::{Io, Timer},
    net::{TcpListener, TcpStream},
    spawn,
};
use std::{convert::Infallible, rc::Rc};

/// A websocket on one of our sockets.
pub type Socket = WebSocketStream<TcpStream>;

const PAGE: &str = include_str!("chat/page.html");

/// Serves every client, forever.
pub async fn serve(listener: TcpListener, room: Rc<Room>) {
    let mut clients = listener.incoming();
    while let Some(stream) = clients.next().await {
        spawn(serve_one(stream, room.clone()));
    }
}

async fn serve_one(stream: TcpStream, room: Rc<Room>) -> Result {
    stream.set_nodelay(true)?;
    let service = service_fn(move |request| {
        let response = answer(request, &room);
        async { Ok::<_, Infallible>(response) }
    });
    let mut builder = http1::Builder::new();
    let connection = builder
        .timer(Timer::new())
        .serve_connection(Io::new(stream), service);
    Ok(connection.with_upgrades().await?)
}

fn answer(request: Request<Incoming>, room: &Rc<Room>) -> Response<Full<Bytes>> {
    match request.uri().path() {
        "/" => {
            let mut page = Response::new(Full::from(PAGE));
            let html = "text/html; charset=utf-8".parse().expect("a header");
            page.headers_mut().insert(CONTENT_TYPE, html);
            page
        }
        "/ws" if !is_from_here(&request) => refuse(StatusCode::FORBIDDEN, "from another page"),
        "/ws" => hand_over(request, room.clone()),
        _ => refuse(StatusCode::NOT_FOUND, "there is / and /ws"),
    }
}

/// A browser lets any page open a websocket to anywhere, but says which page it is. Ours alone may; other programs
/// say nothing.
fn is_from_here(request: &Request<Incoming>) -> bool {
    let header = |name| request.headers().get(name).map(|value| value.as_bytes());
    header(ORIGIN).is_none_or(|origin| origin.strip_prefix(b"http://") == header(HOST))
}

/// Agrees to speak websocket. The socket is there when hyper has sent the answer.
fn hand_over(mut request: Request<Incoming>, room: Rc<Room>) -> Response<Full<Bytes>> {
    let response = match create_response_with_body(&request, Full::default) {
        Ok(response) => response,
        Err(error) => return refuse(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let upgrade = upgrade::on(&mut request);
    spawn(async move {
        let upgraded = upgrade.await?;
        let parts = upgraded.downcast::<Io<TcpStream>>();
        let parts = parts.expect("it is what hyper was given");
        guest::serve(parts.io.into_inner(), parts.read_buf.into(), &room).await;
        Result::<()>::Ok(())
    });
    response
}

fn refuse(status: StatusCode, why: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(why.to_owned()));
    *response.status_mut() = status;
    response
}
