//! Files that are there whole, or not at all.

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use stage06_full::spawn_blocking;
use std::{
    fs,
    io::{self, ErrorKind, Write},
    mem,
    path::PathBuf,
    sync::Arc,
};
use tempfile::{Builder, NamedTempFile};

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
        Ok(Part {
            file,
            held: Vec::new(),
            bytes: 0,
        })
    }
}

/// Hidden, and under a name that nobody has. Others may read what comes of it, unless the user's mask says otherwise.
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
    held: Vec<Bytes>,
    bytes: usize,
}

/// So many bytes are worth a trip to another thread.
const BATCH: usize = 256 * 1024;

impl Part {
    /// Appends to the file.
    pub(crate) async fn write(mut self, bytes: Bytes) -> io::Result<Self> {
        self.bytes += bytes.len();
        self.held.push(bytes);
        match self.bytes >= BATCH {
            true => blocking(move || self.flushed()).await,
            false => Ok(self),
        }
    }

    fn flushed(mut self) -> io::Result<Self> {
        self.bytes = 0;
        for bytes in mem::take(&mut self.held) {
            self.file.write_all(&bytes)?;
        }
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

/// `a.txt`, `a-2.txt`, `a-3.txt`, …
fn numbered(name: &str, number: u64) -> String {
    match (number, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (_, Some((stem, end))) => format!("{stem}-{number}.{end}"),
        (_, None) => format!("{name}-{number}"),
    }
}

/// A name for what is at this path of a server. The server chooses the path, so all that could lead out of the
/// folder, hide the file or mean something to a system or a terminal becomes `_`.
pub(crate) fn file_name(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    let decoded = percent_decode_str(last).decode_utf8_lossy();
    let harmless = |c: char| c.is_alphanumeric() || "-_.,+=@ ".contains(c);
    let name: String = decoded
        .chars()
        .map(|c| if harmless(c) { c } else { '_' })
        .scan(0, |bytes, c| {
            *bytes += c.len_utf8();
            (*bytes <= 100).then_some(c)
        })
        .collect();
    let name = name.trim_matches([' ', '.']);
    match name {
        "" => "index.html".to_owned(),
        name if is_device(name) => format!("_{name}"),
        name => name.to_owned(),
    }
}

/// Whether Windows takes this for a device, whatever follows the first dot.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim();
    let stem = stem.to_ascii_uppercase();
    let port = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || port.is_some_and(|port| port.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::{file_name, numbered};

    #[test]
    fn no_name_leaves_the_folder() {
        for (path, name) in [
            ("/", "index.html"),
            ("/a/b.txt", "b.txt"),
            ("/a/..", "index.html"),
            ("/%2e%2e", "index.html"),
            ("/..%2f..%2fetc%2fpasswd", "_.._etc_passwd"),
            ("/..%5cevil.exe", "_evil.exe"),
            ("/.bashrc", "bashrc"),
            ("/a%00b", "a_b"),
            ("/a%1b%5b31m", "a__31m"),
            ("/C:evil", "C_evil"),
            ("/nul.txt", "_nul.txt"),
            ("/com1", "_com1"),
            ("/caf%C3%A9.png", "café.png"),
            ("/%ff", "_"),
        ] {
            assert_eq!(file_name(path), name, "{path}");
        }
        assert_eq!(file_name(&"é".repeat(300)).len(), 100);
    }

    #[test]
    fn a_number_stands_before_the_end() {
        assert_eq!(numbered("a.b.txt", 1), "a.b.txt");
        assert_eq!(numbered("a.b.txt", 2), "a.b-2.txt");
        assert_eq!(numbered("README", 3), "README-3");
    }
}
