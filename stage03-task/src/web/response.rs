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
    /// The head does not say how long the body is: it promises no number, two numbers, or an encoding that an answer to HTTP/1.0
    /// cannot have.
    LengthIsUnclear,
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
        let status = head.code.unwrap_or_default();
        let body = &answer[length..];
        match promised(status, head.headers)? {
            Some(promised) if body.len() < promised => Err(BadResponse::BodyIsCut {
                got: body.len(),
                promised,
            }),
            promised => Ok(Response {
                status,
                reason: head.reason.unwrap_or_default().to_string(),
                body: body[..promised.unwrap_or(body.len())].to_vec(),
            }),
        }
    }
}

/// How long the body is, as `Content-Length` says; `None` if it ends with the connection. Source: RFC 9112, section 6.3.
fn promised(status: u16, headers: &[httparse::Header<'_>]) -> Result<Option<usize>, BadResponse> {
    if matches!(status, 100..200 | 204 | 304) {
        return Ok(Some(0));
    }
    let named = |name| {
        let of_that_name =
            move |header: &&httparse::Header<'_>| header.name.eq_ignore_ascii_case(name);
        headers.iter().filter(of_that_name)
    };
    let mut lengths = named("content-length").map(|header| number(header.value));
    let first = lengths.next();
    let agree = first.is_none_or(|first| first.is_some() && lengths.all(|next| next == first));
    match named("transfer-encoding").next() {
        None if agree => Ok(first.flatten()),
        _ => Err(BadResponse::LengthIsUnclear),
    }
}

/// A number in digits and nothing else: `parse` would take a sign, too.
fn number(value: &[u8]) -> Option<usize> {
    let text = str::from_utf8(value).ok()?.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

impl fmt::Display for BadResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHttp(error) => write!(f, "the answer is not HTTP: {error}"),
            Self::HeadIsCut => f.write_str("the answer ends within its head"),
            Self::BodyIsCut { got, promised } => {
                write!(f, "the answer ends after {got} of {promised} bytes")
            }
            Self::LengthIsUnclear => f.write_str("the answer does not say how long it is"),
            Self::NotOk { status, reason } => write!(f, "{status} {reason}"),
        }
    }
}

impl Error for BadResponse {}
