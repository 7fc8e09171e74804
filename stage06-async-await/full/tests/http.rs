//! hyper's clients and servers, on this runtime on both sides.
#![cfg(feature = "http")]

use bytes::Bytes;
use futures::{AsyncReadExt, AsyncWriteExt, future::join_all};
use http_body_util::{BodyExt, Either, Full};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    client::conn::{http1, http2},
    server,
    service::service_fn,
};
use stage06_full::{
    Runtime,
    hyper::{Executor, Io, Timer},
    net::{TcpListener, TcpStream},
    now, sleep, spawn,
};
use std::{cell::Cell, future::Future, net::SocketAddr, rc::Rc, time::Duration};
use testkit::within;

type Body = Either<Full<Bytes>, Incoming>;

/// Which requests have come, and how many wait at the same time at most. An `Rc`: the service is not `Send`.
#[derive(Default)]
struct Seen {
    requests: Cell<u32>,
    connections: Cell<u32>,
    waiting: Cell<u32>,
    most: Cell<u32>,
}

/// `GET /slow` waits; a POST gets its body back; all else is `hello`.
async fn answer(request: Request<Incoming>, seen: Rc<Seen>) -> hyper::Result<Response<Body>> {
    seen.requests.set(seen.requests.get() + 1);
    if request.uri().path() == "/slow" {
        seen.waiting.set(seen.waiting.get() + 1);
        seen.most.set(seen.most.get().max(seen.waiting.get()));
        sleep(Duration::from_millis(50)).await;
        seen.waiting.set(seen.waiting.get() - 1);
    }
    Ok(Response::new(match *request.method() {
        Method::POST => Either::Right(request.into_body()),
        _ => Either::Left(Full::from("hello")),
    }))
}

#[derive(Clone, Copy)]
enum Version {
    One,
    Two,
}

/// Serves until the runtime is dropped.
async fn serve(version: Version) -> (SocketAddr, Rc<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
    let address = listener.local_addr().expect("an address");
    let seen = Rc::new(Seen::default());
    let serving = seen.clone();
    spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a client");
            serving.connections.set(serving.connections.get() + 1);
            let seen = serving.clone();
            let service = service_fn(move |request| answer(request, seen.clone()));
            let stream = Io::new(stream);
            spawn(async move {
                match version {
                    Version::One => {
                        server::conn::http1::Builder::new()
                            .timer(Timer::new())
                            .header_read_timeout(Duration::from_millis(200))
                            .serve_connection(stream, service)
                            .await
                    }
                    Version::Two => {
                        server::conn::http2::Builder::new(Executor::new())
                            .timer(Timer::new())
                            .serve_connection(stream, service)
                            .await
                    }
                }
            });
        }
    });
    (address, seen)
}

fn on_our_runtime<F: Future<Output = ()>>(check: impl FnOnce() -> F + Send + 'static) {
    within(Duration::from_secs(20), "an answer", move || {
        Runtime::new().block_on(async { check().await });
    });
}

async fn one(address: SocketAddr) -> http1::SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.expect("a connection");
    let (sender, connection) = http1::handshake(Io::new(stream)).await.expect("a start");
    spawn(connection);
    sender
}

async fn two(address: SocketAddr) -> http2::SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.expect("a connection");
    let handshake = http2::handshake(Executor::new(), Io::new(stream)).await;
    let (sender, connection) = handshake.expect("a start");
    spawn(connection);
    sender
}

fn request(method: Method, path: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    Request::builder()
        .method(method)
        .uri(format!("http://localhost{path}"))
        .body(Full::new(body.into()))
        .expect("a request")
}

async fn text(response: Response<Incoming>) -> Bytes {
    assert_eq!(response.status(), StatusCode::OK);
    let body = response.into_body().collect().await.expect("a body");
    body.to_bytes()
}

/// Eight megabytes, of which no two kilobytes are equal.
fn large() -> Bytes {
    (0..2_097_152u32).flat_map(u32::to_le_bytes).collect()
}

#[test]
fn one_connection_answers_many_requests() {
    on_our_runtime(|| async {
        let (address, seen) = serve(Version::One).await;
        let mut sender = one(address).await;
        for turn in 0..100u8 {
            let get = sender.send_request(request(Method::GET, "/", "")).await;
            assert_eq!(text(get.expect("an answer")).await, "hello");
            let body = vec![turn; 1000];
            let post = request(Method::POST, "/", body.clone());
            let post = sender.send_request(post).await.expect("an answer");
            assert_eq!(text(post).await, body);
        }
        assert_eq!((seen.requests.get(), seen.connections.get()), (200, 1));
    });
}

#[test]
fn eight_megabytes_go_there_and_back() {
    on_our_runtime(|| async {
        let (address, _) = serve(Version::One).await;
        let post = request(Method::POST, "/", large());
        let answer = one(address).await.send_request(post).await;
        assert!(text(answer.expect("an answer")).await == large());

        let (address, _) = serve(Version::Two).await;
        let post = request(Method::POST, "/", large());
        let answer = two(address).await.send_request(post).await;
        assert!(text(answer.expect("an answer")).await == large());
    });
}

#[test]
fn a_hundred_streams_of_http2_wait_at_the_same_time() {
    on_our_runtime(|| async {
        let (address, seen) = serve(Version::Two).await;
        let sender = two(address).await;
        let asking = (0..100).map(|_| {
            let mut sender = sender.clone();
            async move {
                let answer = sender.send_request(request(Method::GET, "/slow", ""));
                text(answer.await.expect("an answer")).await
            }
        });
        let answers = join_all(asking).await;
        assert!(answers.iter().all(|answer| answer == "hello"));
        assert_eq!((seen.requests.get(), seen.connections.get()), (100, 1));
        assert_eq!(seen.most.get(), 100);
    });
}

#[test]
fn http2_echoes_a_body() {
    on_our_runtime(|| async {
        let (address, _) = serve(Version::Two).await;
        let post = request(Method::POST, "/", "there and back");
        let answer = two(address).await.send_request(post).await;
        assert_eq!(text(answer.expect("an answer")).await, "there and back");
    });
}

#[test]
fn a_header_that_never_ends_is_not_waited_for() {
    on_our_runtime(|| async {
        let (address, seen) = serve(Version::One).await;
        let begin = now();
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let header = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow";
        stream.write_all(header).await.expect("it is taken");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(now() - begin >= Duration::from_millis(200));
        assert_eq!(seen.requests.get(), 0);
    });
}

#[test]
fn a_client_that_leaves_takes_its_request_along() {
    on_our_runtime(|| async {
        let (address, seen) = serve(Version::One).await;
        let mut sender = one(address).await;
        let slow = request(Method::GET, "/slow", "");
        let asked =
            stage06_full::timeout(Duration::from_millis(10), sender.send_request(slow)).await;
        assert!(asked.is_err());
        drop(sender);
        let hello = one(address)
            .await
            .send_request(request(Method::GET, "/", ""))
            .await;
        assert_eq!(text(hello.expect("an answer")).await, "hello");
        assert_eq!(seen.connections.get(), 2);
    });
}
