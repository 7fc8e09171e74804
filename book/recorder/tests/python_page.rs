//! The recording that the book shows is what looprec records. `BLESS=1` writes it again.

#[path = "support/python.rs"]
mod python;

use python::python;
use recorder::{Picture, State, Trace};
use std::{
    env, fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Killed also if a check fails.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// True if all tasks but one have ended, and a while has passed.
fn hangs(trace: &Trace) -> bool {
    let picture = Picture::after(&trace.events);
    let waits = |state: &State| matches!(state, State::Waiting { .. });
    picture.tasks.len() == 4
        && picture.unended().count() == 1
        && picture.unended().all(|(_, task)| waits(&task.state))
        && picture.now > 1_000_000
}

/// The report without its numbers of time and events.
fn normal(trace: &Trace) -> String {
    let text = recorder::text(trace);
    let mut parts = text.split("≈ ");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        all += part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    }
    let (events, rest) = all.split_once(" events").expect("the first line counts");
    events
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .to_owned()
        + rest
}

#[test]
fn the_importer_of_the_book_is_recorded_as_the_page_says() {
    let Some(python) = python((3, 9)) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trace");
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut importer = Command::new(python);
    importer
        .arg(crate_folder.join("looprec.py"))
        .arg("importer.py");
    importer.current_dir(crate_folder.join("examples"));
    importer.env("LOOP_TRACE", &file).stdout(Stdio::null());
    let importer = Killed(importer.spawn().expect("it starts"));
    let end = Instant::now() + Duration::from_secs(60);
    let trace = loop {
        assert!(Instant::now() < end, "the importer never hangs");
        match Trace::open(&file) {
            Ok(trace) if hangs(&trace) => break trace,
            _ => thread::sleep(Duration::from_millis(20)), // no test waits for this: it only asks again
        }
    };
    drop(importer);
    let shown = crate_folder.join("examples/importer.trace");
    if env::var_os("BLESS").is_some() {
        fs::copy(&file, &shown).expect("it is ours");
    }
    let shown = Trace::open(shown).expect("the book's trace");
    assert_eq!(normal(&trace), normal(&shown));
}

#[test]
fn the_page_shows_the_importer_itself() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(folder.join(path)).expect("it is ours");
    let (page, importer) = (
        read("../src/clinic/recorder_python.md"),
        read("examples/importer.py"),
    );
    let lines = |text: &str| text.replace('\r', "");
    assert!(lines(&page).contains(&format!("```python\n{}```\n", lines(&importer))));
}
