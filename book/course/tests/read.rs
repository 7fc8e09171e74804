//! What `cargo course read` does, beside an mdBook that only says how it was called.
#![cfg(unix)]

mod support;

use std::{fs, os::unix::fs::PermissionsExt, process::Command};
use support::{Tiny, in_order};

/// The command, where only these programs are installed.
fn read(tiny: &Tiny, programs: &[(&str, &str)]) -> Command {
    for (name, script) in programs {
        let name = format!("bin/{name}");
        tiny.write(&name, &format!("#!/bin/sh\n{script}\n"));
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(tiny.path(&name), executable).expect("it is ours");
    }
    let mut read = tiny.course(&["read"]);
    read.env("PATH", tiny.path("bin"));
    read
}

fn said(mut command: Command) -> (bool, String) {
    let out = command.output().expect("it starts");
    let text = [out.stdout, out.stderr].concat();
    (out.status.success(), String::from_utf8(text).expect("text"))
}

#[test]
fn an_mdbook_with_a_server_serves_and_opens_it() {
    let tiny = Tiny::new();
    tiny.write("book/book/index.html", "of an earlier day");
    let (success, text) = said(read(
        &tiny,
        &[("mdbook", "echo \"mdbook $* in ${PWD##*/}\"")],
    ));
    assert!(success);
    in_order(
        &text,
        &["served until Ctrl-C", "mdbook serve --open in book\n"],
    );
}

#[test]
fn a_small_mdbook_builds_it_and_the_page_is_opened() {
    let tiny = Tiny::new();
    let mdbook = ("mdbook", "[ \"$1\" != serve ]");
    let (success, text) = said(read(&tiny, &[mdbook]));
    assert!(success);
    in_order(
        &text,
        &[
            "mdbook builds the book",
            "Open it in a browser: ",
            "book/book/index.html\n",
        ],
    );
    let open = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let (success, text) = said(read(&tiny, &[mdbook, (open, "true")]));
    assert!(success);
    in_order(&text, &["mdbook builds the book", "Opened "]);
    let (success, text) = said(read(&tiny, &[("mdbook", "[ \"$1\" = --version ]")]));
    assert!(!success);
    in_order(&text, &["mdbook could not build the book.\n"]);
}

#[test]
fn without_mdbook_it_opens_what_is_built_or_says_how_to_install_it() {
    let tiny = Tiny::new();
    let (success, text) = said(read(&tiny, &[]));
    assert!(!success);
    in_order(&text, &["cargo install mdbook --locked"]);
    tiny.write("book/book/index.html", "");
    let (success, text) = said(read(&tiny, &[]));
    assert!(success);
    in_order(
        &text,
        &["as they were built last", "Open it in a browser: "],
    );
}

#[test]
fn a_copy_without_solutions_keeps_the_pages_that_have_them() {
    let tiny = Tiny::new();
    fs::remove_dir_all(tiny.path("stage01-numbers/solutions")).expect("it was there");
    let mdbook = ("mdbook", "[ \"$1\" != serve ]");
    let (_, text) = said(read(&tiny, &[mdbook]));
    in_order(
        &text,
        &[
            "mdbook builds the book",
            "The code of the solutions is missing",
        ],
    );
    tiny.write("book/book/index.html", "");
    let (_, text) = said(read(&tiny, &[mdbook]));
    in_order(
        &text,
        &["as they were built last", "Open it in a browser: "],
    );
}
