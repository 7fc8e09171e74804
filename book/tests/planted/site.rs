//! The built site.

use crate::sees;
use book::{page::root, site};
use std::fs;

#[test]
fn a_broken_table_is_seen() {
    let folder = root().join("target/planted-table");
    fs::create_dir_all(&folder).expect("target/ can be written");
    fs::write(folder.join("a.html"), "<table><tr><td>x</td></tr></table>").expect("written");
    assert_eq!(site::broken_tables(&folder), [""; 0]);
    fs::write(folder.join("a.html"), "<p>| x | y |</p>").expect("written");
    sees(&site::broken_tables(&folder), "a table is not rendered");
}

#[test]
fn dead_links_and_fragments_are_seen() {
    let folder = root().join("target/planted-site");
    fs::create_dir_all(&folder).expect("target/ can be written");
    fs::write(
        folder.join("a.html"),
        r#"<h1 id="top">A</h1><a href="b.html#here">b</a>"#,
    )
    .expect("written");
    fs::write(
        folder.join("b.html"),
        r##"<h1 id="here">B</h1><a href="a.html">a</a><a href="#here">b</a>"##,
    )
    .expect("written");
    assert_eq!(site::dead_links(&folder), [""; 0]);
    fs::write(
        folder.join("b.html"),
        r#"<h1 id="there">B</h1><a href="a.html">a</a>"#,
    )
    .expect("written");
    sees(&site::dead_links(&folder), "the page has no #here");
    fs::write(
        folder.join("b.html"),
        r#"<h1 id="here">B</h1><a class="x" href="c.html">c</a>"#,
    )
    .expect("written");
    sees(&site::dead_links(&folder), "c.html leads nowhere");
}

#[test]
fn a_warning_of_the_build_is_seen() {
    sees(
        &site::in_log(" INFO Book building has started\nERROR Unknown field `x`"),
        "Unknown field",
    );
    sees(&site::in_log(" WARN a footnote is not defined"), "footnote");
}
