//! The built site.

use crate::sees;
use book::{served, site};
use std::fs;
use tempfile::TempDir;

/// A site of these files.
pub(crate) fn site_of(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

#[test]
fn a_broken_table_is_seen() {
    let tables = |text| site::broken_tables(site_of(&[("a.html", text)]).path());
    assert_eq!(tables("<table><tr><td>x</td></tr></table>"), [""; 0]);
    sees(&tables("<p>| x | y |</p>"), "a table is not rendered");
}

/// What is said of a site whose first page leads to a second that says `text`.
fn dead(text: &str) -> Vec<String> {
    let site = site_of(&[
        ("index.html", r#"<a href="sub/b.html#here">b</a>"#),
        ("sub/b.html", &format!("<h1 id=\"here\">B</h1>{text}")),
        ("sub/picture.png", ""),
    ]);
    served::dead_links(site.path())
}

#[test]
fn good_links_are_no_problem() {
    assert_eq!(
        dead(
            r##"<a href="../index.html">a</a><a class="x" href="#here">b</a><img src="picture.png">
            <a href="../">a</a><a href="https://example.org/gone">x</a><a href="mailto:x@y">x</a>"##
        ),
        [""; 0]
    );
}

#[test]
fn dead_links_and_fragments_are_seen() {
    sees(
        &dead(r##"<a href="#there">b</a>"##),
        "#there leads to a page that has no",
    );
    sees(
        &dead(r#"<a class="x" href="c.html">c</a>"#),
        "c.html leads nowhere",
    );
    sees(
        &dead(r#"<img alt="" src="gone.png">"#),
        "gone.png leads nowhere",
    );
    sees(
        &dead(r#"<a href="/index.html">host</a>"#),
        "/index.html leads nowhere",
    );
}

#[test]
fn a_link_out_of_the_book_is_seen_where_the_file_exists() {
    let site = site_of(&[
        ("book/index.html", r#"<a href="../Cargo.toml">x</a>"#),
        ("Cargo.toml", ""),
    ]);
    sees(
        &served::dead_links(&site.path().join("book")),
        "../Cargo.toml leads nowhere",
    );
}

#[test]
fn a_warning_of_the_build_is_seen() {
    sees(
        &site::in_log(" INFO Book building has started\nERROR Unknown field `x`"),
        "Unknown field",
    );
    sees(&site::in_log(" WARN a footnote is not defined"), "footnote");
}
