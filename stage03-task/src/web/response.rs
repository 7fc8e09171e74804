//! The answer of an HTTP server, from its bytes.

use std::{error::Error, fmt};

/// How many header lines an answer may have.
const MAX_HEADERS: usize = 64;

/// A whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// 200 and the like.
    pub status: u16,
    /// What the server calls that: `OK`.
    pub reason: String,
    /// All that follows the head.
    pub body: Vec<u8>,
}

/// What came is not a page, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadResponse {
    /// The head is not HTTP.
    NotHttp(httparse::Error),
    /// The connection ended within the head.
    HeadIsCut,
    /// The connection ended within the body.
    BodyIsCut {
        /// How many bytes there are.
        got: usize,
        /// How many the head promised.
        promised: usize,
    },
    /// The server says that it has no such page, or cannot give it.
    NotOk {
        /// 404 and the like.
        status: u16,
        /// What the server calls that: `Not Found`.
        reason: String,
    },
}

impl Response {
    /// Reads an answer that has come to its end.
    ///
    /// ```
    /// use stage03::web::Response;
    ///
    /// let answer = Response::parse(b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")?;
    /// assert_eq!((answer.status, &answer.body[..]), (200, &b"hello"[..]));
    /// assert!(Response::parse(b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhel").is_err());
    /// # Ok::<(), stage03::web::BadResponse>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When it is cut off, or is not HTTP. Every status is an answer.
    pub fn parse(answer: &[u8]) -> Result<Response, BadResponse> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut head = httparse::Response::new(&mut headers);
        let length = match head.parse(answer).map_err(BadResponse::NotHttp)? {
            httparse::Status::Complete(length) => length,
            httparse::Status::Partial => return Err(BadResponse::HeadIsCut),
        };
        let body = &answer[length..];
        match promised(head.headers) {
            Some(promised) if body.len() < promised => Err(BadResponse::BodyIsCut {
                got: body.len(),
                promised,
            }),
            promised => Ok(Response {
                status: head.code.unwrap_or_default(),
                reason: head.reason.unwrap_or_default().to_string(),
                body: body[..promised.unwrap_or(body.len())].to_vec(),
            }),
        }
    }
}

/// The value of `Content-Length`.
fn promised(headers: &[httparse::Header<'_>]) -> Option<usize> {
    let header = headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))?;
    str::from_utf8(header.value).ok()?.trim().parse().ok()
}

impl fmt::Display for BadResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHttp(error) => write!(f, "the answer is not HTTP: {error}"),
            Self::HeadIsCut => f.write_str("the answer ends within its head"),
            Self::BodyIsCut { got, promised } => {
                write!(f, "the answer ends after {got} of {promised} bytes")
            }
            Self::NotOk { status, reason } => write!(f, "{status} {reason}"),
        }
    }
}

impl Error for BadResponse {}
