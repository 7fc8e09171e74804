//! Paths for sockets.

use std::{fs, path::PathBuf, process};

/// A path that no other test uses; what is there is removed when this is dropped.
pub(crate) struct Spot(pub(crate) PathBuf);

impl Spot {
    pub(crate) fn new(name: &str) -> Self {
        let file = format!("stage06-{name}-{}", process::id());
        Spot(std::env::temp_dir().join(file))
    }
}

impl Drop for Spot {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
