//! Replays: a program's run as a trace that `<trace-player>` shows, and that cannot lie.
//!
//! A story runs a real program and gives the [`Recorder`] one step an event: a sentence, the moves, the line of code, and what the loop's
//! queues, timers and registrations hold *now*. The recorder folds the moves as the player does, and panics if the picture differs.
//! [`publish`] makes the trace (`book/traces/ID.json`) and the figure that a page includes (`ID.html`).

mod figure;
mod listing;
mod publish;
mod quotes;
mod recorder;

pub use figure::{Figure, Lane, Move, Place, Thing};
pub use listing::{Line, listings};
pub use publish::{Trace, html, publish, resolve};
pub use recorder::{Held, Recorder, Source, Step};
