//! A page, in straight lines.

use crate::{Asks, connect, read, write_all};
use stage01::co;
use stage03::web::request;
use std::{io, net::SocketAddr};

/// How much is read at once.
const PART: usize = 16 * 1024;
/// A longer answer is an error.
const MAX_PAGE: usize = 16 * 1024 * 1024;

/// Fetches `path` from an HTTP/1.0 server, and returns the whole answer, with its head.
///
/// # Errors
///
/// When the connection is refused or broken; [`FileTooLarge`](io::ErrorKind::FileTooLarge) after 16 MiB.
// ANCHOR: fetch
pub fn fetch(address: SocketAddr, path: &str) -> impl Asks<Vec<u8>> + use<> {
    let request = request(address, path).into_bytes();
    co(async move |y| {
        let socket = y.yield_from(connect(address)).await?;
        y.yield_from(write_all(&socket, request)).await?;
        let mut answer = Vec::new();
        loop {
            let part = y.yield_from(read(&socket, PART)).await?;
            if part.is_empty() {
                return Ok(answer);
            }
            answer.extend(part);
            if answer.len() > MAX_PAGE {
                return Err(io::Error::from(io::ErrorKind::FileTooLarge).into());
            }
        }
    })
}
// ANCHOR_END: fetch
