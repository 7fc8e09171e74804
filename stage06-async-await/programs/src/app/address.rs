//! Addresses of files.

use url::{ParseError, Position, Url};

/// Reads an address as browsers do.
pub(crate) fn address(text: &str) -> Result<Url, String> {
    checked(Url::parse(text))
}

/// Returns where a `Location` leads from here. What is wrong with it names it.
pub(crate) fn moved(from: &Url, location: &str) -> Result<Url, String> {
    let url = checked(from.join(location));
    url.map_err(|why| format!("it is moved to {}: {why}", location.escape_debug()))
}

/// Refuses what `get` cannot download.
fn checked(parsed: Result<Url, ParseError>) -> Result<Url, String> {
    const LIKE: &str = "an address begins with http://, as in http://localhost:8000/a.txt";
    let mut url = parsed.map_err(|error| match error {
        ParseError::RelativeUrlWithoutBase => LIKE.to_owned(),
        error => format!("{error}; {LIKE}"),
    })?;
    url.set_fragment(None);
    match url.scheme() {
        "https" => Err("https needs TLS, which is not in here: only http:// is".to_owned()),
        "http"
            if authority(&url).len() < url[Position::BeforeUsername..Position::AfterPort].len() =>
        {
            Err("names and passwords are not sent".to_owned())
        }
        "http" => Ok(url),
        _ => Err(LIKE.to_owned()),
    }
}

/// The host, and the port where it is not 80: what a `Host` header says.
pub(crate) fn authority(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

/// The path, with the query: what a request asks for.
pub(crate) fn target(url: &Url) -> &str {
    &url[Position::BeforePath..Position::AfterQuery]
}

/// Host and port, to connect to.
pub(crate) fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    format!("{host}:{}", url.port().unwrap_or(80))
}

#[cfg(test)]
#[path = "../../tests/unit/address.rs"]
mod tests;
