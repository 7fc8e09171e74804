//! What a crawler knows about the web, and no loop has to: answers, links, and which page is next.

mod frontier;
mod links;
mod response;

pub use frontier::{Frontier, Next, Report};
pub use links::{links, resolve};
pub use response::{BadResponse, Response};

use std::net::SocketAddr;

/// A request for `path`, whose answer ends with the connection.
pub fn request(address: SocketAddr, path: &str) -> String {
    format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")
}
