//! From the path of a request to one of the folder.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::{
    io::{self, ErrorKind},
    path::{Component, Path, PathBuf},
};

/// The names on the way from the folder to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    names: Vec<String>,
    /// Whether the path ended with `/`, as that of a folder does.
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

    /// The path of a request for this folder.
    pub(crate) fn as_folder(&self) -> String {
        let names = self.names.iter().map(|name| encoded(name) + "/");
        format!("/{}", names.collect::<String>())
    }

    /// The same for people.
    pub(crate) fn title(&self) -> String {
        format!("/{}", self.names.join("/"))
    }

    /// Whether this is the folder that is served.
    pub(crate) fn is_root(&self) -> bool {
        self.names.is_empty()
    }

    /// The file, below a root without symbolic links. What a link leads to has to be in there too.
    // ANCHOR: below
    pub(crate) fn below(&self, root: &Path) -> io::Result<PathBuf> {
        let path: PathBuf = std::iter::once(root)
            .chain(self.names.iter().map(Path::new))
            .collect();
        let path = path.canonicalize()?;
        match path.starts_with(root) {
            true => Ok(path),
            false => Err(ErrorKind::NotFound.into()),
        }
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
mod tests {
    use super::Names;

    #[test]
    fn no_encoding_leads_out_of_the_folder() {
        for path in [
            "",
            "a",
            "*",
            "/..",
            "/../",
            "/a/../b",
            "/.",
            "/%2e%2e/x",
            "/%2E%2e",
            "/.%2e/x",
            "/..%2fx",
            "/a%2fb",
            "/..%5cx",
            "/a\\b",
            "/a%5C..%5Cb",
            "/a%00",
            "/%00",
            "/%ff",
            "/%c0%ae%c0%ae/x",
            "/%2f",
            "//%2e%2e//",
        ] {
            assert_eq!(Names::parse(path), None, "{path}");
        }
    }

    #[test]
    fn names_are_decoded_once() {
        for (path, title, folder) in [
            ("/", "/", "/"),
            ("/a%20b/c", "/a b/c", "/a%20b/c/"),
            ("//a//", "/a", "/a/"),
            ("/%252e%252e/x", "/%2e%2e/x", "/%252e%252e/x/"),
            ("/...", "/...", "/.../"),
            ("/%", "/%", "/%25/"),
        ] {
            let names = Names::parse(path).expect("it is a path");
            assert_eq!(
                (names.title(), names.as_folder()),
                (title.into(), folder.into())
            );
        }
    }
}
