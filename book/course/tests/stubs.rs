//! The stubs that the course keeps are the exercises of this workspace.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

/// The files of the exercises by name, from the manifests: `s3e1` and its text.
fn exercises(root: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for stage in fs::read_dir(root).expect("the workspace").flatten() {
        let manifest = fs::read_to_string(stage.path().join("Cargo.toml")).unwrap_or_default();
        for test in manifest.split("[[test]]").skip(1) {
            let value = |key: &str| {
                let line = test.lines().find(|line| line.starts_with(key))?;
                line.split('"').nth(1)
            };
            let (Some(name), Some(path)) = (value("name"), value("path")) else {
                continue;
            };
            if path.starts_with("exercises/") {
                let text = fs::read_to_string(stage.path().join(path)).expect(path);
                all.insert(format!("{name}.rs"), text);
            }
        }
    }
    all
}

/// Not a part of plain `cargo test`: there a reader has edited the exercises.
#[test]
#[ignore = "before a commit: BLESS=1 writes the stubs"]
fn kept_stubs_are_the_exercises() {
    let course = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let stubs = course.join("stubs");
    let exercises = exercises(course.ancestors().nth(2).expect("the workspace"));
    assert!(exercises.len() > 30, "they are found: {exercises:?}");
    if env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        fs::remove_dir_all(&stubs).expect("the old ones");
        fs::create_dir_all(&stubs).expect("a folder");
        for (name, text) in &exercises {
            fs::write(stubs.join(name), text).expect("a stub");
        }
    }
    let kept = fs::read_dir(&stubs).expect("the stubs").flatten();
    let kept: BTreeMap<String, String> = kept
        .map(|stub| {
            let name = stub.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(stub.path()).expect("a stub"))
        })
        .collect();
    let names = |stubs: &BTreeMap<String, String>| stubs.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&kept),
        names(&exercises),
        "book/course/stubs has other exercises"
    );
    for (name, text) in &exercises {
        assert!(
            kept[name] == *text,
            "book/course/stubs/{name} is not the exercise: BLESS=1 writes it"
        );
    }
}
