//! HTTPS: rustls between the socket and hyper.
//!
//! A TLS stream is an `AsyncRead` and `AsyncWrite` around another one. So there are three layers, and none knows more
//! than the next: hyper, [`Io`] around a TLS stream, and our [`TcpStream`] in it. Which HTTP it will be is agreed
//! upon while the connection is set up (ALPN): both name the protocols that they know, and the server chooses.

use futures::StreamExt;
use futures_rustls::{
    TlsAcceptor, TlsConnector,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName},
    rustls::{
        ClientConfig, RootCertStore, ServerConfig,
        crypto::{CryptoProvider, ring},
    },
};
use http_body_util::{BodyExt, Empty, Full};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    client::conn as client,
    header::HOST,
    server::conn as server,
    service::service_fn,
};
use stage01::Result;
use stage06_full::{
    hyper::{Executor, Io, Timer},
    net::{TcpListener, TcpStream},
    spawn, timeout,
};
use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

/// HTTP/1, by its name in ALPN.
pub const HTTP_1: &[u8] = b"http/1.1";
/// HTTP/2, by its name in ALPN.
pub const HTTP_2: &[u8] = b"h2";

/// How long a client may take to agree on a key. Without a limit, one that says nothing would stay forever.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Who the server is: a certificate for `localhost` that nobody has signed but itself, and its key.
#[derive(Debug)]
pub struct Identity {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    /// A new one.
    ///
    /// # Errors
    ///
    /// When the system has no random numbers.
    pub fn new() -> Result<Self> {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
        Ok(Identity {
            certificate: made.cert.der().clone(),
            key: PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()).into(),
        })
    }

    /// What a client needs in order to trust it.
    pub fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// The server's half of TLS. It prefers HTTP/2.
    ///
    /// # Errors
    ///
    /// When the key does not fit the certificate.
    pub fn acceptor(&self) -> Result<TlsAcceptor> {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], self.key.clone_key())?;
        config.alpn_protocols = vec![HTTP_2.to_vec(), HTTP_1.to_vec()];
        Ok(Arc::new(config).into())
    }
}

/// The client's half of TLS: whom it trusts, and what it speaks.
///
/// # Errors
///
/// When a certificate is none.
pub fn connector(trusted: &[CertificateDer<'_>], protocols: &[&[u8]]) -> Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    for certificate in trusted {
        roots.add(certificate.clone().into_owned())?;
    }
    let mut config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    Ok(Arc::new(config).into())
}

/// Who computes: ring, named here so that no other is picked behind our back.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// Serves every client, forever. What goes wrong with one ends that one only.
pub async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    let mut clients = listener.incoming();
    while let Some(stream) = clients.next().await {
        spawn(serve_one(stream, acceptor.clone()));
    }
}

async fn serve_one(stream: TcpStream, acceptor: TlsAcceptor) -> Result<()> {
    stream.set_nodelay(true)?;
    let stream = timeout(HANDSHAKE, acceptor.accept(stream)).await??;
    let is_two = stream.get_ref().1.alpn_protocol() == Some(HTTP_2);
    let (stream, service) = (Io::new(stream), service_fn(answer));
    if is_two {
        let mut builder = server::http2::Builder::new(Executor::new());
        let connection = builder
            .timer(Timer::new())
            .serve_connection(stream, service);
        connection.await?;
    } else {
        let mut builder = server::http1::Builder::new();
        builder.timer(Timer::new());
        builder.serve_connection(stream, service).await?;
    }
    Ok(())
}

/// Says what was asked for, and by which HTTP.
async fn answer(
    request: Request<Incoming>,
) -> std::result::Result<Response<Full<Bytes>>, Infallible> {
    let text = format!("{:?} {}", request.version(), request.uri().path());
    Ok(Response::new(Full::from(text)))
}

/// A connection to `localhost` that asks: by hyper's one client or the other.
#[derive(Debug)]
pub enum Client {
    /// HTTP/1: one request after the other.
    One(client::http1::SendRequest<Empty<Bytes>>),
    /// HTTP/2: many at once; clones ask by the same connection.
    Two(client::http2::SendRequest<Empty<Bytes>>),
}

impl Client {
    /// Connects, and speaks what was agreed upon.
    ///
    /// # Errors
    ///
    /// When nobody is there, or nobody to be trusted.
    pub async fn connect(address: SocketAddr, connector: &TlsConnector) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let name = ServerName::try_from("localhost")?;
        let stream = connector.connect(name, stream).await?;
        if stream.get_ref().1.alpn_protocol() == Some(HTTP_2) {
            let handshake = client::http2::handshake(Executor::new(), Io::new(stream));
            let (sender, connection) = handshake.await?;
            spawn(connection);
            Ok(Client::Two(sender))
        } else {
            let (sender, connection) = client::http1::handshake(Io::new(stream)).await?;
            spawn(connection);
            Ok(Client::One(sender))
        }
    }

    /// What the server says to this path.
    ///
    /// # Errors
    ///
    /// When the connection breaks.
    pub async fn get(&mut self, path: &str) -> Result<String> {
        let response = match self {
            Client::One(sender) => {
                let request = Request::get(path).header(HOST, "localhost");
                sender.send_request(request.body(Empty::new())?).await?
            }
            Client::Two(sender) => {
                let request = Request::get(format!("https://localhost{path}"));
                sender.send_request(request.body(Empty::new())?).await?
            }
        };
        let body = response.into_body().collect().await?.to_bytes();
        Ok(String::from_utf8(body.into())?)
    }
}
