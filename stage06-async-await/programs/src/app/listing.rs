//! A page that shows what a folder holds.

use super::paths::{Names, encoded};
use std::{fs, io, path::Path};

/// The names in a folder, as HTML. Those that are no Unicode are left out: a browser could not ask for them.
pub(crate) fn page(path: &Path, names: &Names) -> io::Result<String> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string() {
            entries.push((name, entry.path().is_dir()));
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
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            c => escaped.push(c),
        }
    }
    escaped
}
