//! Twins are changes to the real files, and do not drift from them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use races::twins::{Twin, includable, unchanged};

fn home() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("the file is there")
}

fn twin(change: &str) -> Twin {
    let text = format!("# A reason.\n--- file.rs\n@@\n{change}");
    Twin::parse("mistake", &text).expect("a diff")
}

#[test]
fn the_lines_of_a_twin_know_where_they_are_in_the_real_file() {
    let lines = twin(" b\n-c\n+x\n+y\n d\n")
        .apply("a\nb\nc\nd\n")
        .expect("it fits");
    let expected = [
        ("a", Some(1)),
        ("b", Some(2)),
        ("x", None),
        ("y", None),
        ("d", Some(4)),
    ];
    assert_eq!(
        lines,
        expected.map(|(line, number)| (line.to_string(), number))
    );
}

#[test]
fn a_twin_that_no_longer_fits_says_so_in_a_sentence() {
    let gone = twin("-c\n+x\n")
        .apply("a\nb\n")
        .expect_err("it does not fit");
    assert!(
        gone.starts_with("twins/mistake.diff no longer fits file.rs"),
        "{gone}"
    );
    assert!(
        gone.contains("has them 0 times") && gone.ends_with("\nc"),
        "{gone}"
    );
    let twice = twin("-c\n+x\n")
        .apply("c\nc\n")
        .expect_err("it is not clear where");
    assert!(twice.contains("has them 2 times"), "{twice}");
}

#[test]
fn a_twin_says_why_a_person_writes_it() {
    let without = Twin::parse("mistake", "--- file.rs\n@@\n-a\n").expect_err("no reason");
    assert!(without.contains("needs a reason"), "{without}");
}

#[test]
fn a_file_for_include_has_no_docs_and_the_same_lines() {
    let text = "//! Docs.\n\n/// More.\nfn f() {}\n";
    assert_eq!(
        includable(&unchanged(text)),
        "// Docs.\n\n// More.\nfn f() {}\n"
    );
}

#[test]
fn each_twin_is_in_a_program() {
    let files = fs::read_dir(home().join("twins")).expect("the twins are there");
    let files = files.map(|file| file.expect("a file").path());
    let names: BTreeSet<_> = files
        .map(|path| path.file_stem().expect("a name").to_owned())
        .collect();
    let variants = read(&home().join("src/variants.rs"));
    let variants = variants + &read(&home().join("src/loops.rs"));
    let tests = ["tests/lost_wakes.rs", "tests/whole_loop.rs"].map(|file| read(&home().join(file)));
    let tests = tests.join("\n");
    for name in names {
        let name = name.to_str().expect("a plain name");
        assert!(
            variants.contains(&format!("{} {name}", name.to_uppercase())),
            "{name} is no variant"
        );
        assert!(
            ["variants", "loops"]
                .iter()
                .any(|module| tests.contains(&format!("{module}::{}", name.to_uppercase()))),
            "no test shows {name}"
        );
    }
}
