//! What cargo says of the workspace.

use crate::page::root;
use cargo_metadata::{Metadata, MetadataCommand, Package};
use std::{path::PathBuf, sync::OnceLock};

/// Cargo's view of the workspace.
///
/// # Panics
///
/// If cargo cannot tell.
fn metadata() -> &'static Metadata {
    static METADATA: OnceLock<Metadata> = OnceLock::new();
    let ask = || MetadataCommand::new().no_deps().current_dir(root()).exec();
    METADATA.get_or_init(|| ask().expect("cargo knows its workspace"))
}

/// The workspace's packages.
pub fn packages() -> Vec<Package> {
    metadata().packages.clone()
}

/// True if plain `cargo build` builds this package.
pub(crate) fn is_plain(package: &str) -> bool {
    let plain = metadata().workspace_default_packages();
    plain.iter().any(|plain| *plain.name == package)
}

/// The folder that cargo builds in.
pub fn target() -> PathBuf {
    metadata().target_directory.clone().into()
}
