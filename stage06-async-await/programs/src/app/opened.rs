//! Opening what a request names, and nothing else.

use super::{files::is_shortage, paths::Names};
#[cfg(unix)]
use cap_std::fs::OpenOptionsExt;
use cap_std::{
    ambient_authority,
    fs::{Dir, OpenOptions},
};
use std::{
    fs::File,
    io::{self, ErrorKind},
    path::Path,
};

/// What is at a path, opened: whatever becomes of the path meanwhile, this stays the same.
pub(crate) enum Opened {
    File(File),
    Folder(Dir),
}

/// Opens what is at a path, and nothing outside of the root, also if links change meanwhile. A pipe is not waited for.
/// What is neither a file nor a folder is not opened at all: that does something to a device.
// ANCHOR: open
pub(crate) fn open(root: &Path, names: &Names) -> io::Result<Opened> {
    opened(root, names).map_err(|error| match error.kind() {
        _ if is_shortage(&error) => error,
        ErrorKind::PermissionDenied if error.raw_os_error().is_some() => error,
        _ => ErrorKind::NotFound.into(), // a link to nowhere, or another thing than a moment ago
    })
}

fn opened(root: &Path, names: &Names) -> io::Result<Opened> {
    let path = names.below(root)?;
    let root = Dir::open_ambient_dir(root, ambient_authority())?;
    let metadata = root.metadata(&path)?;
    if metadata.is_dir() {
        return root.open_dir(&path).map(Opened::Folder);
    }
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    if metadata.is_file() {
        let file = root.open_with(&path, options.read(true))?.into_std();
        if file.metadata()?.is_file() {
            return Ok(Opened::File(file)); // the very one that is read
        }
    }
    Err(ErrorKind::NotFound.into())
}
// ANCHOR_END: open
