//! How the race is drawn, and which line of the reader's file it marks.

use std::sync::Arc;

use stage06::snapshot;

use super::{Keeps, PIECES, READER, STOP, Scene};
use crate::trace::Figure;
use explorer::{Line, View, at};

/// The picture of [`cancel_race`](super::cancel_race).
pub const CANCEL_RACE: Figure = Figure {
    threads: &[("loop", "blue"), ("sender", "orange"), ("clock", "teal")],
    good: "Nothing is lost: each letter is in the stream or with the caller.",
    bad: "Lost: letters were taken off the stream, and dropped with the future.",
    layout: r#""bad":"lost",
        "places":[
            {"id":"queue","title":"Run queue","note":"ids of woken tasks"},
            {"id":"timers","title":"Timers"},
            {"id":"stream","title":"Stream","note":"came, and is not read"},
            {"id":"future","title":"reader’s future","look":"slot"},
            {"id":"kept","title":"With the caller"},
            {"id":"lost","title":"Dropped"}],
        "things":[
            {"id":"id-reader","label":"reader","kind":"id","color":"orange"},
            {"id":"id-stop","label":"stop","kind":"id","color":"blue"},
            {"id":"deadline","label":"deadline","kind":"timer","color":"blue"},
            {"id":"rd","label":"rd","kind":"message","color":"orange","name":false},
            {"id":"wo","label":"wo","kind":"message","color":"orange","name":false}],
        "grid":["timers queue lost","stream future kept"],
        "narrow":["timers queue","stream future","lost kept"]"#,
};

impl Scene {
    /// What is where.
    pub(super) fn look(&self) -> View {
        let mut view = View::new();
        let unread = self.stream.unread();
        for piece in &PIECES[..self.came.get()] {
            let place = match self.outcome.borrow().as_ref() {
                _ if unread.contains(piece) => "stream",
                _ if self.kept.borrow().contains(piece) => "kept",
                None => "future",
                Some(_) => "lost",
            };
            view.insert(piece, at(place, ""));
        }
        let (ready, _) = snapshot::queue(&self.executor);
        for (task, id) in [(READER, "id-reader"), (STOP, "id-stop")] {
            if ready.contains(&task) {
                view.insert(id, at("queue", ""));
            }
        }
        if self.timers.next_deadline().is_some() {
            view.insert("deadline", at("timers", ""));
        }
        view
    }
}

/// Returns the line at which a reader takes letters off the stream.
pub(super) fn read_line(keeps: Keeps) -> Arc<Line> {
    const FILE: &str = "stage06-async-await/examples/naive_join/word.rs";
    let (function, text) = match keeps {
        Keeps::Inside => ("word", "word += &stream.read().await;"),
        Keeps::Outside => ("fill", "let letters = stream.read().await;"),
    };
    let code = include_str!("../../../../../stage06-async-await/examples/naive_join/word.rs");
    let number = code.lines().zip(1..).find(|(line, _)| line.trim() == text);
    let (_, number) = number.expect("the reader has this line");
    Arc::new(Line {
        function: function.into(),
        text: text.into(),
        number,
        real: Some((FILE.into(), number)),
        staged: true,
    })
}
