//! What a crawler knows about the web, and no loop has to: answers, links, and which page is next.

mod frontier;
mod links;
mod response;

pub use frontier::{Frontier, Next, Report};
pub use links::{links, resolve};
pub use response::{BadResponse, Response};

use stage01::Exception;
use std::{io, net::SocketAddr};

/// A request for `path`, whose answer ends with the connection.
pub fn request(address: SocketAddr, path: &str) -> String {
    format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")
}

/// Where a page leads: the paths on the same host that the answer to a request for it links to.
///
/// ```
/// use stage03::web::follow;
///
/// let host = "127.0.0.1:80".parse().expect("an address");
/// let answer = b"HTTP/1.0 200 OK\r\n\r\n<a href=\"/about\">us</a> <a href=\"http://elsewhere/\">them</a>";
/// assert_eq!(follow(host, "/", answer)?, ["/about"]);
/// # Ok::<(), stage03::web::BadResponse>(())
/// ```
///
/// # Errors
///
/// When the answer is cut off, is not HTTP, or is not "200 OK".
pub fn follow(host: SocketAddr, page: &str, answer: &[u8]) -> Result<Vec<String>, BadResponse> {
    let Response {
        status,
        reason,
        body,
    } = Response::parse(answer)?;
    if status != 200 {
        return Err(BadResponse::NotOk { status, reason });
    }
    let (host, text) = (host.to_string(), String::from_utf8_lossy(&body));
    let links = links(&text).filter_map(|link| resolve(&host, page, link));
    Ok(links.collect())
}

/// Why a page could not be visited, in words that are the same on every system.
pub fn why(error: &Exception) -> String {
    match error.downcast_ref::<io::Error>() {
        Some(error) if error.raw_os_error().is_some() => error.kind().to_string(),
        _ => error.to_string(),
    }
}
