//! HTTPS on our runtime: client and server in one thread.

use extras::tls::{self, Client, HTTP_1, HTTP_2, Identity};
use futures::{AsyncReadExt, AsyncWriteExt};
use stage06_full::{
    Runtime, gather,
    net::{TcpListener, TcpStream},
    spawn,
};
use std::{net::SocketAddr, time::Duration};
use testkit::within;

fn on_our_runtime<F: Future<Output = ()>>(check: impl FnOnce() -> F + Send + 'static) {
    within(Duration::from_secs(60), "an answer by TLS", move || {
        Runtime::new().block_on(async { check().await });
    });
}

/// Serves until the runtime is dropped.
async fn serve() -> (SocketAddr, Identity) {
    let identity = Identity::new().expect("a certificate");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
    let address = listener.local_addr().expect("an address");
    spawn(tls::serve(listener, identity.acceptor().expect("its key")));
    (address, identity)
}

async fn client(address: SocketAddr, identity: &Identity, protocols: &[&[u8]]) -> Client {
    let connector = tls::connector(&[identity.certificate().clone()], protocols);
    let client = Client::connect(address, &connector.expect("a certificate")).await;
    client.expect("a connection")
}

#[test]
fn http_1_goes_there_and_back() {
    on_our_runtime(|| async {
        let (address, identity) = serve().await;
        let mut client = client(address, &identity, &[HTTP_1]).await;
        assert!(matches!(client, Client::One(_)));
        for path in ["/one", "/two"] {
            let answer = client.get(path).await.expect("an answer");
            assert_eq!(answer, format!("HTTP/1.1 {path}"));
        }
    });
}

#[test]
fn http_2_goes_there_and_back() {
    on_our_runtime(|| async {
        let (address, identity) = serve().await;
        let mut client = client(address, &identity, &[HTTP_2]).await;
        assert!(matches!(client, Client::Two(_)));
        for path in ["/one", "/two"] {
            let answer = client.get(path).await.expect("an answer");
            assert_eq!(answer, format!("HTTP/2.0 {path}"));
        }
    });
}

#[test]
fn who_knows_both_gets_http_2_and_who_names_none_gets_http_1() {
    on_our_runtime(|| async {
        let (address, identity) = serve().await;
        let both = client(address, &identity, &[HTTP_1, HTTP_2]).await;
        assert!(matches!(both, Client::Two(_)));
        let none = client(address, &identity, &[]).await;
        assert!(matches!(none, Client::One(_)));
    });
}

#[test]
fn a_certificate_that_is_not_trusted_is_refused_and_the_server_goes_on() {
    on_our_runtime(|| async {
        let (address, identity) = serve().await;
        let stranger = tls::connector(&[], &[HTTP_2]).expect("no certificate");
        let refused = Client::connect(address, &stranger).await;
        let told = refused.expect_err("nobody is trusted").to_string();
        assert_eq!(told, "invalid peer certificate: UnknownIssuer");

        let other = Identity::new().expect("a certificate");
        let deceived = tls::connector(&[other.certificate().clone()], &[HTTP_2]);
        let deceived = deceived.expect("a certificate");
        let refused = Client::connect(address, &deceived).await;
        let told = refused.expect_err("another is trusted").to_string();
        assert!(told.starts_with("invalid peer certificate: "), "{told}");

        let mut client = client(address, &identity, &[HTTP_2]).await;
        assert_eq!(client.get("/").await.expect("an answer"), "HTTP/2.0 /");
    });
}

#[test]
fn who_speaks_no_tls_is_sent_away_and_the_server_goes_on() {
    on_our_runtime(|| async {
        let (address, identity) = serve().await;
        let mut plain = TcpStream::connect(address).await.expect("a connection");
        let request = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";
        plain.write_all(request).await.expect("a request");
        let mut answer = Vec::new();
        let _ = plain.read_to_end(&mut answer).await; // an end, or an error: both are one
        assert!(!answer.starts_with(b"HTTP"), "{answer:?}");

        let mut client = client(address, &identity, &[HTTP_1]).await;
        assert_eq!(client.get("/").await.expect("an answer"), "HTTP/1.1 /");
    });
}

#[test]
fn one_connection_answers_a_hundred_requests_at_once() {
    on_our_runtime(|| async {
        let (address, identity) = serve().await;
        let Client::Two(sender) = client(address, &identity, &[HTTP_2]).await else {
            panic!("HTTP/2 was agreed upon");
        };
        let answers = gather((0..100).map(|n| {
            let mut client = Client::Two(sender.clone());
            async move { client.get(&format!("/{n}")).await.expect("an answer") }
        }));
        for (n, answer) in answers.await.into_iter().enumerate() {
            assert_eq!(answer, format!("HTTP/2.0 /{n}"));
        }
    });
}

#[test]
fn a_hundred_connections_are_answered_at_once() {
    on_our_runtime(|| async {
        let (address, identity) = serve().await;
        let clients = gather((0..100).map(|_| client(address, &identity, &[HTTP_1]))).await;
        let answers = gather(
            clients
                .into_iter()
                .enumerate()
                .map(|(n, mut client)| async move {
                    client.get(&format!("/{n}")).await.expect("an answer")
                }),
        );
        for (n, answer) in answers.await.into_iter().enumerate() {
            assert_eq!(answer, format!("HTTP/1.1 /{n}"));
        }
    });
}
