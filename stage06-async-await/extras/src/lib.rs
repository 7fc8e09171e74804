//! Other people's protocols on stage 6's runtime. Its sockets have the `AsyncRead` and `AsyncWrite` of the crate
//! `futures`, so whatever is written for these runs here, with nothing changed.
//!
//! - [`tls`]: HTTPS, by `futures-rustls` under hyper; `cargo run -p extras --example https`.
//! - [`chat`]: a websocket chat, by `async-tungstenite` over hyper; `cargo run -p extras --example chat`.

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used)]

pub mod chat;
pub mod tls;
