//! Answers out of a folder.

use super::{
    files::blocking,
    limits::Asking,
    listing,
    opened::{Opened, open},
    paths::Names,
};
use async_lock::{Semaphore, SemaphoreGuardArc};
use bytes::Bytes;
use futures::stream::{self, LocalBoxStream};
use http_body_util::StreamBody;
use hyper::{
    HeaderMap, Method, Response, StatusCode,
    body::Frame,
    header::{self, HeaderName},
    http::request::Parts,
};
use mime_guess::mime;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{fs::File, mem, sync::Arc};

/// A folder whose files every client may read.
#[derive(Clone)]
pub(crate) struct Site {
    /// Without symbolic links.
    root: Arc<PathBuf>,
    /// How many files may be open at the same time.
    files: Arc<Semaphore>,
}

impl Site {
    pub(crate) async fn new(folder: PathBuf, files: usize) -> io::Result<Self> {
        let root = blocking(move || {
            let root = folder.canonicalize()?;
            root.read_dir()?;
            Ok(Arc::new(root))
        });
        Ok(Site {
            root: root.await?,
            files: Arc::new(Semaphore::new(files)),
        })
    }

    /// Answers a request. All looking and reading is done on other threads.
    pub(crate) async fn answer(self, request: Parts, asking: Asking) -> Response<Body> {
        let open = self.files.acquire_arc().await;
        let found = blocking(move || {
            let found = find(&self.root, &request);
            let mut response = found.unwrap_or_else(|error| text(status_of(&error)));
            if request.method == Method::HEAD {
                *response.body_mut() = Content::default();
            }
            Ok(response)
        });
        let response = found.await.unwrap_or_else(|error| text(status_of(&error)));
        response.map(|content| content.body(asking, open))
    }
}

fn find(root: &Path, request: &Parts) -> io::Result<Response<Content>> {
    if request.method != Method::GET && request.method != Method::HEAD {
        return Err(ErrorKind::Unsupported.into());
    }
    let names = Names::parse(request.uri.path()).ok_or(ErrorKind::InvalidInput)?;
    match (open(root, &names)?, names.folder) {
        (Opened::File(file), false) => whole(file, &names.title(), &request.headers),
        (Opened::File(_), true) => Err(ErrorKind::NotFound.into()),
        (Opened::Folder(folder), true) => match index(root, &names) {
            Some(index) => whole(index, "index.html", &request.headers),
            None => Ok(page(listing::page(root, &folder, &names)?, HTML)),
        },
        // Without the slash at its end, relative links would go astray.
        (Opened::Folder(_), false) => {
            let query = request.uri.query().map(|query| format!("?{query}"));
            let location = names.as_folder() + &query.unwrap_or_default();
            let moved = text(StatusCode::MOVED_PERMANENTLY);
            Ok(with(moved, header::LOCATION, &location))
        }
    }
}

/// The page that a folder has for itself.
fn index(root: &Path, folder: &Names) -> Option<File> {
    match open(root, &folder.child("index.html")?) {
        Ok(Opened::File(index)) => Some(index),
        _ => None,
    }
}

/// All of a file, unless the client has it already.
fn whole(file: File, name: &str, asked: &HeaderMap) -> io::Result<Response<Content>> {
    let metadata = file.metadata()?;
    let modified = metadata.modified().ok().and_then(whole_seconds);
    if modified.is_some() && modified <= known(asked) {
        let mut unchanged = Response::new(Content::default());
        *unchanged.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(unchanged);
    }
    let response = page(Content::read(file, metadata.len())?, &content_type(name));
    let response = with(response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    Ok(match modified.map(httpdate::fmt_http_date) {
        Some(date) => with(response, header::LAST_MODIFIED, &date),
        None => response,
    })
}

/// A time as HTTP can say it: not before 1970, and not in the future.
fn whole_seconds(time: SystemTime) -> Option<SystemTime> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    (time <= SystemTime::now()).then(|| UNIX_EPOCH + Duration::from_secs(since.as_secs()))
}

