//! What a figure shows: places, things and lanes. The names are those of the trace, which `trace-player.js` explains.

use serde::Serialize;

/// The parts of a figure.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figure {
    /// The caption.
    pub title: &'static str,
    /// The boxes.
    pub places: Vec<Place>,
    /// All that can be in a box.
    pub things: Vec<Thing>,
    /// The rows of boxes on a wide screen, as `grid-template-areas`.
    pub grid: Vec<&'static str>,
    /// The same on a phone.
    pub narrow: Vec<&'static str>,
    /// The lanes above the boxes; a step belongs to one.
    #[serde(skip)]
    pub lanes: Vec<Lane>,
}

/// A box.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Place {
    /// Its name in moves and in the grid.
    pub id: &'static str,
    /// Its name for the reader.
    pub title: &'static str,
    /// A few words beside the title.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub note: &'static str,
    /// How the box is drawn: nothing, `slot` or `far`.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub look: &'static str,
    /// How a lane is drawn while its thing is here: `solid`, `half`, `thin` or `none`.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub mark: &'static str,
    /// True for a map: its things are in the order in which the figure names them, not in that of their coming.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sorted: bool,
}

impl Place {
    /// A box with a title.
    pub fn new(id: &'static str, title: &'static str) -> Self {
        Place {
            id,
            title,
            ..Self::default()
        }
    }

    /// With these words beside the title.
    pub fn note(self, note: &'static str) -> Self {
        Place { note, ..self }
    }

    /// Drawn like this.
    pub fn look(self, look: &'static str) -> Self {
        Place { look, ..self }
    }

    /// With this mark in a lane.
    pub fn mark(self, mark: &'static str) -> Self {
        Place { mark, ..self }
    }

    /// A map.
    pub fn sorted(self) -> Self {
        Place {
            sorted: true,
            ..self
        }
    }
}

/// A task, an id, a waker: a token that moves.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Thing {
    /// Its name in moves. Not a number: the player keeps things in the order in which they came.
    pub id: &'static str,
    /// Its name for the reader.
    pub label: &'static str,
    /// `task`, `thread`, `id`, `waker`, `message`, `timer`, `socket` or `flag`.
    pub kind: &'static str,
    /// The colour of its owner: `blue`, `orange`, `green`, `purple`, `teal`, `rose` or `grey`.
    pub color: &'static str,
    /// How sentences name it, if not by its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'static str>,
}

impl Thing {
    /// A token.
    pub fn new(
        id: &'static str,
        label: &'static str,
        kind: &'static str,
        color: &'static str,
    ) -> Self {
        Thing {
            id,
            label,
            kind,
            color,
            name: None,
        }
    }

    /// Named like this in sentences.
    pub fn named(self, name: &'static str) -> Self {
        Thing {
            name: Some(name),
            ..self
        }
    }
}

/// A lane: when its things were where. The strongest mark of their places is drawn.
#[derive(Debug, Clone)]
pub struct Lane {
    /// Its name for the reader.
    pub name: &'static str,
    /// The things that it follows: a task and its id.
    pub things: Vec<&'static str>,
}

impl Lane {
    /// A lane of these things.
    pub fn new(name: &'static str, things: &[&'static str]) -> Self {
        Lane {
            name,
            things: things.into(),
        }
    }
}

/// One thing goes somewhere, or changes its label.
#[derive(Debug, Clone, Serialize)]
pub struct Move {
    /// Which.
    pub thing: String,
    /// Where to: `None` stays, `Some(None)` leaves the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Option<String>>,
    /// A few words beside its name. Lost by a move that gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The thing or place that a new thing comes out of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

impl Move {
    /// `thing` goes to the end of `place`.
    pub fn to(thing: &str, place: &str) -> Self {
        Move {
            thing: thing.into(),
            to: Some(Some(place.into())),
            label: None,
            from: None,
        }
    }

    /// `thing` leaves the picture.
    pub fn away(thing: &str) -> Self {
        Move {
            to: Some(None),
            ..Self::to(thing, "")
        }
    }

    /// `thing` stays, with another label.
    pub fn label(thing: &str, label: &str) -> Self {
        Move {
            to: None,
            ..Self::to(thing, "").labelled(label)
        }
    }

    /// With these words beside the name.
    pub fn labelled(self, label: &str) -> Self {
        Move {
            label: Some(label.into()),
            ..self
        }
    }

    /// Coming out of this thing or place.
    pub fn out_of(self, from: &str) -> Self {
        Move {
            from: Some(from.into()),
            ..self
        }
    }
}
