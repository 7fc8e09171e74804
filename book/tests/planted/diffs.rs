//! `diff` blocks.

use crate::{scratch, scratch_page, sees};
use book::diffs;
use std::{fs, sync::Once};

/// What is wrong with a page that shows `block` as the difference of two planted versions.
fn showing(block: &str) -> Vec<String> {
    static WRITTEN: Once = Once::new();
    WRITTEN.call_once(|| {
        write(
            "v0",
            "fn f() {\n    a();\n    b();\n    c();\n    d();\n}\n",
        );
        let after = "fn f() {\n    a();\n    guard();\n    b();\n    c();\n}\n";
        write(
            "v1",
            &format!("// ANCHOR: f\n{after}// ANCHOR_END: f\n// more\n"),
        );
    });
    let comment = "<!-- diff: planted-v0.rs planted-v1.rs:f -->";
    diffs::problems(&scratch_page(&format!("{comment}\n```diff\n{block}```\n")))
}

fn write(name: &str, text: &str) {
    let file = scratch().join(format!("planted-{name}.rs"));
    fs::write(file, text).expect("it can be written");
}

#[test]
fn parts_of_a_difference_are_no_problem() {
    assert_eq!(showing("     a();\n+    guard();\n     b();\n"), [""; 0]);
    assert_eq!(showing("+    guard();\n ...\n-    d();\n }\n"), [""; 0]);
}

#[test]
fn a_difference_that_is_none_is_seen() {
    for untrue in [
        "+    a();\n",
        "     a();\n+    guard();\n     c();\n",
        "-    d();\n ...\n+    guard();\n",
        "     a();\n     b();\n",
        "     a();\n",
        "+    other();\n",
    ] {
        sees(&showing(untrue), "do not differ like this");
    }
}

#[test]
fn a_broken_twin_is_a_version() {
    fs::write(
        scratch().join("planted-right.rs"),
        "fn f() {\n    a();\n    b();\n}\n",
    )
    .expect("it can be written");
    let twin = "# One call is enough.\n--- planted-right.rs\n@@\n     a();\n-    b();\n";
    fs::write(scratch().join("planted-twin.diff"), twin).expect("it can be written");
    let of = |line: &str| {
        let comment = "<!-- diff: planted-right.rs planted-twin.diff -->";
        diffs::problems(&scratch_page(&format!("{comment}\n```diff\n{line}\n```\n")))
    };
    assert_eq!(of("-    b();"), [""; 0]);
    sees(&of("-    a();"), "do not differ like this");
}

#[test]
fn a_diff_block_without_versions_is_seen() {
    let of = |above: &str| diffs::problems(&scratch_page(&format!("{above}\n```diff\n+x\n```\n")));
    sees(&of("Text."), "names the two versions");
    sees(&of("<!-- diff: a.rs -->"), "does not name two versions");
    sees(
        &of("<!-- diff: gone.rs gone.rs -->"),
        "gone.rs does not exist",
    );
    let empty = "planted-empty.rs";
    write("empty", "x\n");
    sees(
        &of(&format!("<!-- diff: {empty}:Gone {empty} -->")),
        "is empty",
    );
}
