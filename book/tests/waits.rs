//! What a reader's first `cargo run` has to build.

use book::page::root;
use std::process::Command;

/// The crates that a package needs, a line each, as `cargo run -p` would build them.
fn tree(package: &str) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--edges", "normal,build"]);
    cargo.args(["--prefix", "none", "--no-dedupe", "--package", package]);
    let tree = cargo.current_dir(root()).output().expect("cargo starts");
    assert!(tree.status.success(), "{tree:?}");
    String::from_utf8(tree.stdout).expect("text")
}

#[test]
fn no_stage_makes_its_reader_wait_for_macros_or_for_http() {
    for stage in 1..=6 {
        let tree = tree(&format!("stage0{stage}"));
        for slow in ["(proc-macro)", "syn v", "clap", "hyper v", "tokio v"] {
            let found = tree.lines().find(|line| line.contains(slow));
            assert_eq!(found, None, "stage {stage} builds it, see .ci/wait");
        }
    }
}
