//! Replays.

use crate::{scratch, scratch_page};
use book::{
    page::root,
    replay::{
        Figure, Held, Lane, Move, Place, Recorder, Step, Thing, Trace, html, listings, publish,
        resolve,
    },
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
};

fn recorder() -> Recorder {
    let place = |id| Place {
        id,
        title: id,
        ..Place::default()
    };
    let thing = |id| Thing {
        id,
        label: id,
        kind: "task",
        ..Thing::default()
    };
    Recorder::new(Figure {
        title: "planted",
        places: vec![place("queue"), place("running")],
        things: vec![thing("a"), thing("b")],
        lanes: vec![Lane {
            name: "a",
            things: vec!["a"],
        }],
        ..Figure::default()
    })
}

fn step(say: &str, moves: &[Move]) -> Step {
    Step {
        say: say.into(),
        moves: moves.to_vec(),
        ..Step::default()
    }
}

fn holds(queue: &[&str], running: &[&str]) -> BTreeMap<&'static str, Held> {
    let held = |things: &[&str]| {
        things
            .iter()
            .map(|t| (t.to_string(), String::new()))
            .collect()
    };
    [("queue", held(queue)), ("running", held(running))].into()
}

/// The words of the panic, if there is one.
fn refused(run: impl FnOnce()) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(run)).err()?;
    Some(*panic.downcast::<String>().expect("a sentence"))
}

#[test]
fn a_thing_without_a_name_is_seen() {
    let nameless = || {
        Recorder::new(Figure {
            things: vec![Thing::default()],
            ..Figure::default()
        });
    };
    let panic = catch_unwind(nameless).expect_err("it has no name");
    let words = panic.downcast::<&str>().expect("a sentence");
    assert!(words.starts_with("a thing has no name"), "{words}");
}

#[test]
fn a_picture_that_lies_is_seen() {
    let both = [Move::to("a", "queue"), Move::to("b", "queue")];
    let recorded = |actual: BTreeMap<&'static str, Held>| {
        refused(|| recorder().step(step("Two.", &both), &actual))
    };
    assert_eq!(recorded(holds(&["a", "b"], &[])), None);
    for lie in [
        holds(&["a"], &[]),
        holds(&["b", "a"], &[]),
        holds(&["a", "b"], &["a"]),
        holds(&["a"], &["b"]),
    ] {
        let words = recorded(lie).expect("refused");
        assert!(
            words.contains("step 1") && words.contains("lies"),
            "{words}"
        );
    }
    let unknown = refused(|| recorder().step(step("Two.", &both), &BTreeMap::new()));
    assert!(
        unknown
            .expect("a place that nothing is known of")
            .contains("lies")
    );
}

#[test]
fn a_label_that_lies_and_a_thing_that_stays_behind_are_seen() {
    let mut recorder = recorder();
    recorder.step(
        step("One.", &[Move::to("a", "queue").labelled("woken")]),
        &[
            ("queue", vec![("a".into(), "woken".into())]),
            ("running", vec![]),
        ]
        .into(),
    );
    assert_eq!(
        refused(|| recorder.step(
            step("It runs.", &[Move::to("a", "running")]),
            &holds(&[], &["a"])
        )),
        None
    );
    assert!(
        refused(|| recorder.step(
            step("It is woken.", &[Move::label("a", "woken")]),
            &holds(&[], &["a"])
        ))
        .is_some()
    );
    assert!(refused(|| recorder.step(step("It is gone.", &[]), &holds(&[], &[]))).is_some());
}

#[test]
fn a_sentence_that_is_too_long_and_names_that_are_unknown_are_seen() {
    let words = |step: Step| refused(|| recorder().step(step, &holds(&[], &[]))).expect("refused");
    assert!(words(step(&"x".repeat(86), &[])).contains("86 letters"));
    assert!(words(step("Who?", &[Move::to("c", "queue")])).contains("is no thing"));
    assert!(words(step("Where?", &[Move::to("a", "nowhere")])).contains("is no place"));
    let from = Move::to("a", "queue").out_of("b");
    assert!(words(step("Whence?", &[from])).contains("neither a place nor in one"));
    assert!(words(step("When?", &[Move::label("a", "woken")])).contains("is nowhere"));
}

#[test]
fn a_line_is_marked_if_it_is_in_a_listing() {
    let file = scratch().join("planted-listing.rs");
    fs::write(
        &file,
        "fn f() {\n    // ANCHOR: g\n    again();\n    // ANCHOR_END: g\n    again();\n}\n",
    )
    .expect("it can be written");
    let link = "planted-listing.rs";
    let lines = listings(&scratch_page(&format!(
        "```rs\n{{{{#include {link}:g}}}}\n```\n```rs\n{{{{#include {link}}}}}\n```\n```diff\n fn g() {{\n-    before();\n+    twin();\n```\n"
    )));
    let src = |text: &str, at: Option<(&str, usize)>| {
        let mut args = json!({ "text": text });
        if let Some((file, line)) = at {
            args["at"] = json!([file, line]);
        }
        let marked = resolve(&mut args, Some(&lines));
        assert_eq!(marked, args["src"].is_string());
        assert_eq!(marked, args["text"].is_null(), "{args}");
        args["src"].as_str().map(str::to_string)
    };
    let name = file
        .strip_prefix(root())
        .unwrap_or(&file)
        .display()
        .to_string();
    let file = name.as_str();
    assert_eq!(
        src("again();", Some((file, 3))).as_deref(),
        Some("again();")
    );
    let third = src("again();", Some((file, 5)));
    assert_eq!(
        third.as_deref(),
        Some("again();@3"),
        "after the two of line 3"
    );
    assert_eq!(src("// ANCHOR_END: g", Some((file, 4))), None);
    assert_eq!(src("again();", Some(("other.rs", 3))), None);
    assert_eq!(src("fn f() {", None).as_deref(), Some("fn f() {"));
    assert_eq!(
        src("twin();", None).as_deref(),
        Some("twin();"),
        "in a diff"
    );
    assert_eq!(src("again();", None), None, "which?");
    assert_eq!(src("before();", None), None, "it is gone");
    assert_eq!(src("gone();", None), None);

    let trace = Trace::parse(
        "planted",
        r#"[{"args":{"say":"It goes.","text":"gone();"}}]"#,
    );
    let problems = publish(&trace.expect("an array"), Some(&lines));
    assert!(
        problems
            .iter()
            .any(|what| what.contains("none of its lines"))
    );
}

#[test]
fn the_figure_reads_without_javascript() {
    let mut recorder = recorder();
    recorder.step(
        step("The loop pushes `a<b>`.", &[Move::to("a", "queue")]),
        &holds(&["a"], &[]),
    );
    let figure = html("id", &Trace::new("id", recorder.finish()).events);
    assert!(
        figure.contains("<li>The loop pushes <code>a&lt;b></code>.</li>"),
        "{figure}"
    );
    assert!(
        !figure.contains("\n\n") && figure.contains("a\\u003cb>"),
        "Markdown leaves it alone: {figure}"
    );
    let tree = [(0, None), (1, Some(0)), (2, Some(0))].map(
        |(id, after)| json!({ "args": { "id": id, "after": after, "say": format!("S{id}.") } }),
    );
    assert!(html("id", &tree).contains("<li>S0. S1.</li>\n<li>S0. S2.</li>"));
}
