//! Files that are there whole, or not at all.

use percent_encoding::percent_decode_str;
use stage06_full::spawn_blocking;
use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::PathBuf,
    sync::Arc,
};
use tempfile::{Builder, NamedTempFile};
use unicode_normalization::char::is_combining_mark;

/// Does what may block on another thread.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(io::Error::other(error)))
}

/// Where files are to be saved.
#[derive(Clone)]
pub(crate) struct Folder(Arc<PathBuf>);

impl Folder {
    /// Makes the folder if it is not there, and makes sure that it takes files.
    pub(crate) async fn open(path: PathBuf) -> io::Result<Self> {
        let folder = Folder(Arc::new(path));
        let path = folder.0.clone();
        blocking(move || fs::create_dir_all(&*path)).await?;
        folder.part().await?;
        Ok(folder)
    }

    /// A file under a temporary name.
    pub(crate) async fn part(&self) -> io::Result<Part> {
        let folder = self.0.clone();
        let file = blocking(move || temporary().tempfile_in(&*folder)).await?;
        let held = Vec::new();
        Ok(Part { file, held })
    }
}

/// Hidden, and under a name that no other file has. Other users may read what comes of it, unless the user's mask says
/// otherwise.
fn temporary() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// A file that is not there yet. Dropping it removes what has been written.
pub(crate) struct Part {
    file: NamedTempFile,
    /// What is still to be written.
    held: Vec<u8>,
}

/// So many bytes are worth a trip to another thread.
const BATCH: usize = 256 * 1024;

impl Part {
    /// Appends to the file.
    pub(crate) async fn write(mut self, bytes: &[u8]) -> io::Result<Self> {
        self.held.extend(bytes);
        match self.held.len() >= BATCH {
            true => blocking(move || self.flushed()).await,
            false => Ok(self),
        }
    }

    fn flushed(mut self) -> io::Result<Self> {
        self.file.write_all(&self.held)?;
        self.held.clear();
        Ok(self)
    }

    /// Gives the file its name: this one, or if that is taken one with a number. Never is another file overwritten,
    /// not even one that comes in between.
    // ANCHOR: keep
    pub(crate) async fn keep(self, name: String, folder: &Folder) -> io::Result<String> {
        let folder = folder.0.clone();
        blocking(move || {
            let mut file = self.flushed()?.file;
            for number in 1.. {
                let name = numbered(&name, number);
                match file.persist_noclobber(folder.join(&name)) {
                    Ok(_) => return Ok(name),
                    Err(taken) if taken.error.kind() == ErrorKind::AlreadyExists => {
                        file = taken.file;
                    }
                    Err(error) => return Err(error.error),
                }
            }
            unreachable!("there are more numbers than files")
        })
        .await
    }
    // ANCHOR_END: keep
}

/// True if the program or the system has no descriptor left.
pub(crate) fn is_shortage(error: &io::Error) -> bool {
    let codes = if cfg!(windows) { [4, 10024] } else { [23, 24] }; // ENFILE, EMFILE
    let code = error.raw_os_error();
    code.is_some_and(|code| codes.contains(&code))
}

/// `a.txt`, `a-2.txt`, `a-3.txt`, …
fn numbered(name: &str, number: u64) -> String {
    let end = name.find(".tar.").or(name.rfind('.')).unwrap_or(name.len());
    match (number, name.split_at(end)) {
        (1, _) => name.to_owned(),
        (_, (stem, end)) => format!("{stem}-{number}{end}"),
    }
}

/// The most bytes of a name, and the most characters of its ending.
const NAME: usize = 100;
const ENDING: usize = 16;

/// A name for what is at this path of a server. The server chooses the path, so all that could lead out of the
/// folder, hide the file or mean something to a system, a shell or a terminal becomes `_`.
pub(crate) fn file_name(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    let decoded = percent_decode_str(last).decode_utf8_lossy();
    let harmless = |c: char| c.is_alphanumeric() || is_combining_mark(c) || "-_.,+=@".contains(c);
    let name = decoded.replace(|c| !harmless(c), "_");
    let name = name.trim_matches('.');
    let name = match name.chars().next() {
        None => return "index.html".to_owned(),
        Some(c) if (c.is_alphanumeric() || c == '_') && !is_device(name) => name.to_owned(),
        Some(_) => format!("_{name}"),
    };
    let ending = name.char_indices().rev().take(ENDING);
    let ending = ending.filter(|(_, c)| *c == '.').last();
    let ending = ending.map_or("", |(dot, _)| &name[dot..]);
    let room = name.floor_char_boundary(NAME - ending.len());
    match name.len() > NAME {
        true => format!("{}{ending}", name[..room].trim_end_matches('.')),
        false => name,
    }
}

/// True if Windows takes this for a device, whatever follows the first dot.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim();
    let stem = stem.to_ascii_uppercase();
    let port = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || port.is_some_and(|port| port.chars().count() == 1)
}

#[cfg(test)]
#[path = "../../tests/unit/files.rs"]
mod tests;
