//! From the path of a request to one of the folder.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::{
    io::{self, ErrorKind},
    iter,
    path::{Component, Path, PathBuf},
};

/// The names on the way from the folder to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    names: Vec<String>,
    /// True if the path ended with `/`, as that of a folder does.
    pub(crate) folder: bool,
}

/// What need not be encoded within a name.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Names {
    /// Reads the path of a request. `None` if a name in it is more than that, however it is encoded: `..`, a drive,
    /// or with a separator of any system in it.
    // ANCHOR: parse
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let names = path
            .strip_prefix('/')?
            .split('/')
            .filter(|name| !name.is_empty())
            .map(|name| {
                let name = percent_decode_str(name).decode_utf8().ok()?;
                is_a_name(&name).then(|| name.into_owned())
            })
            .collect::<Option<Vec<_>>>()?;
        let folder = path.ends_with('/');
        Some(Names { names, folder })
    }
    // ANCHOR_END: parse

    /// Returns the path of something in this folder. `None` if no request can name it.
    pub(crate) fn child(&self, name: &str) -> Option<Self> {
        let mut names = self.names.clone();
        names.push(name.to_owned());
        let folder = false;
        is_a_name(name).then_some(Names { names, folder })
    }

    /// The path of a request for this folder.
    pub(crate) fn as_folder(&self) -> String {
        let names = self.names.iter().map(|name| encoded(name) + "/");
        format!("/{}", names.collect::<String>())
    }

    /// The same for people.
    pub(crate) fn title(&self) -> String {
        format!("/{}", self.names.join("/"))
    }

    /// True if it is the folder that is served.
    pub(crate) fn is_root(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns where it leads, seen from a root without symbolic links. What a link leads to has to be in there too.
    // ANCHOR: below
    pub(crate) fn below(&self, root: &Path) -> io::Result<PathBuf> {
        let path: PathBuf = iter::once(root)
            .chain(self.names.iter().map(Path::new))
            .collect();
        let path = path.canonicalize()?;
        let inside = path.strip_prefix(root);
        let inside = inside.map_err(|_| ErrorKind::NotFound)?;
        Ok(Path::new(".").join(inside))
    }
    // ANCHOR_END: below
}

/// A name as a part of a path of a request.
pub(crate) fn encoded(name: &str) -> String {
    utf8_percent_encode(name, ENCODED).to_string()
}

fn is_a_name(name: &str) -> bool {
    let mut components = Path::new(name).components();
    let first = components.next();
    let alone = first == Some(Component::Normal(name.as_ref())) && components.next().is_none();
    alone && !name.contains(['/', '\\', '\0'])
}

#[cfg(test)]
#[path = "../../tests/unit/paths.rs"]
mod tests;
