//! What [hyper](https://docs.rs/hyper) wants of a runtime: [`Io`] for its sockets, [`Timer`] for its time limits,
//! [`Executor`] for the tasks that HTTP/2 needs. With these, its clients and servers run here, HTTP/1 and HTTP/2; it
//! knows no other runtime, and this one knows no HTTP.
//!
//! ```
//! use http_body_util::{BodyExt, Empty, Full};
//! use hyper::{Request, Response, body::{Bytes, Incoming}, client, server, service::service_fn};
//! use stage06_full::{Runtime, hyper::Io, net::{TcpListener, TcpStream}, spawn};
//!
//! async fn hello(_: Request<Incoming>) -> Result<Response<Full<Bytes>>, std::convert::Infallible> {
//!     Ok(Response::new(Full::from("hello")))
//! }
//!
//! # fn main() -> stage01::Result<()> {
//! let answered: stage01::Result<()> = Runtime::new().block_on(async {
//!     let listener = TcpListener::bind("127.0.0.1:0").await?;
//!     let address = listener.local_addr()?;
//!     spawn(async move {
//!         let (stream, _) = listener.accept().await.expect("a client");
//!         let service = service_fn(hello);
//!         server::conn::http1::Builder::new().serve_connection(Io::new(stream), service).await
//!     });
//!
//!     let stream = Io::new(TcpStream::connect(address).await?);
//!     let (mut sender, connection) = client::conn::http1::handshake(stream).await?;
//!     spawn(connection);
//!     let response = sender.send_request(Request::new(Empty::<Bytes>::new())).await?;
//!     let body = response.into_body().collect().await?.to_bytes();
//!     assert_eq!(body, "hello");
//!     Ok(())
//! });
//! # answered
//! # }
//! ```

pub(crate) mod executor;
pub(crate) mod io;
pub(crate) mod timer;

pub use executor::Executor;
pub use io::Io;
pub use timer::Timer;
