//! Answers out of a folder.

use super::{files::blocking, listing, paths::Names};
use bytes::Bytes;
use futures::{StreamExt, stream, stream::LocalBoxStream};
use http_body_util::{Either, Full, StreamBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Frame,
    header::{self, HeaderValue},
};
use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

type Chunks = LocalBoxStream<'static, io::Result<Frame<Bytes>>>;

/// A text, or a file chunk by chunk.
pub(crate) type Body = Either<Full<Bytes>, StreamBody<Chunks>>;

/// The most of a file that is in memory, for each reader.
const CHUNK: u64 = 128 * 1024;

/// A folder whose files may be read by everyone.
#[derive(Clone)]
pub(crate) struct Site {
    /// Without symbolic links.
    root: Arc<PathBuf>,
}

/// What is at a path.
enum Found {
    /// With its first chunk.
    File(OpenFile, Bytes),
    Listing(String),
    /// A folder, but the path does not end as that of a folder; relative links would go astray.
    Elsewhere(String),
}

struct OpenFile {
    file: File,
    /// What is still to be read.
    left: u64,
    size: u64,
    content_type: &'static str,
}

impl Site {
    pub(crate) async fn new(folder: PathBuf) -> io::Result<Self> {
        let root = blocking(move || {
            let root = folder.canonicalize()?;
            root.read_dir()?;
            Ok(Arc::new(root))
        });
        Ok(Site { root: root.await? })
    }

    /// Answers a request. All looking and reading is done on other threads.
    pub(crate) async fn answer<B>(self, request: Request<B>) -> Response<Body> {
        let method = request.method();
        if method != Method::GET && method != Method::HEAD {
            let mut response = text(StatusCode::METHOD_NOT_ALLOWED);
            let allowed = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(header::ALLOW, allowed);
            return response;
        }
        let Some(names) = Names::parse(request.uri().path()) else {
            return text(StatusCode::BAD_REQUEST);
        };
        let mut response = match blocking(move || find(&self.root, &names)).await {
            Ok(Found::File(file, first)) => file.answer(first),
            Ok(Found::Listing(listing)) => page(listing, "text/html; charset=utf-8"),
            Ok(Found::Elsewhere(location)) => moved(&location),
            Err(error) => text(status_of(&error)),
        };
        if method == Method::HEAD {
            *response.body_mut() = Either::Left(Full::default());
        }
        response
    }
}

/// Looks what there is. A pipe or a device is not opened: that might wait for ever.
fn find(root: &Path, names: &Names) -> io::Result<Found> {
    let path = names.below(root)?;
    let metadata = path.metadata()?;
    match (metadata.is_dir(), names.folder) {
        (true, true) => return listing::page(&path, names).map(Found::Listing),
        (true, false) => return Ok(Found::Elsewhere(names.as_folder())),
        (false, false) if metadata.is_file() => {}
        _ => return Err(ErrorKind::NotFound.into()),
    }
    let file = OpenFile {
        file: File::open(&path)?,
        left: metadata.len(),
        size: metadata.len(),
        content_type: content_type(&path),
    };
    let (first, file) = file.read()?;
    Ok(Found::File(file, first))
}

impl OpenFile {
    /// The next chunk. It ends early only if somebody makes the file shorter meanwhile, and that is an error: the
    /// length has been promised.
    fn read(mut self) -> io::Result<(Bytes, Self)> {
        let mut chunk = vec![0; usize::try_from(self.left.min(CHUNK)).unwrap_or(0)];
        self.file.read_exact(&mut chunk)?;
        self.left -= chunk.len() as u64;
        Ok((chunk.into(), self))
    }

    fn answer(self, first: Bytes) -> Response<Body> {
        let (size, content_type) = (self.size, self.content_type);
        let body = match self.left {
            0 => Either::Left(Full::new(first)),
            _ => Either::Right(StreamBody::new(self.chunks(first))),
        };
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LENGTH, size.into());
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        let nosniff = HeaderValue::from_static("nosniff");
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
        response
    }

    /// Reads on whenever the client has taken the chunk before.
    fn chunks(self, first: Bytes) -> Chunks {
        let rest = stream::try_unfold(self, async |file| match file.left {
            0 => Ok(None),
            _ => blocking(|| file.read()).await.map(Some),
        });
        let first = stream::iter([Ok(first)]);
        first
            .chain(rest)
            .map(|chunk| chunk.map(Frame::data))
            .boxed_local()
    }
}

/// A page that says nothing but the status.
fn text(status: StatusCode) -> Response<Body> {
    let mut response = page(format!("{status}\n"), "text/plain; charset=utf-8");
    *response.status_mut() = status;
    response
}

fn page(text: String, content_type: &'static str) -> Response<Body> {
    let length = text.len();
    let mut response = Response::new(Either::Left(Full::from(text)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_LENGTH, length.into()); // also where a HEAD leaves out the body
    response
}

fn moved(location: &str) -> Response<Body> {
    let mut response = text(StatusCode::MOVED_PERMANENTLY);
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// Who asks need not know more of the disk. A server that has no descriptor left has one again soon.
fn status_of(error: &io::Error) -> StatusCode {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => {
            StatusCode::NOT_FOUND
        }
        ErrorKind::PermissionDenied => StatusCode::FORBIDDEN,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn content_type(path: &Path) -> &'static str {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "txt" | "md" | "rs" | "toml" | "py" => "text/plain; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "bmp" => "image/bmp",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