/// How old the client's copy is, if that is all that it says of it.
fn known(asked: &HeaderMap) -> Option<SystemTime> {
    let date = asked.get(header::IF_MODIFIED_SINCE)?.to_str().ok()?;
    let date = httpdate::parse_http_date(date).ok();
    date.filter(|_| !asked.contains_key(header::IF_NONE_MATCH))
}

/// Texts that a browser would save rather than show are plain texts here.
fn content_type(name: &str) -> String {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    match (guess.type_(), guess.subtype().as_str()) {
        (mime::TEXT, "html" | "css" | "javascript" | "xml" | "csv") => {
            format!("{guess}; charset=utf-8")
        }
        (mime::TEXT, _) => PLAIN.to_owned(),
        _ => guess.to_string(),
    }
}

const HTML: &str = "text/html; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

/// A page that says nothing but the status.
fn text(status: StatusCode) -> Response<Content> {
    let mut response = page(format!("{status}\n"), PLAIN);
    *response.status_mut() = status;
    match status {
        StatusCode::METHOD_NOT_ALLOWED => with(response, header::ALLOW, "GET, HEAD"),
        _ => response,
    }
}

fn page(content: impl Into<Content>, content_type: &str) -> Response<Content> {
    let content = content.into();
    let left = content.rest.as_ref().map_or(0, |(_, left)| *left);
    let length = content.first.len() as u64 + left; // a HEAD says it, too
    let response = with(Response::new(content), header::CONTENT_TYPE, content_type);
    with(response, header::CONTENT_LENGTH, &length.to_string())
}

fn with(mut response: Response<Content>, name: HeaderName, value: &str) -> Response<Content> {
    if let Ok(value) = value.try_into() {
        response.headers_mut().insert(name, value);
    }
    response
}

/// A client need not know more of the disk. A server that has no descriptor left has one again soon.
fn status_of(error: &io::Error) -> StatusCode {
    match error.kind() {
        ErrorKind::InvalidInput => StatusCode::BAD_REQUEST,
        ErrorKind::PermissionDenied => StatusCode::FORBIDDEN,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Unsupported => StatusCode::METHOD_NOT_ALLOWED,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A text, or a file chunk by chunk.
#[derive(Default)]
struct Content {
    first: Bytes,
    /// The file that goes on, and with how many bytes.
    rest: Option<(File, u64)>,
}

pub(crate) type Body = StreamBody<LocalBoxStream<'static, io::Result<Frame<Bytes>>>>;

/// The most of a file that is in memory, for each reader.
const CHUNK: u64 = 128 * 1024;

impl From<String> for Content {
    fn from(text: String) -> Self {
        let first = text.into();
        Content { first, rest: None }
    }
}

impl Content {
    /// The next chunk of a file. It ends early only if the file is made shorter meanwhile, and that is an error: the
    /// length has been promised.
    fn read(mut file: File, left: u64) -> io::Result<Self> {
        let mut first = vec![0; left.min(CHUNK) as usize];
        file.read_exact(&mut first)?;
        let left = left - first.len() as u64;
        Ok(Content {
            first: first.into(),
            rest: (left > 0).then_some((file, left)),
        })
    }

    /// Reads on whenever the client has taken the chunk before.
    fn body(self, asking: Asking, open: SemaphoreGuardArc) -> Body {
        let open = self.rest.is_some().then_some(open);
        let state = (self, asking, open);
        let chunks = stream::try_unfold(state, async |(mut content, asking, open)| {
            if content.first.is_empty()
                && let Some((file, left)) = content.rest.take()
            {
                content = blocking(move || Content::read(file, left)).await?;
            }
            let chunk = mem::take(&mut content.first);
            asking.owes(chunk.len());
            Ok((!chunk.is_empty()).then_some((Frame::data(chunk), (content, asking, open))))
        });
        StreamBody::new(Box::pin(chunks))
    }
}
