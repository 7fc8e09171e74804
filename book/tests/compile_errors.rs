//! What the compiler says of code that it refuses, as pages show it.

use book::page::{Page, pages};
use std::{fs, process::Command};

/// The `rust,compile_fail` blocks of a page that a `text` block follows, with the text.
fn shown(page: &Page) -> Vec<(String, String)> {
    let blocks = page.blocks();
    let pairs = blocks.windows(2).filter(|pair| {
        let between = &page.text[pair[0].range.end..pair[1].range.start];
        let infos = [&*pair[0].info, &*pair[1].info];
        infos == ["rust,compile_fail", "text"] && between.lines().count() <= 4
    });
    pairs
        .map(|pair| (pair[0].text.to_string(), pair[1].text.to_string()))
        .collect()
}

/// What the compiler says of this program, whose file is called `main.rs`.
fn compile(program: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("main.rs"), program).expect("it can be written");
    let mut rustc = Command::new("rustc"); // cargo has told rustup which one
    rustc.args([
        "--edition=2024",
        "--emit=metadata",
        "--color=never",
        "main.rs",
    ]);
    let out = rustc.current_dir(folder.path()).output();
    let out = out.expect("the compiler is there");
    assert!(!out.status.success(), "this is compiled:\n{program}");
    String::from_utf8_lossy(&out.stderr).replace('\r', "")
}

#[test]
fn errors_of_the_compiler_are_what_the_compiler_says() {
    let mut found = 0;
    for page in pages() {
        for (program, text) in shown(&page) {
            assert!(text.starts_with("error["), "it is no error: {text}");
            let said = compile(&program);
            let path = page.path.display();
            assert!(
                said.contains(&text),
                "{path} shows\n{text}\nand the compiler says\n{said}"
            );
            found += 1;
        }
    }
    assert!(found > 0, "no page shows an error: this tests nothing");
}
