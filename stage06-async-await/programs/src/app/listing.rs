//! A page that shows what a folder holds.

use super::{
    opened::{Opened, open},
    paths::{Names, encoded},
};
use cap_std::fs::Dir;
use std::{io, path::Path};

/// The names in a folder, as HTML: those of which a request gets something.
pub(crate) fn page(root: &Path, folder: &Dir, names: &Names) -> io::Result<String> {
    let mut entries = Vec::new();
    for entry in folder.entries()? {
        let name = entry?.file_name().into_string().ok();
        let child = name.and_then(|name| Some((names.child(&name)?, name)));
        if let Some((child, name)) = child
            && let Ok(opened) = open(root, &child)
        {
            entries.push((name, matches!(opened, Opened::Folder(_))));
        }
    }
    entries.sort();
    let title = escaped(&names.title());
    let mut page = format!(
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body><h1>{title}</h1>\n<ul>\n"
    );
    if !names.is_root() {
        page += "<li><a href=\"../\">../</a></li>\n";
    }
    for (name, is_folder) in entries {
        let slash = if is_folder { "/" } else { "" };
        let (link, shown) = (encoded(&name), escaped(&name));
        page += &format!("<li><a href=\"{link}{slash}\">{shown}{slash}</a></li>\n");
    }
    Ok(page + "</ul></body></html>\n")
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let text = text.replace('>', "&gt;").replace('"', "&quot;");
    text.replace('\'', "&#39;")
}
